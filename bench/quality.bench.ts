import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { deserialize, serialize } from 'node:v8'
import { ulb } from '../core/datasets/ulb.ts'
import { bootstrapMeanAveragePrecision } from '../core/evaluation/bootstrap.ts'
import { brierScore } from '../core/evaluation/calibration.ts'
import { averagePrecision } from '../core/evaluation/precision-recall.ts'
import { rankByScore } from '../core/evaluation/ranking.ts'
import { loadScorer } from '../core/scoring/score.ts'
import { familyNames } from '../trainer/families/registry.ts'
import {
  combineCandidates,
  type FittedCandidate,
  fitCandidates,
  listCandidates,
  refitCandidate,
} from '../trainer/fit-candidates.ts'
import {
  chooseCandidate,
  type MeasuredCandidate,
  measureCandidate,
} from '../trainer/measure-candidate.ts'
import { joinParts, type PartRows, prepareForFitting } from '../trainer/prepare-parts.ts'
import { hasUlbSample, readUlbSample, ulbSamplePath } from './ulb-sample.ts'

// How well the families rank on published rows, as a training run would do it: every candidate of every grid is fitted
// on the training part, everything is chosen on validation, what was chosen is fitted again on both, and only then
// the hold-out is scored, once. Prints one JSON line:
//   families   per family its best candidate on validation: the mean average precision of all seeds on validation and
//              on the hold-out, the hold-out's with a stratified bootstrap interval
//   champion   the same for what the rule of a training run chose for each seed, among all candidates
//   --validation-only   leaves the hold-out alone: for tuning;   --seeds 5   --families a,b
//   --keep FILE         keeps every finished seed there, so that an interrupted run goes on from it

/** Hold-out average precision of scikit-learn 1.2 and xgboost 1.7, tuned on the same validation part. */
const counterparts = {
  'logistic-regression': 0.782,
  'random-forest': 0.808,
  'gradient-boosting': 0.783,
  'dense-network': 0.813,
  blend: 0.798,
} as const

/** Stratified, over all seeds at once. */
const BOOTSTRAP = { seed: 'quality', resamples: 2_000 } as const

const { values } = parseArgs({
  options: {
    'validation-only': { type: 'boolean', default: false },
    seeds: { type: 'string', default: '5' },
    families: { type: 'string', default: familyNames.join(',') },
    keep: { type: 'string' },
  },
})

/** What one model did: scores of the hold-out are kept for the interval over all seeds. */
interface Trial {
  family: string
  /** Average precision. */
  validation: number
  /** Null while the hold-out is left alone. */
  holdout: { scores: Float32Array; uncalibrated: Float32Array } | null
}

/** One seed: the best of each family, and the family that a training run would publish. */
interface SeedTrials {
  trials: Trial[]
  champion: string
}

function readKept(): SeedTrials[] {
  return values.keep && existsSync(values.keep) ? deserialize(readFileSync(values.keep)) : []
}

