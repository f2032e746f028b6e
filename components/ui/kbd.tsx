/** A key of the keyboard, for those who see; `aria-keyshortcuts` tells the others. */
export function Kbd({ children }: { children: string }) {
  return (
    <kbd
      aria-hidden
      className="rounded-[3px] border border-current/25 px-1 font-sans text-2xs leading-4 max-lg:hidden"
    >
      {children}
    </kbd>
  )
}
