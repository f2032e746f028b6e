import * as z from 'zod/mini'
import { changeSearch } from '../change-search.ts'

/** What the table shows: what the model flagged, or the fraud it let through. */
export const shownValues = ['flagged', 'missed'] as const
/** What is known about a transaction. `awaiting`: no label yet; `unsure`: a person could not tell. */
export const labelValues = ['awaiting', 'unsure', 'fraud', 'legitimate'] as const
/** What the table can be sorted by. */
export const sortValues = ['score', 'amount', 'time'] as const
/** Columns of the table; the time is always shown. */
export const columnNames = ['time', 'amount', 'merchant', 'place', 'score', 'why', 'label'] as const
/** Rows on a page. */
export const PAGE_SIZE = 25

/** One of `labelValues`. */
export type Label = (typeof labelValues)[number]
/** One of `columnNames`. */
export type ColumnName = (typeof columnNames)[number]
/** One of `sortValues`. */
export type SortKey = (typeof sortValues)[number]

/** The table's state, all of it in the URL, so that a link shows the same rows. */
export interface FlaggedFilters {
  shown: (typeof shownValues)[number]
  label: Label | null
  category: string | null
  /** Part of the place's name. */
  place: string | null
  /** The card's last four digits. */
  card: string | null
  /** A day of the month, 1 to 31. */
  day: number | null
  /** Currency units, both ends included. */
  minimumAmount: number | null
  maximumAmount: number | null
  /** 0 to 1, both ends included. */
  minimumScore: number | null
  maximumScore: number | null
  /** Part of a merchant's or place's name, or a card's last four digits. */
  search: string | null
  sort: SortKey
  descending: boolean
  /** From 1. */
  page: number
  /** Columns that are not shown. */
  hidden: readonly ColumnName[]
}

/** Nothing narrows the table. */
export const noFilters = {
  label: null,
  category: null,
  place: null,
  card: null,
  day: null,
  minimumAmount: null,
  maximumAmount: null,
  minimumScore: null,
  maximumScore: null,
  search: null,
} as const satisfies Partial<FlaggedFilters>

/** The riskiest flagged transactions first. */
export const defaultFilters: FlaggedFilters = {
  shown: 'flagged',
  ...noFilters,
  sort: 'score',
  descending: true,
  page: 1,
  hidden: [],
}

const words = z.string().check(z.trim(), z.minLength(1), z.maxLength(100))
const text = z.catch(z.nullable(words), null)
// Number('') is 0, so an empty parameter has to be told apart first.
const number = (...checks: z.core.$ZodCheck<number>[]) =>
  z.catch(z.nullable(z.pipe(z.pipe(words, z.transform(Number)), z.number().check(...checks))), null)
const amountLimits = [z.minimum(0), z.maximum(1e12)] as const
const scoreLimits = [z.minimum(0), z.maximum(1)] as const

const paramsSchema = z.object({
  show: z.catch(z.enum(shownValues), defaultFilters.shown),
  label: z.catch(z.nullable(z.enum(labelValues)), null),
  category: text,
  place: text,
  card: z.catch(z.nullable(z.string().check(z.regex(/^\d{1,4}$/))), null),
  day: number(z.int(), z.minimum(1), z.maximum(31)),
  amount: number(...amountLimits),
  amountTo: number(...amountLimits),
  score: number(...scoreLimits),
  scoreTo: number(...scoreLimits),
  q: text,
  sort: z.catch(z.enum(sortValues), defaultFilters.sort),
  order: z.catch(z.enum(['asc', 'desc']), 'desc'),
  page: number(z.int(), z.minimum(1), z.maximum(1_000_000)),
  hide: text,
})

/** Search parameters as Next gives them to a page. */
export type SearchParams = Record<string, string | string[] | undefined>

/** Reads the table's state from the URL. A parameter that makes no sense counts as absent. */
export function parseFlaggedFilters(params: SearchParams): FlaggedFilters {
  const first = (name: string) => {
    const value = params[name]
    return (Array.isArray(value) ? value[0] : value) ?? null
  }
  const parsed = paramsSchema.parse(
    Object.fromEntries(Object.keys(paramsSchema.shape).map((name) => [name, first(name)])),
  )
  return {
    shown: parsed.show,
    label: parsed.label,
    category: parsed.category,
    place: parsed.place,
    card: parsed.card,
    day: parsed.day,
    minimumAmount: parsed.amount,
    maximumAmount: parsed.amountTo,
    minimumScore: parsed.score,
    maximumScore: parsed.scoreTo,
    search: parsed.q,
    sort: parsed.sort,
    descending: parsed.order === 'desc',
    page: parsed.page ?? 1,
    hidden: columnNames.filter((name) => name !== 'time' && parsed.hide?.split('.').includes(name)),
  }
}

/** Writes the table's state as a query string, leaving out what is as it always is; `''` for the default. */
export function formatFlaggedFilters(filters: FlaggedFilters): string {
  const params = new URLSearchParams()
  const set = (
    name: string,
    value: string | number | null,
    usual: string | number | null = null,
  ) => {
    if (value !== null && value !== usual) params.set(name, String(value))
  }
  set('show', filters.shown, defaultFilters.shown)
  set('label', filters.label)
  set('category', filters.category)
  set('place', filters.place)
  set('card', filters.card)
  set('day', filters.day)
  set('amount', filters.minimumAmount)
  set('amountTo', filters.maximumAmount)
  set('score', filters.minimumScore)
  set('scoreTo', filters.maximumScore)
  set('q', filters.search)
  set('sort', filters.sort, defaultFilters.sort)
  set('order', filters.descending ? 'desc' : 'asc', 'desc')
  set('page', filters.page, 1)
  set('hide', filters.hidden.join('.') || null)
  const query = params.toString()
  return query === '' ? '' : `?${query}`
}

/** The address of a table in this state: what else the present query holds is kept. */
export function changeFlaggedSearch(search: string, filters: FlaggedFilters): string {
  const cleared = Object.fromEntries(Object.keys(paramsSchema.shape).map((name) => [name, null]))
  const set = Object.fromEntries(new URLSearchParams(formatFlaggedFilters(filters)))
  return changeSearch(search, { ...cleared, ...set })
}

/** How many filters narrow the table, sorting and paging aside. */
export function countActiveFilters(filters: FlaggedFilters): number {
  return Object.keys(noFilters).filter((key) => filters[key as keyof typeof noFilters] !== null)
    .length
}
