'use client'

import { type ReactNode, useId } from 'react'
import { cn } from '@/lib/class-names.ts'

/** A few choices side by side, one of which is always on: radio buttons, so that arrow keys choose. */
export function Segmented<Value extends string>({
  label,
  value,
  onChange,
  options,
  className,
}: {
  /** For screen readers: what is chosen. */
  label: string
  value: Value
  onChange: (value: Value) => void
  options: readonly { value: Value; label: ReactNode }[]
  className?: string
}) {
  const name = useId()
  return (
    <div
      role="radiogroup"
      aria-label={label}
      className={cn('inline-flex h-8 items-center gap-0.5 rounded-md bg-muted p-0.5', className)}
    >
      {options.map((option) => (
        <label
          key={option.value}
          className="relative inline-flex h-7 cursor-pointer items-center gap-1.5 whitespace-nowrap rounded-[calc(var(--radius-md)-2px)] px-2.5 text-muted-foreground text-xs transition-colors hover:text-foreground has-[:checked]:bg-raised has-[:focus-visible]:outline-2 has-[:focus-visible]:outline-ring has-[:checked]:font-medium has-[:checked]:text-foreground has-[:checked]:shadow-xs"
        >
          <input
            type="radio"
            name={name}
            value={option.value}
            checked={option.value === value}
            onChange={() => onChange(option.value)}
            className="absolute inset-0 cursor-pointer appearance-none rounded-[inherit] opacity-0"
          />
          {option.label}
        </label>
      ))}
    </div>
  )
}
