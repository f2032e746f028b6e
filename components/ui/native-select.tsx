import { ChevronDownIcon } from 'lucide-react'
import type { ComponentProps } from 'react'
import { cn } from '@/lib/class-names.ts'

/** Chooses one of a list, with the device's own list: the wheel of a phone, type-ahead at a keyboard. */
export function NativeSelect({ className, children, ...props }: ComponentProps<'select'>) {
  return (
    <span data-slot="native-select" className={cn('relative inline-flex min-w-0', className)}>
      <select
        className="h-8 w-full min-w-0 appearance-none truncate rounded-md border border-input bg-raised pr-7 pl-2.5 text-sm shadow-xs hover:bg-muted disabled:opacity-50 [&>option]:bg-raised"
        {...props}
      >
        {children}
      </select>
      <ChevronDownIcon
        aria-hidden
        className="-translate-y-1/2 pointer-events-none absolute top-1/2 right-2 size-3.5 text-muted-foreground"
      />
    </span>
  )
}
