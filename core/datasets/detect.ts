import { fail, ok, type Result } from '../result.ts'
import { parseDecimal } from './parse-number.ts'
import type { DatasetProfile, DetectedFormat, DetectProfile, FileFaultCode } from './profile.ts'
import { profiles } from './registry.ts'

/**
 * Recognises a file's format by its header. The order and the letter case of the columns do not matter,
 * nor do columns that the profile ignores; the label may be absent. Any other column is refused, so that
 * a misspelt label is not taken for an unlabelled file.
 */
export const detectProfile: DetectProfile = (columns) => {
  const duplicate = findDuplicate(columns)
  if (duplicate !== undefined) {
    return fail(
      'duplicate_column',
      `The header names the column "${duplicate.slice(0, 40).toWellFormed()}" twice. Rename or remove one of the two.`,
    )
  }
  for (const profile of profiles) {
    const format = matchColumns(profile, columns)
    if (format.error === null) return format
  }
  return fail('unknown_header', describeUnknownHeader(columns))
}

/** Finds a profile's columns in a header. Fails with `unknown_header` where one is missing or unknown. */
export function matchColumns(
  profile: DatasetProfile,
  columns: readonly string[],
): Result<DetectedFormat, FileFaultCode> {
  const positions = new Map(columns.map((column, position) => [normalise(column), position]))
  const { missing, unknown } = compareColumns(profile, columns)
  if (missing.length > 0 || unknown.length > 0) {
    return fail(
      'unknown_header',
      `The header is not that of ${profile.title}: ${describeDifference(missing, unknown)}`,
    )
  }
  return ok({
    profile,
    columnPositions: profile.columns.map((column) => positions.get(normalise(column))!),
    labelPosition: positions.get(normalise(profile.labelColumn)) ?? null,
    cellCount: columns.length,
  })
}

function normalise(column: string): string {
  return column.trim().toLowerCase()
}

function looksLikeNumber(column: string): boolean {
  return !Number.isNaN(parseDecimal(column.trim()))
}

function findDuplicate(columns: readonly string[]): string | undefined {
  const seen = new Set<string>()
  for (const column of columns) {
    const name = normalise(column)
    if (name !== '' && !looksLikeNumber(name) && seen.has(name)) return column.trim()
    seen.add(name)
  }
  return undefined
}

function compareColumns(
  profile: DatasetProfile,
  columns: readonly string[],
): { missing: string[]; unknown: string[] } {
  const present = new Set(columns.map(normalise))
  const known = new Set(
    [...profile.columns, ...profile.ignoredColumns, profile.labelColumn].map(normalise),
  )
  return {
    missing: profile.columns.filter((column) => !present.has(normalise(column))),
    unknown: columns.filter((column) => !known.has(normalise(column))),
  }
}

function describeUnknownHeader(columns: readonly string[]): string {
  const ranked = profiles
    .map((profile) => {
      const { missing, unknown } = compareColumns(profile, columns)
      const found = profile.columns.length - missing.length
      return { profile, missing, unknown, found, similarity: found / profile.columns.length }
    })
    .sort(
      (left, right) =>
        left.unknown.length - right.unknown.length || right.similarity - left.similarity,
    )
  const nearest = ranked[0]!
  if (nearest.found > 0) {
    return (
      `The header is not one we know. The nearest is ${nearest.profile.title}: ` +
      describeDifference(nearest.missing, nearest.unknown)
    )
  }
  const looksLikeData = columns.some(looksLikeNumber)
  const cause = looksLikeData
    ? 'The first row looks like data, not like a header. Put the column names in the first row.'
    : 'None of its columns is one we know.'
  const known = profiles
    .map((profile) => `${profile.slug} (${profile.columns.slice(0, 3).join(', ')}, …)`)
    .join('; ')
  return `The header is not one we know. ${cause} Known formats: ${known}.`
}

function describeDifference(missing: readonly string[], unknown: readonly string[]): string {
  const sentences: string[] = []
  if (missing.length > 0) sentences.push(`missing ${listColumns(missing)}.`)
  if (unknown.length > 0) {
    sentences.push(
      `${missing.length > 0 ? 'Not' : 'not'} part of it: ${listColumns(unknown)}. Remove or rename ${unknown.length === 1 ? 'it' : 'them'}.`,
    )
  }
  return sentences.join(' ')
}

function listColumns(columns: readonly string[]): string {
  const shown = columns
    .slice(0, 8)
    .map((column) => column.trim().slice(0, 40).toWellFormed() || '(unnamed)')
  const rest = columns.length - shown.length
  return shown.join(', ') + (rest > 0 ? ` and ${rest} more` : '')
}
