/** How the first and the second version are drawn everywhere: by colour and by dashes. */
export const sides = {
  first: { color: 'var(--accent)', dashes: '' },
  second: { color: 'var(--foreground)', dashes: '5 3' },
} as const

/** A piece of a version's line. */
export function SideMark({ side }: { side: keyof typeof sides }) {
  return side === 'first' ? (
    <span aria-hidden className="inline-block h-0.5 w-3.5 shrink-0 bg-accent" />
  ) : (
    <span
      aria-hidden
      className="inline-block h-0 w-3.5 shrink-0 border-foreground border-t-2 border-dashed"
    />
  )
}
