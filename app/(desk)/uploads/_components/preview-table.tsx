'use client'

import { useId } from 'react'
import { useFormatter } from '@/components/locale-provider'
import { TableBody, TableCell, TableHead, TableHeader, TableRow } from '@/components/ui/table'
import { cn } from '@/lib/class-names.ts'
import type { FilePreview, PreviewRow } from '@/lib/uploads/preview-file.ts'

/** A file's first rows as they lie there; what would be rejected is marked, personal values stay covered. */
export function PreviewTable({ preview }: { preview: FilePreview }) {
  const format = useFormatter()
  const titleId = useId()
  const personal = new Set(preview.personalColumns.map((column) => column.toLowerCase()))
  // Columns may be nameless, or named alike but for their letter case.
  const columns = preview.columns.map((name, position) => ({ name, key: `${position} ${name}` }))
  return (
    <div className="border-t">
      <p id={titleId} className="px-4 pt-3 text-muted-foreground text-xs sm:px-5">
        Its first {preview.rows.length === 1 ? 'row' : `${format.count(preview.rows.length)} rows`}.
        {personal.size > 0 && ' Covered values are used for features and never stored.'}
      </p>
      <section
        aria-labelledby={titleId}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be scrollable by keyboard (WCAG 2.1.1).
        tabIndex={0}
        className="max-h-72 overflow-auto focus-visible:-outline-offset-2"
      >
        <table className="w-max min-w-full text-xs">
          <TableHeader className="sticky top-0 z-10 bg-raised">
            <TableRow>
              <TableHead className="text-right">Line</TableHead>
              {columns.map(({ key, name }) => (
                <TableHead key={key} className="font-mono">
                  {name || '(unnamed)'}
                </TableHead>
              ))}
            </TableRow>
          </TableHeader>
          <TableBody>
            {preview.rows.map((row) => (
              <TableRow key={row.line} className={cn(row.fault && 'bg-flagged-soft/60')}>
                <TableCell className="py-1 text-right text-muted-foreground tabular-nums">
                  {format.count(row.line)}
                </TableCell>
                {columns.map(({ key, name }, position) => (
                  <TableCell key={key} className="max-w-56 py-1">
                    <Cell
                      text={row.cells[position]}
                      isCovered={personal.has(name.toLowerCase())}
                      fault={faultOf(row, name, position)}
                    />
                  </TableCell>
                ))}
              </TableRow>
            ))}
          </TableBody>
        </table>
      </section>
    </div>
  )
}

/** A fault of the row as a whole stands in its first cell. */
function faultOf({ fault }: PreviewRow, column: string, position: number): string | null {
  if (fault === null) return null
  const isHere = fault.column === '' ? position === 0 : fault.column === column
  return isHere ? fault.message : null
}

function Cell({
  text,
  isCovered,
  fault,
}: {
  text: string | undefined
  isCovered: boolean
  fault: string | null
}) {
  const shown = isCovered && text ? '•••' : (text ?? '')
  return (
    <>
      <span className="block truncate font-mono">{shown}</span>
      {fault && (
        <span className="block whitespace-normal text-pretty font-medium text-fraud-text">
          {fault}
        </span>
      )}
    </>
  )
}
