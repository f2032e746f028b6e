'use client'

import { FileUpIcon } from 'lucide-react'
import { type DragEvent, useId, useRef, useState } from 'react'
import { useFormatter } from '@/components/locale-provider'
import { Button } from '@/components/ui/button'
import { cn } from '@/lib/class-names.ts'

/** What the page says about a data format. */
export interface FileFormat {
  slug: string
  title: string
  columns: string[]
}

/** What a file may be; said before anybody meets it. Sizes in bytes. */
export interface FileLimits {
  fileBytes: number
  rowBytes: number
}

/** What an open dialog may choose. */
const FILE_TYPES = '.csv,.gz,text/csv,application/gzip'

/** Takes files by drop, by button or by keyboard, and says beforehand what it takes. */
export function DropZone({
  formats,
  limits,
  isCompact,
  onFiles,
}: {
  formats: FileFormat[]
  limits: FileLimits
  /** True while other things are more important. */
  isCompact: boolean
  onFiles: (files: File[]) => void
}) {
  const format = useFormatter()
  const input = useRef<HTMLInputElement>(null)
  const inputId = useId()
  // Entering a child leaves its parent: the zone counts, so that it does not flicker.
  const [depth, setDepth] = useState(0)

  function drop(event: DragEvent) {
    event.preventDefault()
    setDepth(0)
    onFiles([...event.dataTransfer.files])
  }

  return (
    <section
      aria-label="Choose files"
      onDragEnter={() => setDepth((value) => value + 1)}
      onDragLeave={() => setDepth((value) => Math.max(0, value - 1))}
      onDragOver={(event) => event.preventDefault()}
      onDrop={drop}
      className={cn(
        'rounded-lg border border-input border-dashed bg-raised transition-colors',
        depth > 0 && 'border-accent bg-accent-soft',
      )}
    >
      <div
        className={cn(
          'grid justify-items-center gap-3 px-6 text-center',
          isCompact ? 'py-5' : 'pt-8 pb-6',
        )}
      >
        {!isCompact && (
          <FileUpIcon aria-hidden className="size-6 text-muted-foreground" strokeWidth={1.5} />
        )}
        <div>
          <p className="font-medium">{isCompact ? 'Drop more files here' : 'Drop files here'}</p>
          <p className="mt-0.5 text-balance text-muted-foreground text-xs">
            CSV in UTF-8 with a header row, plain or gzip; up to {format.bytes(limits.fileBytes)} a
            file unpacked and {format.bytes(limits.rowBytes)} a row
          </p>
        </div>
        <input
          ref={input}
          id={inputId}
          type="file"
          multiple
          accept={FILE_TYPES}
          className="sr-only"
          tabIndex={-1}
          aria-label="Files of transactions"
          onChange={(event) => {
            const files = [...(event.target.files ?? [])]
            event.target.value = ''
            onFiles(files)
          }}
        />
        <Button onClick={() => input.current?.click()}>Choose files</Button>
      </div>
      {!isCompact && <Formats formats={formats} />}
    </section>
  )
}

function Formats({ formats }: { formats: FileFormat[] }) {
  return (
    <dl className="grid gap-x-8 gap-y-3 border-t border-dashed px-5 py-4 text-xs md:grid-cols-3">
      {formats.map(({ slug, title, columns }) => (
        <div key={slug} className="min-w-0">
          <dt className="font-medium">{title}</dt>
          <dd
            title={columns.join(', ')}
            className="mt-0.5 line-clamp-2 font-mono text-2xs text-muted-foreground leading-4"
          >
            {columns.join(', ')}
          </dd>
        </div>
      ))}
    </dl>
  )
}
