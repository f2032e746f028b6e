import type { AnyAST, IntrospectResult } from '@supabase/lite'

type Row = Record<string, unknown>

/**
 * Prepares a parsed request so that lite sends to Postgres what PostgREST would.
 *
 * - A JSON value for a json column or argument arrives as that value: lite parses strings that look like
 *   JSON, and sends booleans as boolean. So it gets JSON text, wrapped once more where it will parse.
 * - In a bulk insert a column that a row leaves out is null, or its default with `missing=default`; lite
 *   stores the default and reports null.
 */
export function correctRequest(request: AnyAST, shape: IntrospectResult): AnyAST {
  if (request.type === 'rpc') return correctArguments(request, shape)
  if (!request.values) return request
  const isJson = jsonColumns(request, shape)
  const correctRow = (row: object): object =>
    isRow(row) ? encodeJson(fillMissing(row, request), isJson) : row
  const { values } = request
  return { ...request, values: Array.isArray(values) ? values.map(correctRow) : correctRow(values) }
}

function correctArguments(request: AnyAST, shape: IntrospectResult): AnyAST {
  if (!isRow(request.args) || request.httpMethod === 'GET') return request
  const names = Object.keys(request.args)
  const candidates = (shape.functions ?? []).filter(
    (candidate) =>
      candidate.name === request.function &&
      candidate.schema === (request.schema ?? 'public') &&
      names.every((name) => candidate.arg_names.includes(name)),
  )
  const isJson = (name: string): boolean =>
    candidates.length > 0 &&
    candidates.every((candidate) =>
      isJsonType(candidate.arg_types[candidate.arg_names.indexOf(name)]),
    )
  const args: Row = {}
  for (const [name, value] of Object.entries(request.args)) {
    args[name] = typeof value === 'string' && isJson(name) ? JSON.stringify(value) : value
  }
  return { ...request, args }
}

function jsonColumns(request: AnyAST, shape: IntrospectResult): ReadonlySet<string> {
  const schema = request.schema ?? 'public'
  return new Set(
    shape.columns
      .filter((column) => column.table === request.from && column.schema === schema)
      .filter((column) => isJsonType(column.type))
      .map((column) => column.name),
  )
}

function isJsonType(type: string | undefined): boolean {
  return type === 'json' || type === 'jsonb'
}

function encodeJson(row: Row, isJson: ReadonlySet<string>): Row {
  if (isJson.size === 0) return row
  const encoded: Row = {}
  for (const [name, value] of Object.entries(row)) {
    const keep = value === null || value === undefined || !isJson.has(name)
    encoded[name] = keep ? value : JSON.stringify(JSON.stringify(value))
  }
  return encoded
}

/** `undefined` becomes the word DEFAULT in the statement. */
function fillMissing(row: Row, { $meta, type }: AnyAST): Row {
  if (!$meta?.columns || (type !== 'insert' && type !== 'upsert')) return row
  const filled: Row = { ...row }
  for (const column of $meta.columns) {
    if (!(column in row)) filled[column] = $meta.missing === 'default' ? undefined : null
  }
  return filled
}

function isRow(value: unknown): value is Row {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !('_raw' in value)
}
