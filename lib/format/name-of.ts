/** pinky@fraud-desk.test → Pinky; somebody without an address is a colleague. */
export function nameOf(email: string | null): string {
  const local = email?.split('@')[0]
  return local ? local.charAt(0).toUpperCase() + local.slice(1) : 'A colleague'
}
