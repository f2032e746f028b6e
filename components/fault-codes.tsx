'use client'

import { ChevronDownIcon } from 'lucide-react'
import { cn } from '@/lib/class-names.ts'
import type { CodeCount } from '@/lib/uploads/list-rejected-rows.ts'
import { rowFaultText } from '@/lib/uploads/row-fault-texts.ts'
import { useFormatter } from './locale-provider'

/** How often each fault occurs, as bars; a code opens what it means and what to do about it. */
export function FaultCodes({
  id,
  counts,
  openCode,
  onOpen,
}: {
  /** Begins the id of each code's element, so that others can scroll there. */
  id: string
  counts: CodeCount[]
  openCode: string | null
  onOpen: (code: string) => void
}) {
  const format = useFormatter()
  const most = Math.max(1, ...counts.map(({ count }) => count))
  return (
    <ul className="grid border-y" aria-label="Faults by code">
      {counts.map(({ code, count, columns }) => {
        const text = rowFaultText(code)
        const isOpen = openCode === code
        return (
          <li key={code} id={`${id}-${code}`} className="scroll-mt-16 border-b last:border-b-0">
            <button
              type="button"
              aria-expanded={isOpen}
              onClick={() => onOpen(code)}
              className="grid w-full grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 gap-y-1 px-4 py-1.5 text-left text-xs hover:bg-muted/60 focus-visible:-outline-offset-2 sm:grid-cols-[10rem_minmax(0,1fr)_3rem_1rem] sm:px-5"
            >
              <span className="truncate">{text?.title ?? code}</span>
              <span className="flex items-center gap-3 max-sm:order-last max-sm:col-span-2">
                <span className="h-2 grow rounded-full bg-foreground/6">
                  <span
                    className="block h-full rounded-full bg-flagged"
                    style={{ width: `${Math.max((count / most) * 100, 1)}%` }}
                  />
                </span>
                <span className="w-40 truncate font-mono text-2xs text-muted-foreground max-sm:hidden">
                  {columns.filter(Boolean).join(', ')}
                </span>
              </span>
              <span className="text-right font-medium tabular-nums">{format.count(count)}</span>
              <ChevronDownIcon
                aria-hidden
                className={cn(
                  'size-3.5 text-muted-foreground transition-transform max-sm:hidden',
                  isOpen && 'rotate-180',
                )}
              />
            </button>
            {isOpen && text && (
              <p className="max-w-prose text-pretty px-4 pb-2.5 text-muted-foreground text-xs sm:px-5">
                <code className="font-mono text-foreground">{code}</code>: {text.meaning}{' '}
                <span className="text-foreground">{text.cure}</span>
              </p>
            )}
          </li>
        )
      })}
    </ul>
  )
}
