import * as z from 'zod/mini'

/** Events on a page. */
export const EVENTS_PAGE_SIZE = 15

/** What the log shows, all of it in the URL. */
export interface EventFilters {
  /** Of every dataset instead of the one that is open. */
  everywhere: boolean
  kind: string | null
  /** An e-mail address, or `service` for what nobody did. */
  actor: string | null
  /** Days as 2019-01-31, both included. */
  since: string | null
  until: string | null
  /** From 1. */
  page: number
}

/** The newest events of the open dataset. */
export const defaultEventFilters: EventFilters = {
  everywhere: false,
  kind: null,
  actor: null,
  since: null,
  until: null,
  page: 1,
}

const day = z.catch(z.nullable(z.iso.date()), null)
const paramsSchema = z.object({
  datasets: z.catch(z.nullable(z.literal('all')), null),
  kind: z.catch(z.nullable(z.string().check(z.regex(/^[a-z][a-z_]{2,49}$/))), null),
  actor: z.catch(z.nullable(z.string().check(z.minLength(1), z.maxLength(254))), null),
  since: day,
  until: day,
  page: z.catch(
    z.pipe(
      z.string(),
      z.pipe(z.transform(Number), z.int().check(z.minimum(1), z.maximum(100_000))),
    ),
    1,
  ),
})

/** Reads the filters from a URL's parameters; what makes no sense is left out. */
export function parseEventFilters(
  params: Record<string, string | string[] | undefined>,
): EventFilters {
  const value = (name: string) => params[name] ?? null
  const { datasets, ...filters } = z.parse(paramsSchema, {
    datasets: value('datasets'),
    kind: value('kind'),
    actor: value('actor'),
    since: value('since'),
    until: value('until'),
    page: value('page'),
  })
  return { everywhere: datasets === 'all', ...filters }
}

/** Writes filters into parameters that hold other state as well; defaults are left out. */
export function writeEventFilters(params: URLSearchParams, filters: EventFilters): URLSearchParams {
  const next = new URLSearchParams(params)
  const { everywhere, page, ...others } = filters
  const values = { ...others, datasets: everywhere ? 'all' : null, page: page > 1 ? page : null }
  for (const [name, value] of Object.entries(values)) {
    if (value === null) next.delete(name)
    else next.set(name, String(value))
  }
  return next
}
