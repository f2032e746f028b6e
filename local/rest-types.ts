import type postgres from 'postgres'

const asIs = (text: string): string => text

/** Postgres' `to_json` writes a number that JSON cannot hold (NaN, Infinity) as a string. */
const parseNumber = (text: string): number | string => {
  const value = Number(text)
  return Number.isFinite(value) ? value : text
}

/** '2019-01-31 22:10:00.5' → '2019-01-31T22:10:00.5', the form of `to_json`. */
const parseTimestamp = (text: string): string => text.replace(' ', 'T')

/** As above, with the offset written out: '+00' → '+00:00'. */
const parseTimestampWithZone = (text: string): string =>
  parseTimestamp(text).replace(/([+-]\d\d)$/, '$1:00')

/** What is a string already has been encoded by lite; encoding it again would make JSON of JSON. */
const serializeJson = (value: unknown): string =>
  typeof value === 'string' ? value : JSON.stringify(value)

const json = { serialize: serializeJson, parse: JSON.parse }
const number = { serialize: String, parse: parseNumber }

/**
 * Postgres values ⇄ JSON values for the connection of the Data API, such that answers equal those of
 * PostgREST, which lets Postgres' own `to_json` write them. Keys are for reading only; `to` and `from`
 * are the type ids of pg_type.
 */
export const REST_TYPES: Record<string, postgres.PostgresType> = {
  json: { to: 114, from: [114], ...json },
  jsonb: { to: 3802, from: [3802], ...json },
  real: { to: 700, from: [700], ...number },
  double: { to: 701, from: [701], ...number },
  numeric: { to: 1700, from: [1700], ...number },
  bytea: { to: 17, from: [17], serialize: asIs, parse: asIs },
  timestamp: { to: 1114, from: [1114], serialize: asIs, parse: parseTimestamp },
  timestamptz: { to: 1184, from: [1184], serialize: asIs, parse: parseTimestampWithZone },
}
