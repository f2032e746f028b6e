/** A part of a model card, as it is shown. */
export type CardBlock =
  | { kind: 'heading'; level: number; text: string }
  | { kind: 'paragraph'; text: string }
  | { kind: 'list'; items: string[] }
  | { kind: 'table'; head: string[]; rows: string[][] }

/**
 * Reads the Markdown that core/publishing/model-card.ts writes: headings, paragraphs, lists and tables, parted by empty
 * lines. Nothing in it is HTML; backticks stay in the text.
 */
export function parseModelCard(markdown: string): CardBlock[] {
  return markdown
    .split(/\n\s*\n/)
    .map((block) => block.trim())
    .filter((block) => block !== '')
    .map(readBlock)
}

function readBlock(block: string): CardBlock {
  const heading = /^(#{1,6}) (.*)$/.exec(block)
  if (heading) return { kind: 'heading', level: heading[1]!.length, text: heading[2]! }
  const lines = block.split('\n')
  if (lines.every((line) => line.startsWith('- '))) {
    return { kind: 'list', items: lines.map((line) => line.slice(2)) }
  }
  if (lines.every((line) => line.startsWith('|')) && lines.length >= 2) {
    const [head, , ...rows] = lines.map(readCells)
    return { kind: 'table', head: head!, rows }
  }
  return { kind: 'paragraph', text: lines.join(' ') }
}

/** `| a | b \| c |` → a, b | c */
function readCells(line: string): string[] {
  return line
    .replace(/^\||\|$/g, '')
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim().replaceAll('\\|', '|'))
}
