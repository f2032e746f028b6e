import { spawnSync } from 'node:child_process'
import { Random } from '../core/random.ts'
import type { LabelledRows } from '../trainer/engine/labelled-rows.ts'
import { families } from '../trainer/families/registry.ts'

// Measures how long each family takes to fit its first candidate on 227,845 × 30 synthetic rows with 0.17 % fraud
// (the size of the full ulb file's training part), each in a process of its own; prints one JSON line.
//   seconds, cpuSeconds   of the fit alone: the clock, and the processor's time, on which other work counts less
//   peakMegabytes         highest resident memory of the process, the rows (27 MB) included
//   averagePrecision      on 56,962 validation rows, to see that it learned

const TRAIN_ROWS = 227_845
const VALIDATION_ROWS = 56_962
const FEATURES = 30

/** Frauds differ in eight features, some of them only in spread; the rest is noise. */
function makeRows(seed: number, rowCount: number): LabelledRows {
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
  return { rowCount, featureCount: FEATURES, features, labels }
}

async function measure(name: string) {
  const family = families.find((candidate) => candidate.name === name)!
  const train = makeRows(1, TRAIN_ROWS)
  const validation = makeRows(2, VALIDATION_ROWS)
  const startedAt = performance.now()
  const cpuBefore = process.cpuUsage()
  const { learningCurve, backend } = await family.fit({
    train,
    validation,
    hyperparameters: family.candidates[0]!,
    seed: 1,
  })
  const cpu = process.cpuUsage(cpuBefore)
  const best = learningCurve.reduce((a, b) =>
    b.validationAveragePrecision > a.validationAveragePrecision ? b : a,
  )
  return {
    seconds: round((performance.now() - startedAt) / 1000),
    cpuSeconds: round((cpu.user + cpu.system) / 1e6),
    peakMegabytes: Math.round(process.resourceUsage().maxRSS / 1024),
    averagePrecision: round(best.validationAveragePrecision),
    steps: learningCurve.at(-1)!.step,
    backend,
    hyperparameters: family.candidates[0],
  }
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000
}

const [only] = process.argv.slice(2)
if (only) console.log(JSON.stringify(await measure(only)))
else {
  const measures = families.map(({ name }) => {
    const { stdout, status, stderr } = spawnSync(process.execPath, [import.meta.filename, name], {
      encoding: 'utf8',
    })
    if (status !== 0) throw new Error(`Cannot measure ${name}: ${stderr}`)
    return [name, JSON.parse(stdout)]
  })
  console.log(
    JSON.stringify({
      benchmark: 'train',
      rows: TRAIN_ROWS,
      features: FEATURES,
      families: Object.fromEntries(measures),
    }),
  )
}
