/** What every room says in a line of its log; further fields as the room likes. Never a token, key, query or body. */
export interface LogEntry {
  level: 'info' | 'warn' | 'error'
  room: 'app' | 'functions' | 'trainer'
  message: string
  /** Of the request or run that the line belongs to. */
  requestId?: string | undefined
  /** A hash of the person's id, which tells people apart and names nobody. */
  user?: string | undefined
  [field: string]: unknown
}

const LONGEST_TEXT = 4_000

/** One line of JSON. Texts are cut at 4,000 characters, so that nothing floods a log. */
export function logLine(entry: LogEntry): string {
  return JSON.stringify(entry, (_key, value: unknown) =>
    typeof value === 'string' && value.length > LONGEST_TEXT
      ? `${value.slice(0, LONGEST_TEXT)}…`
      : value,
  )
}
