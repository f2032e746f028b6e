import {
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
} from '@/components/ui/table'
import { cn } from '@/lib/class-names.ts'
import type { CardBlock } from '@/lib/models/parse-model-card.ts'

/** Characters of a table's cell that are kept on one line: figures, dates and names. */
const LONGEST_ON_ONE_LINE = 36

/** The parts of a model card, in their order. */
export function CardText({ blocks }: { blocks: CardBlock[] }) {
  return (
    <div className="grid min-w-0 gap-3 text-[0.8125rem] leading-relaxed">
      {blocks.map((block, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a card never changes.
        <Block key={place} block={block} label={headingBefore(blocks, place)} />
      ))}
    </div>
  )
}

function Block({ block, label }: { block: CardBlock; label: string }) {
  switch (block.kind) {
    case 'heading':
      return <h3 className="mt-2 font-medium text-sm">{block.text}</h3>
    case 'paragraph':
      return (
        <p className="text-pretty [overflow-wrap:anywhere]">
          <Inline text={block.text} />
        </p>
      )
    case 'list':
      return (
        <ul className="grid list-disc gap-1 pl-5">
          {block.items.map((item) => (
            <li key={item}>
              <Inline text={item} />
            </li>
          ))}
        </ul>
      )
    case 'table':
      return (
        <div className="overflow-hidden rounded-md border">
          <Table scrollLabel={label}>
            <TableHeader>
              <TableRow>
                {block.head.map((cell) => (
                  <TableHead key={cell}>{cell}</TableHead>
                ))}
              </TableRow>
            </TableHeader>
            <TableBody>
              {block.rows.map((row, place) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a card never changes.
                <TableRow key={place}>
                  {row.map((cell, column) => (
                    <TableCell
                      key={block.head[column]}
                      className={cn(
                        'align-top tabular-nums',
                        cell.length <= LONGEST_ON_ONE_LINE
                          ? 'whitespace-nowrap'
                          : 'min-w-56 [overflow-wrap:anywhere]',
                      )}
                    >
                      <Inline text={cell} />
                    </TableCell>
                  ))}
                </TableRow>
              ))}
            </TableBody>
          </Table>
        </div>
      )
  }
}

/** Text between backticks is code. */
function Inline({ text }: { text: string }) {
  return text.split('`').map((part, place) =>
    place % 2 === 1 ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: a card never changes.
      <code key={place} className="rounded-sm bg-muted px-1 font-mono text-xs">
        {part}
      </code>
    ) : (
      part
    ),
  )
}

function headingBefore(blocks: CardBlock[], place: number): string {
  const heading = blocks.slice(0, place).findLast((block) => block.kind === 'heading')
  return heading?.kind === 'heading' ? heading.text : 'Table'
}