async function measureQuality(seedCount: number, isValidationOnly: boolean): Promise<void> {
  const { train, validation, holdout } = readUlbSample()
  const rows = prepareForFitting(ulb, train, validation)
  const learned = prepareForFitting(ulb, joinParts(train, validation), validation)
  const names = values.families.split(',')
  const startedAt = performance.now()
  const seeds: SeedTrials[] = readKept()

  for (let seed = seeds.length + 1; seed <= seedCount; seed++) {
    const fitted = await fitCandidates(listCandidates(names, 1000 * seed), rows, () => {})
    const all = [...fitted, ...combineCandidates(names, fitted, rows)]
    const measured = all.map((candidate) =>
      measureCandidate(candidate, manifestOf(candidate), validation, { kind: 'best-f', beta: 1 }),
    )
    const chosen = chooseCandidate(measured, validation)
    const trials: Trial[] = []
    for (const family of names) {
      const own = measured.filter((candidate) => candidate.family === family)
      if (own.length === 0) continue
      const best = own.reduce((a, b) =>
        b.metrics.averagePrecision > a.metrics.averagePrecision ? b : a,
      )
      trials.push({
        family,
        validation: best.metrics.averagePrecision,
        holdout: isValidationOnly ? null : await scoreHoldout(best, learned, holdout),
      })
    }
    seeds.push({ trials, champion: chosen.family })
    if (values.keep) writeFileSync(values.keep, serialize(seeds))
    console.error(
      `seed ${seed}, validation: ${measured.map(({ family, metrics }) => `${family} ${figure(metrics.averagePrecision)}`).join(', ')}; champion ${chosen.family}`,
    )
  }
  const ofFamily = (family: string) =>
    seeds.flatMap(({ trials }) => trials.filter((trial) => trial.family === family))
  const champions = seeds.flatMap(({ trials, champion }) =>
    trials.filter(({ family }) => family === champion),
  )

  console.log(
    JSON.stringify({
      benchmark: 'quality',
      rows: describeParts({ train, validation, holdout }),
      seeds: seedCount,
      seconds: round((performance.now() - startedAt) / 1000),
      families: Object.fromEntries(
        names.map((family) => [
          family,
          {
            counterpart: counterparts[family as keyof typeof counterparts],
            ...summarise(ofFamily(family), holdout),
          },
        ]),
      ),
      champion: {
        chosen: champions.map(({ family }) => family),
        ...summarise(champions, holdout),
      },
    }),
  )
}

async function scoreHoldout(
  candidate: MeasuredCandidate,
  learned: ReturnType<typeof prepareForFitting>,
  { features, rowCount }: PartRows,
) {
  const again = await refitCandidate(candidate, learned)
  const manifest = manifestOf(again)
  const { calibration } = candidate
  const score = (calibrated: boolean) =>
    loadScorer({
      manifest: { ...manifest, ...(calibrated && calibration ? { calibration } : {}) },
      payload: again.fitted.payload,
    }).score(features, rowCount)
  return { scores: score(true), uncalibrated: score(false) }
}

function manifestOf({ family, fitted }: FittedCandidate) {
  return {
    schemaVersion: 1 as const,
    profile: ulb.slug,
    family,
    model: fitted.model,
    featureNames: ulb.features.map((feature) => feature.name),
    encodings: [],
    metrics: {},
    trainingWindow: { from: '2013-09-01T00:00:00.000Z', to: '2013-09-03T00:00:00.000Z' },
    createdAt: '2013-09-03T00:00:00.000Z',
  }
}

function summarise(trials: readonly Trial[], { labels, weights }: PartRows) {
  const validation = trials.map((trial) => trial.validation)
  const scored = trials.flatMap(({ holdout }) => (holdout ? [holdout] : []))
  const summary = { validation: round(mean(validation)), validationSeeds: validation.map(round) }
  if (scored.length === 0) return summary
  const outcome = { isFraud: labels, ...(weights ? { weights } : {}) }
  const interval = bootstrapMeanAveragePrecision(
    scored.map(({ scores }) => scores),
    outcome,
    BOOTSTRAP,
  )
  const brier = (of: 'scores' | 'uncalibrated') =>
    Number(mean(scored.map((one) => brierScore({ scores: one[of], ...outcome }))).toExponential(3))
  return {
    ...summary,
    holdout: round(interval.value),
    interval: [round(interval.low), round(interval.high)],
    holdoutSeeds: scored.map(({ scores }) =>
      round(averagePrecision(rankByScore({ scores, ...outcome }))),
    ),
    brier: brier('scores'),
    brierUncalibrated: brier('uncalibrated'),
  }
}

function describeParts(parts: Record<string, PartRows>) {
  return Object.fromEntries(
    Object.entries(parts).map(([name, { rowCount, labels }]) => [
      name,
      { rows: rowCount, frauds: labels.reduce((sum, label) => sum + label, 0) },
    ]),
  )
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

function figure(value: number): string {
  return value.toFixed(3)
}

function round(value: number): number {
  return Math.round(value * 10_000) / 10_000
}

if (!hasUlbSample()) {
  console.log(`Skipped: the published rows are not at ${ulbSamplePath}.`)
  console.log(JSON.stringify({ benchmark: 'quality', skipped: true }))
} else {
  await measureQuality(Number(values.seeds), values['validation-only'])
}
