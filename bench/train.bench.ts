import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { ulb } from '../core/datasets/ulb.ts'
import { Random } from '../core/random.ts'
import { encodeModelArtifact, parseModelArtifact } from '../core/scoring/model-artifact.ts'
import { loadScorer } from '../core/scoring/score.ts'
import { compareOnHoldout, evaluateHoldout } from '../trainer/evaluate-holdout.ts'
import type { Hyperparameters } from '../trainer/families/model-family.ts'
import { families, familyNames } from '../trainer/families/registry.ts'
import {
  combineCandidates,
  type FittedCandidate,
  fitCandidates,
  listCandidates,
  refitCandidate,
} from '../trainer/fit-candidates.ts'
import { chooseCandidate, measureCandidate } from '../trainer/measure-candidate.ts'
import { measureImportance } from '../trainer/measure-importance.ts'
import { joinParts, type PartRows, prepareForFitting } from '../trainer/prepare-parts.ts'

// Measures fitting on 227,845 × 30 synthetic rows with 0.17 % fraud (the size of the full ulb file's training part),
// each in a process of its own; prints one JSON line.
//   families   one candidate each, of the shape that is written below, without early stopping
//   whole      all that a training run computes, with all families and grids: fit side by side, blend, calibrate,
//              choose, fit again, judge on the hold-out beside a champion, importance, artifact (but no database)
//   seconds, cpuSeconds   the clock, and the processor's time, on which other work counts less
//   peakMegabytes         highest resident memory of the process, the rows (27 MB) included
//   averagePrecision      on 56,962 validation rows, to see that it learned

const TRAIN_ROWS = 227_845
const VALIDATION_ROWS = 56_962
const FEATURES = 30

/** Larger than any count of trees or epochs: no early stopping. */
const NEVER = 1_000_000

/** What differs from each family's first candidate. */
const shapes: Record<string, Hyperparameters> = {
  'gradient-boosting': { treeCount: 300, maxDepth: 4, patience: NEVER },
  'random-forest': { treeCount: 100, maxDepth: 16 },
  'dense-network': { hidden: [64, 32], epochs: 30, stepBudget: NEVER, patience: NEVER },
  'logistic-regression': { epochs: 30, stepBudget: NEVER, patience: NEVER },
}

/** Frauds differ in eight features, some of them only in spread; the rest is noise. */
function makeRows(seed: number, rowCount: number): PartRows {
  const random = new Random(seed)
  const features = new Float32Array(rowCount * FEATURES)
  const labels = new Uint8Array(rowCount)
  for (let row = 0; row < rowCount; row++) {
    const isFraud = random.chance(0.0017)
    const strength = isFraud ? random.between(0.2, 1.6) : 0
    labels[row] = isFraud ? 1 : 0
    for (let feature = 0; feature < FEATURES; feature++) {
      const shift = feature < 4 ? strength : 0
      const spread = feature < 8 ? 1 + strength : 1
      features[row * FEATURES + feature] = random.normal(shift, spread)
    }
  }
  const amountCents = Float64Array.from({ length: rowCount }, () => random.integer(100_000))
  return { rowCount, featureCount: FEATURES, features, labels, amountCents }
}

async function measureFamily(name: string) {
  const family = families.find((candidate) => candidate.name === name)!
  const train = makeRows(1, TRAIN_ROWS)
  const validation = makeRows(2, VALIDATION_ROWS)
  const hyperparameters = { ...family.candidates[0]!, ...shapes[name] }
  const { result, ...cost } = await measureCost(() =>
    family.fit({ train, validation, hyperparameters, seed: 1 }),
  )
  const { learningCurve, backend } = result
  return {
    ...cost,
    averagePrecision: round(
      Math.max(...learningCurve.map((point) => point.validationAveragePrecision)),
    ),
    steps: learningCurve.at(-1)!.step,
    backend,
    hyperparameters,
  }
}

async function measureWhole() {
  const [train, validation, holdout] = [
    makeRows(1, TRAIN_ROWS),
    makeRows(2, VALIDATION_ROWS),
    makeRows(3, VALIDATION_ROWS),
  ]
  const { result, ...cost } = await measureCost(async () => {
    const rows = prepareForFitting(ulb, train, validation)
    const fitted = await fitCandidates(listCandidates(familyNames, 1), rows, () => {})
    const measured = [...fitted, ...combineCandidates(familyNames, fitted, rows)].map((candidate) =>
      measureCandidate(candidate, manifestOf(candidate), validation, { kind: 'best-f', beta: 1 }),
    )
    const chosen = chooseCandidate(measured, validation)
    const learned = prepareForFitting(ulb, joinParts(train, validation), validation)
    const final = await refitCandidate(chosen, learned)
    const bytes = encodeModelArtifact(
      {
        ...manifestOf(final),
        ...(chosen.calibration ? { calibration: chosen.calibration } : {}),
        threshold: chosen.threshold,
      },
      final.fitted.payload,
    )
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    const artifact = parseModelArtifact(bytes)
    if (artifact.error) throw new Error(artifact.error.message)
    const scorer = loadScorer(artifact.data)
    const chosenScorer = loadScorer({
      manifest: manifestOf(chosen),
      payload: chosen.fitted.payload,
    })
    const scores = scorer.score(holdout.features, holdout.rowCount)
    const { metrics } = evaluateHoldout(holdout, scores, chosen.threshold, 500)
    compareOnHoldout(holdout, scorer, chosenScorer)
    measureImportance(scorer, { scorer: chosenScorer, gains: null }, validation)
    return {
      chosen: chosen.family,
      candidates: measured.length,
      bytes: bytes.length,
      sha256,
      metrics,
    }
  })
  const { metrics, ...run } = result
  return { ...cost, ...run, holdout: metrics.averagePrecision }
}

async function measureCost<T>(work: () => Promise<T>) {
  const startedAt = performance.now()
  const cpuBefore = process.cpuUsage()
  const result = await work()
  const cpu = process.cpuUsage(cpuBefore)
  return {
    result,
    seconds: round((performance.now() - startedAt) / 1000),
    cpuSeconds: round((cpu.user + cpu.system) / 1e6),
    peakMegabytes: Math.round(process.resourceUsage().maxRSS / 1024),
  }
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

function round(value: number): number {
  return Math.round(value * 1000) / 1000
}

function measureInProcess(name: string) {
  const { stdout, status, stderr } = spawnSync(process.execPath, [import.meta.filename, name], {
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(`Cannot measure ${name}: ${stderr}`)
  return JSON.parse(stdout)
}

const [only] = process.argv.slice(2)
if (only === 'whole') console.log(JSON.stringify(await measureWhole()))
else if (only) console.log(JSON.stringify(await measureFamily(only)))
else {
  console.log(
    JSON.stringify({
      benchmark: 'train',
      rows: TRAIN_ROWS,
      features: FEATURES,
      families: Object.fromEntries(families.map(({ name }) => [name, measureInProcess(name)])),
      whole: measureInProcess('whole'),
    }),
  )
}
