import { cn } from '@/lib/class-names.ts'

/** The mark: bars of scores, one of them over the line. */
function Mark({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 20 20" aria-hidden className={cn('size-5', className)}>
      <rect x="1.5" y="11.5" width="3.5" height="7" rx="1" className="fill-foreground/35" />
      <rect x="6" y="9" width="3.5" height="9.5" rx="1" className="fill-foreground/60" />
      <rect x="10.5" y="1.5" width="3.5" height="17" rx="1" className="fill-fraud" />
      <rect x="15" y="10" width="3.5" height="8.5" rx="1" className="fill-foreground/60" />
      <path d="M0 6.5h20" className="stroke-foreground" strokeWidth="1.2" strokeDasharray="2 1.6" />
    </svg>
  )
}

/** The mark and the name. */
export function Wordmark({ className }: { className?: string }) {
  return (
    <span className={cn('flex items-center gap-2 font-semibold tracking-tight', className)}>
      <Mark />
      Fraud Desk
    </span>
  )
}
