/**
 * Options for a client of the database (postgres.js 3.4.9). Unless told the types of arrays it asks for them at the start
 * of every connection, and awaits the answer nowhere: a database that goes at that moment rejects a promise that nobody
 * holds, which ends the process. So they are told: those of Postgres itself, whose numbers never change
 * (src/include/catalog/pg_type.dat). Arrays of other types, as of enums, come as text; cast them to text[]. Use `begin`
 * and not `reserve`, to which the client hands a new connection only behind that question.
 */
export const knownTypes: { fetch_types: false; types: Record<never, never> } = {
  fetch_types: false,
  types: {
    // Elements that the client gives as text when they stand alone.
    texts: arrayType([1002, 1003, 1009, 1014, 1015, 1016, 1231, 2951], (text) => text),
    numbers: arrayType([1005, 1007, 1021, 1022, 1028], Number),
    booleans: arrayType([1000], (text) => text === 't'),
    instants: arrayType([1115, 1182, 1185], (text) => new Date(text)),
    documents: arrayType([199, 3807], (text) => JSON.parse(text)),
  },
}

function arrayType(oids: readonly number[], parseElement: (text: string) => unknown) {
  return {
    to: oids[0]!,
    from: [...oids],
    serialize: writeArray,
    parse: (text: string) => readArray(text, parseElement),
  }
}

/** An array as Postgres writes it (https://www.postgresql.org/docs/17/arrays.html#ARRAYS-IO); what is text stays as it is. */
function writeArray(value: unknown): unknown {
  if (!Array.isArray(value)) return value
  const elements = value.map((element) => {
    if (element === null) return 'null'
    if (Array.isArray(element)) return writeArray(element)
    return `"${writeElement(element).replace(/["\\]/g, '\\$&')}"`
  })
  return `{${elements.join()}}`
}

function writeElement(element: unknown): string {
  if (element instanceof Date) return element.toISOString()
  if (typeof element === 'object') return JSON.stringify(element)
  return String(element)
}

/** Reads `{1,null,"a, b"}` and `{{1,2},{3,4}}`. Bounds in front, as in `[0:1]={1,2}`, are passed over. */
function readArray(text: string, parseElement: (text: string) => unknown): unknown[] {
  const tokens = text.slice(text.indexOf('{')).matchAll(/"((?:[^"\\]|\\.)*)"|[{}]|[^{},"]+/gs)
  const open: unknown[][] = [[]]
  for (const [token, quoted] of tokens) {
    const inner = open.at(-1)!
    if (quoted !== undefined) inner.push(parseElement(quoted.replace(/\\(.)/gs, '$1')))
    else if (token === '{') open.push([])
    else if (token === '}') open.at(-2)!.push(open.pop())
    else inner.push(token === 'NULL' ? null : parseElement(token))
  }
  return open[0]![0] as unknown[] // the outermost braces
}
