/** Who is tried, in the order of the table's columns. */
const ACTORS = ['anonymous', 'withdrawn', 'analyst', 'admin', 'service'] as const

/** One allowed cell: what an actor may do with an object, on which rows and columns (null: all). */
export interface Right {
  kind: 'relation' | 'routine' | 'bucket'
  name: string
  actor: (typeof ACTORS)[number]
  /** `read`, `insert`, `update`, …; for functions `call` or `refused` (may execute, and is refused inside). */
  operation: string
  scope: string
  columns: string[] | null
}

/** A row of the table of rights. */
export interface Listed {
  kind: Right['kind']
  name: string
  /** SQL that gives the owner of a row; null where rows have none. */
  owner: string | null
  /** Whose rights a function uses: `owner` (security definer) or `caller`. */
  runsAs: string | null
}

/** What docs/security.md says about the database. */
export interface Rights {
  listed: Listed[]
  granted: Right[]
}

const SECTIONS = [
  { heading: 'Tables and views', kind: 'relation', extra: 'owner' },
  { heading: 'Functions', kind: 'routine', extra: 'runsAs' },
  { heading: 'Buckets', kind: 'bucket', extra: null },
] as const

const OPERATIONS: Record<Right['kind'], readonly string[]> = {
  relation: ['read', 'insert', 'update', 'delete', 'truncate', 'references', 'trigger', 'maintain'],
  routine: ['call', 'refused'],
  bucket: ['read', 'insert', 'update', 'delete'],
}
const SCOPES = ['', 'own', 'none', 'discarded', 'own discarded']
const OWNER_IN_BUCKET = '(storage.foldername(name))[1]'

/**
 * Reads the table of rights out of docs/security.md. Cells hold `–` or terms such as `read own`, `update(title)`,
 * `everything`; the page explains them.
 * @throws Error with the row that cannot be read
 */
export function readRights(markdown: string): Rights {
  const rights: Rights = { listed: [], granted: [] }
  for (const { heading, kind, extra } of SECTIONS) {
    for (const cells of readTable(markdown, heading)) {
      const name = (cells[0] ?? '').replaceAll('`', '').replace(/\(\)$/, '')
      const noted = extra === null ? null : (cells[1] ?? '').replaceAll('`', '')
      const owner = kind === 'bucket' ? OWNER_IN_BUCKET : noted
      rights.listed.push({
        kind,
        name,
        owner: extra !== 'runsAs' && owner !== '–' ? owner : null,
        runsAs: extra === 'runsAs' ? noted : null,
      })
      const first = extra === null ? 1 : 2
      for (const [index, actor] of ACTORS.entries()) {
        const cell = cells[first + index]
        if (cell === undefined)
          throw new Error(`The row of ${name} in docs/security.md lacks a cell.`)
        for (const term of readCell(cell, kind, name))
          rights.granted.push({ kind, name, actor, ...term })
      }
    }
  }
  return rights
}

/** The cells of the rows of the first Markdown table below a heading, whatever its level. */
export function readTable(markdown: string, heading: string): string[][] {
  const lines = markdown.split('\n')
  const start = lines.findIndex((line) => line.replace(/^#+ /, '') === heading && /^#/.test(line))
  if (start === -1) throw new Error(`docs/security.md has no section "${heading}".`)
  const end = lines.findIndex((line, index) => index > start && /^#/.test(line))
  return lines
    .slice(start, end === -1 ? undefined : end)
    .filter((line) => line.startsWith('|'))
    .slice(2)
    .map((line) =>
      line
        .slice(1, line.lastIndexOf('|'))
        .split('|')
        .map((cell) => cell.trim()),
    )
}

function readCell(cell: string, kind: Right['kind'], name: string) {
  const text = cell.replaceAll('`', '').trim()
  if (text === '–') return []
  if (text === 'everything')
    return OPERATIONS[kind].map((operation) => ({ operation, scope: 'all', columns: null }))
  return text.split(/,\s*(?![^(]*\))/).map((term) => {
    const found = /^([a-z]+)(?:\(([^)]+)\))?(?: ([a-z ]+))?$/.exec(term)
    const operation = found?.[1] ?? ''
    const scope = found?.[3] ?? ''
    if (!OPERATIONS[kind].includes(operation) || !SCOPES.includes(scope))
      throw new Error(`Cannot read "${term}" in the row of ${name} in docs/security.md.`)
    return { operation, scope: scope || 'all', columns: found?.[2]?.split(/,\s*/) ?? null }
  })
}
