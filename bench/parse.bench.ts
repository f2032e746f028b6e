import type { DatasetProfile } from '../core/datasets/profile.ts'
import { profiles } from '../core/datasets/registry.ts'
import { extractFeatures } from '../core/features/extract-features.ts'
import { goldenRows } from '../core/features/golden-rows.ts'
import { createCsvReader, readCsvRow } from '../core/ingest/csv.ts'
import { cutParts } from '../core/ingest/cut-parts.ts'
import { fingerprintRow } from '../core/ingest/fingerprint.ts'
import { type PlannedPart, planParts } from '../core/ingest/plan-parts.ts'
import { validatePart } from '../core/ingest/validate-part.ts'

// Measures what a row costs from bytes to features, per format, in microseconds of CPU (all threads of the
// process, so with garbage collection); prints one JSON line.
const ROWS = 40_000
const ROWS_PER_SEED = 500
const ROUNDS = 7
const now = Date.UTC(2026, 0, 1)

/** Median microseconds a row; the first two rounds warm up. */
function measure(work: () => void): number {
  const times: number[] = []
  for (let round = 0; round < ROUNDS + 2; round++) {
    const start = process.cpuUsage()
    work()
    const { user, system } = process.cpuUsage(start)
    if (round >= 2) times.push(user + system)
  }
  times.sort((left, right) => left - right)
  return Math.round((times[ROUNDS >> 1]! / ROWS) * 100) / 100
}

function writeRows(slug: string): { columns: string[]; text: string } {
  const files = Array.from({ length: ROWS / ROWS_PER_SEED }, (_, seed) =>
    goldenRows(slug, seed, ROWS_PER_SEED),
  )
  return { columns: files[0]!.columns, text: files.map((file) => file.text).join('') }
}

async function measureProfile(profile: DatasetProfile) {
  const { columns, text } = writeRows(profile.slug)
  const file = new TextEncoder().encode(`${columns.join(',')}\n${text}`)
  async function* source() {
    yield file
  }
  const planStart = process.cpuUsage()
  const plan: PlannedPart[] = []
  for await (const part of planParts(source())) plan.push(part)
  const planned = process.cpuUsage(planStart)
  const parts: { firstLine: number; rowBytes: Uint8Array }[] = []
  for await (const { number, rowBytes } of cutParts(source(), file.indexOf(10) + 1, plan)) {
    parts.push({ firstLine: plan[number]!.firstLine, rowBytes })
  }

  const validate = () =>
    parts.map(({ firstLine, rowBytes }) =>
      validatePart({ profile, columns, firstLine, bytes: rowBytes, now }),
    )
  const validated = validate()
  const cells: string[] = []
  const tokenise = () => {
    const reader = createCsvReader(text)
    while (readCsvRow(reader, cells) >= 0);
  }
  const rowCells = text
    .slice(0, -1)
    .split('\n')
    .map((line) => line.split(','))
  return {
    bytesPerRow: Math.round(file.length / ROWS),
    rejected: validated.reduce((sum, part) => sum + part.rejected.length, 0),
    microsecondsPerRow: {
      plan: Math.round(((planned.user + planned.system) / ROWS) * 100) / 100,
      tokenise: measure(tokenise),
      fingerprint: measure(() => rowCells.forEach(fingerprintRow)),
      validate: measure(validate),
      features: measure(() => {
        const states = new Map<string, Float64Array>()
        for (const part of validated) extractFeatures(profile, part.transactions, states)
      }),
    },
  }
}

const report: Record<string, unknown> = { benchmark: 'parse', rows: ROWS }
for (const profile of profiles) report[profile.slug] = await measureProfile(profile)
console.log(JSON.stringify(report))
