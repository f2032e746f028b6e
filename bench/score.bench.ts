import { execFileSync } from 'node:child_process'
import { derive } from '../core/random.ts'
import { encodeModelArtifact, parseModelArtifact } from '../core/scoring/model-artifact.ts'
import { sampleArtifact, sampleFeatures } from '../core/scoring/sample-model.ts'
import { loadScorer } from '../core/scoring/score.ts'

// Measures the scorer per family, on random models of realistic shapes and random rows (the worst case
// for branch prediction), in Node and in Deno; prints one JSON line.
//   rowsPerSecond   in batches, per second of CPU: other work on the machine counts less than on a clock
//   oneRowP50Us     one row at a time, median, microseconds on the clock
//   explainP50Us    the same for an explanation
//   loadMs          bytes to the first score of one row in a warm process, median

const FEATURES = 30
const ROWS = 20_000

const families = {
  'boosting, 300 trees of depth 4': { kind: 'boosting', trees: 300, depth: 4, splitChance: 1 },
  'boosting, 100 trees of depth 6': { kind: 'boosting', trees: 100, depth: 6, splitChance: 1 },
  'forest, 100 trees of depth 16': { kind: 'forest', trees: 100, depth: 16, splitChance: 0.75 },
  'network 30-64-32-1': { kind: 'network', hidden: [64, 32] },
  'logistic regression': { kind: 'logistic' },
} as const

type Measures = Record<
  'rowsPerSecond' | 'oneRowP50Us' | 'explainP50Us' | 'loadMs' | 'bytes',
  number
>

function measureFamily(name: keyof typeof families): Measures {
  const { kind, ...shape } = families[name]
  const random = derive('bench', name)
  const { manifest, payload } = sampleArtifact(random, kind, { featureCount: FEATURES, ...shape })
  const bytes = encodeModelArtifact(manifest, payload)
  const features = sampleFeatures(random, ROWS, FEATURES)
  const row = (i: number) => features.subarray((i % ROWS) * FEATURES, ((i % ROWS) + 1) * FEATURES)
  const load = () => {
    const { data, error } = parseModelArtifact(bytes)
    if (error) throw new Error(error.message)
    return loadScorer(data)
  }
  const scorer = load()
  return {
    rowsPerSecond: Math.round(
      (ROWS * 1e6) / median(9, () => cpuUs(() => scorer.score(features, ROWS))),
    ),
    oneRowP50Us: round(1000 * median(5000, (i) => clockMs(() => scorer.score(row(i), 1)))),
    explainP50Us: round(1000 * median(1000, (i) => clockMs(() => scorer.explain(row(i))))),
    loadMs: round(median(9, (i) => clockMs(() => load().score(row(i), 1)))),
    bytes: bytes.length,
  }
}

/** The middle of `count` measurements, after a fifth as many to warm up. */
function median(count: number, measure: (i: number) => number): number {
  for (let i = 0; i < count / 5; i++) measure(i)
  const values = Float64Array.from({ length: count }, (_, i) => measure(i)).sort()
  return values[count >> 1]!
}

function cpuUs(work: () => unknown): number {
  const start = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(start)
  return user + system
}

function clockMs(work: () => unknown): number {
  const start = performance.now()
  work()
  return performance.now() - start
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}

const measures = Object.fromEntries(
  Object.keys(families).map((name) => [name, measureFamily(name as keyof typeof families)]),
)
if ('Deno' in globalThis) console.log(JSON.stringify(measures))
else {
  const deno = execFileSync(
    'node_modules/.bin/deno',
    ['run', '--no-lock', '--cached-only', 'bench/score.bench.ts'],
    { cwd: new URL('..', import.meta.url), encoding: 'utf8' },
  )
  console.log(JSON.stringify({ benchmark: 'score', node: measures, deno: JSON.parse(deno) }))
}
