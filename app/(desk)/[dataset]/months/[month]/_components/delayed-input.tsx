'use client'

import { type ReactNode, useEffect, useRef, useState } from 'react'
import { Input } from '@/components/ui/input'

/** How long a pause in typing is, in milliseconds. */
const DELAY_MS = 300

/** A field that reports what was typed once the typing pauses, and follows its value when that changes elsewhere. */
export function DelayedInput({
  label,
  placeholder,
  icon,
  className,
  inputMode = 'text',
  value,
  onChange,
}: {
  label: string
  placeholder: string
  icon?: ReactNode
  className?: string
  inputMode?: 'text' | 'decimal'
  value: string
  onChange: (value: string) => void
}) {
  const [typed, setTyped] = useState(value)
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)

  // The address may change without typing: back, forward, "Clear".
  useEffect(() => {
    if (timer.current === undefined) setTyped(value)
  }, [value])
  useEffect(() => () => clearTimeout(timer.current), [])

  return (
    <span className={`relative ${className ?? ''}`}>
      {icon && (
        <span className="-translate-y-1/2 absolute top-1/2 left-2.5 text-muted-foreground">
          {icon}
        </span>
      )}
      <Input
        type={icon ? 'search' : 'text'}
        inputMode={inputMode}
        aria-label={label}
        placeholder={placeholder}
        className={icon ? 'pl-8' : undefined}
        value={typed}
        onChange={(event) => {
          const next = event.target.value
          setTyped(next)
          clearTimeout(timer.current)
          timer.current = setTimeout(() => {
            timer.current = undefined
            onChange(next)
          }, DELAY_MS)
        }}
      />
    </span>
  )
}
