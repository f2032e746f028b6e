/** A category's code in words: `grocery_pos` → "Grocery, in store". Unknown codes lose their underscores only. */
export function describeCategory(category: string): string {
  const [, base = category, channel] = /^(.*?)(?:_(net|pos))?$/.exec(category) ?? []
  const words = base.replaceAll('_', ' ').trim()
  const name = words === 'misc' ? 'Miscellaneous' : words.charAt(0).toUpperCase() + words.slice(1)
  if (channel === 'net') return `${name}, online`
  if (channel === 'pos') return `${name}, in store`
  return name
}
