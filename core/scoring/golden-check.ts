import { parseModelArtifact } from './model-artifact.ts'
import { loadScorer, type Scorer } from './score.ts'

/** Scores as an engine once computed them, to be compared with what another one computes. */
export interface GoldenScores {
  models: readonly GoldenModel[]
}

/** One published model and what it says about some rows. */
export interface GoldenModel {
  name: string
  /** The artifact's bytes in base64. */
  artifact: string
  rowCount: number
  /** The rows' float32 values, little-endian, in base64; some are missing (NaN). */
  features: string
  /** Bits of each row's fraud score, as 8 hexadecimal digits. */
  scores: readonly string[]
  /** Per row of the first ones: contributions in log-odds, in the order of the features. */
  contributions: readonly (readonly number[])[]
}

/**
 * Reads the artifacts, scores and explains the rows, together and one by one, and compares every bit.
 * `checked` counts the values compared; `mismatches` says where they differ (at most twenty).
 */
export function checkGoldenScores(golden: GoldenScores): { checked: number; mismatches: string[] } {
  const mismatches: string[] = []
  let checked = 0
  for (const model of golden.models) {
    const actual = computeGoldenModel(model)
    const compare = (what: string, expected: unknown, found: unknown) => {
      checked++
      if (!Object.is(expected, found)) {
        mismatches.push(`${model.name} ${what}: expected ${expected}, found ${found}`)
      }
    }
    for (const [row, expected] of model.scores.entries()) {
      compare(`score ${row}`, expected, actual.scores[row])
      compare(`score ${row} alone`, expected, actual.singleScores[row])
    }
    for (const [row, contributions] of model.contributions.entries()) {
      for (const [index, expected] of contributions.entries()) {
        compare(`contribution ${index} to row ${row}`, expected, actual.contributions[row]?.[index])
      }
    }
  }
  return { checked, mismatches: mismatches.slice(0, 20) }
}

/** What this engine says about a golden model's rows. Throws when the artifact is refused. */
export function computeGoldenModel(
  model: Pick<GoldenModel, 'artifact' | 'features' | 'rowCount'> & {
    contributions: { length: number }
  },
): { scores: string[]; singleScores: string[]; contributions: number[][] } {
  const { data, error } = parseModelArtifact(bytesOf(model.artifact))
  if (error) throw new Error(error.message)
  const scorer = loadScorer(data)
  const features = new Float32Array(bytesOf(model.features).buffer)
  const rowOf = (row: number) =>
    features.subarray(row * scorer.featureCount, (row + 1) * scorer.featureCount)
  const rows = Array.from({ length: model.rowCount }, (_, row) => row)
  return {
    scores: hexBits(scorer.score(features, model.rowCount)),
    singleScores: rows.flatMap((row) => hexBits(scorer.score(rowOf(row), 1))),
    contributions: rows
      .slice(0, model.contributions.length)
      .map((row) => contributionsOf(scorer, rowOf(row))),
  }
}

function contributionsOf(scorer: Scorer, row: Float32Array): number[] {
  return scorer
    .explain(row)
    .toSorted((a, b) => a.index - b.index)
    .map(({ contribution }) => contribution)
}

function hexBits(values: Float32Array): string[] {
  return Array.from(new Uint32Array(values.buffer), (bits) => bits.toString(16).padStart(8, '0'))
}

function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
}
