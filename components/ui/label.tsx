import type { ComponentProps } from 'react'
import { cn } from '@/lib/class-names.ts'

/** Names a field; give it `htmlFor`. */
export function Label({ className, ...props }: ComponentProps<'label'>) {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: whoever uses it names the field.
    <label
      data-slot="label"
      className={cn('select-none font-medium text-[0.8125rem]', className)}
      {...props}
    />
  )
}
