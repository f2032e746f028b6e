import { getProfile } from '../datasets/registry.ts'
import { validatePart } from '../ingest/validate-part.ts'
import { extractFeatures } from './extract-features.ts'
import { goldenRows } from './golden-rows.ts'

/** Features as an engine once computed them, to be compared with what another one computes. */
export interface GoldenFeatures {
  files: readonly GoldenFeatureFile[]
}

/** Some generated rows of one format and their features. */
export interface GoldenFeatureFile {
  /** Slug of the profile. */
  profile: string
  seed: number
  featureNames: readonly string[]
  /** One line a row: the fingerprint, then the bits of each feature as 8 hexadecimal digits. */
  rows: readonly string[]
}

const NOW = Date.UTC(2026, 0, 1)

/**
 * Computes golden features again and compares every bit of every float32, and the fingerprints. `checked`
 * counts the values compared; `mismatches` says where they differ (at most twenty).
 */
export function checkGoldenFeatures(golden: GoldenFeatures): {
  checked: number
  mismatches: string[]
} {
  const mismatches: string[] = []
  let checked = 0
  for (const file of golden.files) {
    const computed = computeGoldenFeatures(file.profile, file.seed, file.rows.length)
    if (computed.featureNames.join() !== file.featureNames.join()) {
      mismatches.push(`${file.profile}: the names of the features differ`)
    }
    for (const [index, expected] of file.rows.entries()) {
      checked += 1 + file.featureNames.length
      const actual = computed.rows[index] ?? ''
      if (actual === expected) continue
      mismatches.push(`${file.profile} row ${index}: ${describeDifference(file, expected, actual)}`)
    }
  }
  return { checked, mismatches: mismatches.slice(0, 20) }
}

/** The golden features of `rowCount` generated rows. Throws when a generated row is not accepted. */
export function computeGoldenFeatures(
  slug: string,
  seed: number,
  rowCount: number,
): GoldenFeatureFile {
  const profile = getProfile(slug)
  const { columns, text } = goldenRows(slug, seed, rowCount)
  const bytes = new TextEncoder().encode(text)
  const part = validatePart({ profile, columns, firstLine: 2, bytes, now: NOW })
  if (part.rejected.length > 0) {
    throw new Error(`A golden row is not accepted: ${part.rejected[0]!.message}`)
  }
  const features = extractFeatures(profile, part.transactions, new Map())
  const width = profile.features.length
  return {
    profile: slug,
    seed,
    featureNames: profile.features.map((feature) => feature.name),
    rows: part.transactions.map(
      ({ fingerprint }, row) =>
        `${fingerprint} ${toHex(features.subarray(row * width, (row + 1) * width))}`,
    ),
  }
}

/** NaN has many bit patterns and engines may choose; all are written as the quiet one. */
function toHex(values: Float32Array): string {
  const view = new DataView(new ArrayBuffer(4))
  let hex = ''
  for (const value of values) {
    view.setFloat32(0, value)
    const bits = Number.isNaN(value) ? 0x7fc00000 : view.getUint32(0)
    hex += bits.toString(16).padStart(8, '0')
  }
  return hex
}

function describeDifference(file: GoldenFeatureFile, expected: string, actual: string): string {
  const [expectedFingerprint, expectedHex = ''] = expected.split(' ')
  const [actualFingerprint, actualHex = ''] = actual.split(' ')
  if (expectedFingerprint !== actualFingerprint) return 'the fingerprint differs'
  const names = file.featureNames.filter(
    (_, at) => expectedHex.slice(8 * at, 8 * at + 8) !== actualHex.slice(8 * at, 8 * at + 8),
  )
  return `${names.join(', ')} differ`
}
