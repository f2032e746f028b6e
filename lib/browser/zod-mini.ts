// What `zod/mini` is in the browser (next.config.ts puts it there): the part of it that our schemas use, with the same
// names and the same verdicts, in 1 kB instead of 24. Modules import `zod/mini`; types, server and tests have zod itself.
// A function that is missing here fails the build. The test beside it holds both against each other.

type Read = (value: unknown) => unknown
type Check = Read
type Key = string | number

/** A value of another shape than the schema's. Named as zod's, which is thrown on the server. */
export class ZodError extends Error {
  override name = 'ZodError'
  /** Where in the value, from the outside in. */
  readonly path: Key[] = []
  readonly #expected: string

  constructor(expected: string) {
    super()
    this.#expected = expected
    this.#describe()
  }

  /** Called by what holds the refused value, under which key. */
  within(key: Key): this {
    this.path.unshift(key)
    this.#describe()
    return this
  }

  #describe(): void {
    this.message = `${this.path.join('.') || 'The answer'} is not ${this.#expected}.`
  }
}

class Schema {
  readonly read: Read
  constructor(read: Read) {
    this.read = read
  }
  /** What else a value has to be; a schema may be one of these, as `z.int()` for a number. */
  check(...checks: (Check | Schema)[]): Schema {
    const reads = checks.map((check) => (check instanceof Schema ? check.read : check))
    return new Schema((value) => reads.reduce((read, check) => check(read), this.read(value)))
  }
  parse(value: unknown): unknown {
    return this.read(value)
  }
  safeParse(value: unknown) {
    try {
      return { success: true, data: this.read(value) }
    } catch (error) {
      if (error instanceof ZodError) return { success: false, error }
      throw error
    }
  }
}

type Shape = Record<string, Schema>

class ObjectSchema extends Schema {
  readonly shape: Shape
  constructor(shape: Shape) {
    const entries = Object.entries(shape)
    super((value) => {
      const record = requireRecord(value)
      return readEach(entries, ([key, schema]) => [
        key,
        schema.read(Object.hasOwn(record, key) ? record[key] : undefined),
      ])
    })
    this.shape = shape
  }
}

function requireRecord(value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new ZodError('an object')
  return value as Record<string, unknown>
}

function readEach<T>(
  entries: readonly [string, T][],
  read: (entry: [string, T]) => [string, unknown],
): Record<string, unknown> {
  const result: Record<string, unknown> = {}
  for (const entry of entries) {
    if (entry[0] === '__proto__') continue
    try {
      const [key, value] = read(entry)
      if (value !== undefined) result[key] = value
    } catch (error) {
      throw error instanceof ZodError ? error.within(entry[0]) : error
    }
  }
  return result
}

const when = (expected: string, test: (value: never) => boolean): Read => {
  return (value) => {
    if (test(value as never)) return value
    throw new ZodError(expected)
  }
}
const schema = (expected: string, test: (value: unknown) => boolean) =>
  new Schema(when(expected, test))
const isString = (value: unknown): value is string => typeof value === 'string'

export const string = () => schema('a text', isString)
export const number = () => schema('a number', Number.isFinite)
export const int = () => schema('a whole number', Number.isSafeInteger)
export const boolean = () => schema('true or false', (value) => typeof value === 'boolean')
export const unknown = () => schema('a value', () => true)
export const literal = (wanted: unknown) =>
  schema(JSON.stringify(wanted), (value) => value === wanted)
export const uuid = () =>
  schema(
    'a UUID',
    (value) =>
      isString(value) &&
      /^([\da-f]{8}-[\da-f]{4}-[1-8][\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}|0{8}-(0{4}-){3}0{12}|f{8}-(f{4}-){3}f{12})$/i.test(
        value,
      ),
  )
export const custom = (test: (value: unknown) => unknown) =>
  schema('what was expected', (value) => Boolean(test(value)))

const oneOf = (values: readonly unknown[]) =>
  schema(`one of ${values.join(', ')}`, (value) => values.includes(value))
const orElse = (inner: Schema, fallback: unknown) =>
  new Schema((value) => {
    const read = inner.safeParse(value)
    return read.success ? read.data : fallback
  })

export { oneOf as enum, orElse as catch }

export const nullable = (inner: Schema) =>
  new Schema((value) => (value === null ? null : inner.read(value)))
export const optional = (inner: Schema) =>
  new Schema((value) => (value === undefined ? undefined : inner.read(value)))
export const array = (inner: Schema) =>
  new Schema((value) => {
    if (!Array.isArray(value)) throw new ZodError('a list')
    return value.map((element, index) => {
      try {
        return inner.read(element)
      } catch (error) {
        throw error instanceof ZodError ? error.within(index) : error
      }
    })
  })
export const record = (_key: Schema, inner: Schema) =>
  new Schema((value) =>
    readEach(Object.entries(requireRecord(value)), ([key, element]) => [key, inner.read(element)]),
  )
export const object = (shape: Shape) => new ObjectSchema(shape)
export const extend = (base: ObjectSchema, more: Shape) =>
  new ObjectSchema({ ...base.shape, ...more })
export const omit = (base: ObjectSchema, keys: Record<string, true>) =>
  new ObjectSchema(
    Object.fromEntries(Object.entries(base.shape).filter(([key]) => !Object.hasOwn(keys, key))),
  )
export const discriminatedUnion = (key: string, options: readonly ObjectSchema[]) =>
  new Schema((value) => {
    const kind = requireRecord(value)[key]
    const option = options.find(({ shape }) => shape[key]?.safeParse(kind).success)
    if (!option) throw new ZodError('of a known kind').within(key)
    return option.read(value)
  })
export const pipe = (first: Schema, second: Schema) =>
  new Schema((value) => second.read(first.read(value)))
export const transform = (change: (value: never) => unknown) =>
  new Schema((value) => change(value as never))

const isDay = (value: string) =>
  /^\d{4}-\d\d-\d\d$/.test(value) &&
  !Number.isNaN(Date.parse(value)) &&
  new Date(value).toISOString().startsWith(value)
/** Dates and instants as ISO 8601 writes them. */
export const iso = {
  date: () => schema('a date', (value) => isString(value) && isDay(value)),
  /** With an offset, `Z` or neither; zod is asked for the same (`offset` and `local`). */
  datetime: () =>
    schema(
      'an instant',
      (value) =>
        isString(value) &&
        isDay(value.slice(0, 10)) &&
        /^T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d+)?)?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)?$/.test(
          value.slice(10),
        ),
    ),
}

type Sized = { length: number }
export const length = (size: number): Check =>
  when(`of length ${size}`, (value: Sized) => value.length === size)
export const minLength = (size: number): Check =>
  when(`at least ${size} long`, (value: Sized) => value.length >= size)
export const maxLength = (size: number): Check =>
  when(`at most ${size} long`, (value: Sized) => value.length <= size)
export const minimum = (bound: number): Check =>
  when(`at least ${bound}`, (value: number) => value >= bound)
export const maximum = (bound: number): Check =>
  when(`at most ${bound}`, (value: number) => value <= bound)
export const nonnegative = (): Check => minimum(0)
export const positive = (): Check => when('positive', (value: number) => value > 0)
export const regex = (pattern: RegExp): Check =>
  when('of the right form', (value: string) => pattern.test(value))
export const trim = (): Check => (value) => (value as string).trim()

/** The value as the schema reads it. @throws ZodError where it has another shape */
export const parse = (of: Schema, value: unknown) => of.read(value)
