'use client'

import { FileUpIcon } from 'lucide-react'
import { type DragEvent, useId, useRef, useState } from 'react'
import { useFormatter } from '@/components/locale-provider'
import { Button } from '@/components/ui/button'
import { MAX_FILE_BYTES } from '@/core/ingest/inspect-file.ts'
import { cn } from '@/lib/class-names.ts'
import type { FileFormat } from './upload-panel'

/** Takes a file by drop, by button or by keyboard, and says beforehand what it takes. */
export function DropZone({
  formats,
  onFile,
}: {
  formats: FileFormat[]
  onFile: (file: File) => void
}) {
  const format = useFormatter()
  const input = useRef<HTMLInputElement>(null)
  const inputId = useId()
  const [isOver, setOver] = useState(false)

  function drop(event: DragEvent) {
    event.preventDefault()
    setOver(false)
    const file = event.dataTransfer.files[0]
    if (file) onFile(file)
  }

  return (
    <section
      aria-label="Choose a file"
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
      className={cn(
        'rounded-lg border border-input border-dashed bg-raised transition-colors',
        isOver && 'border-accent bg-accent-soft',
      )}
    >
      <div className="grid justify-items-center gap-3 px-6 pt-9 pb-7 text-center">
        <FileUpIcon aria-hidden className="size-6 text-muted-foreground" strokeWidth={1.5} />
        <div>
          <p className="font-medium">Drop a file here</p>
          <p className="mt-0.5 text-muted-foreground text-xs">
            CSV with a header row, plain or gzip, up to {format.bytes(MAX_FILE_BYTES)} unpacked
          </p>
        </div>
        <input
          ref={input}
          id={inputId}
          type="file"
          accept=".csv,.gz,text/csv,application/gzip"
          className="sr-only"
          tabIndex={-1}
          aria-label="File of transactions"
          onChange={(event) => {
            const file = event.target.files?.[0]
            event.target.value = ''
            if (file) onFile(file)
          }}
        />
        <Button onClick={() => input.current?.click()}>Choose a file</Button>
      </div>
      <dl className="grid gap-x-8 gap-y-3 border-t border-dashed px-5 py-4 text-xs md:grid-cols-3">
        {formats.map(({ slug, title, columns }) => (
          <div key={slug} className="min-w-0">
            <dt className="font-medium">{title}</dt>
            <dd className="mt-0.5 line-clamp-2 font-mono text-2xs text-muted-foreground leading-4">
              {columns.join(', ')}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
