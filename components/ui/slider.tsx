import type { ComponentProps } from 'react'
import { cn } from '@/lib/class-names.ts'

/**
 * One value on a line, by pointer or arrow keys; what lies above it has the colour of flagged transactions. A range
 * input, whose thumb stays within the box: at both ends its middle is 8 px inside.
 */
export function Slider({
  className,
  value,
  min,
  max,
  onValueChange,
  ...props
}: Omit<ComponentProps<'input'>, 'onChange' | 'value' | 'min' | 'max'> & {
  value: number
  min: number
  max: number
  onValueChange: (value: number) => void
}) {
  const share = (value - min) / (max - min)
  return (
    <input
      type="range"
      data-slot="slider"
      min={min}
      max={max}
      value={value}
      onChange={(event) => onValueChange(event.target.valueAsNumber)}
      style={{
        // From the middle of the thumb at one end to its middle at the other.
        backgroundImage: `linear-gradient(to right, color-mix(in srgb, var(--foreground) 18%, var(--raised)) ${share * 100}%, var(--flagged) ${share * 100}%)`,
      }}
      className={cn('slider w-full', className)}
      {...props}
    />
  )
}
