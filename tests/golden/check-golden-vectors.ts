import features from '../../core/features/golden.fixture.json' with { type: 'json' }
import { checkGoldenFeatures } from '../../core/features/golden-check.ts'
import scores from '../../core/scoring/golden.fixture.json' with { type: 'json' }
import { checkGoldenScores } from '../../core/scoring/golden-check.ts'

/** What an engine that is not Node found, as JSON. */
export interface GoldenReport {
  engine: string
  features: { checked: number; mismatches: string[] }
  scores: { checked: number; mismatches: string[] }
}

/** Computes all golden vectors in the engine that calls it. */
export function checkGoldenVectors(engine: string): GoldenReport {
  return { engine, features: checkGoldenFeatures(features), scores: checkGoldenScores(scores) }
}
