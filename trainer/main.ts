// node trainer/main.ts --dataset D [--families a,b] [--trigger T] [--reason R] [--json]
// Ends with 0 when a model was promoted or refused, with 1 when the run failed.
import { appendFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import postgres from 'postgres'
import { z } from 'zod'
import { openStorage } from './artifact-storage.ts'
import { readEnvironment } from './environment.ts'
import { defaultFamilies, getFamilies } from './families/registry.ts'
import { writeSummary } from './summary.ts'
import { train } from './train.ts'
import type { TrainingOutcome } from './training-job.ts'
import { triggers } from './triggers.ts'

const USAGE = `Usage: npm run train -- --dataset NAME [--families ${defaultFamilies.join(',')}] [--trigger ${triggers.join('|')}] [--reason TEXT] [--json]`

/** Reads the command line. Throws RangeError with the usage. */
function readArguments(args: string[]) {
  const { values } = parseArgs({
    args,
    options: {
      dataset: { type: 'string' },
      families: { type: 'string', default: defaultFamilies.join(',') },
      trigger: { type: 'string', default: 'manual' },
      reason: { type: 'string' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) return null
  if (!values.dataset) throw new RangeError(`Cannot train: no dataset was named. ${USAGE}`)
  const trigger = z.enum(triggers).safeParse(values.trigger)
  if (!trigger.success)
    throw new RangeError(`Cannot train: no trigger "${values.trigger}". ${USAGE}`)
  const families = values.families.split(',').map((name) => name.trim())
  getFamilies(families)
  return {
    job: {
      datasetSlug: values.dataset,
      families,
      trigger: trigger.data,
      reason: values.reason ?? null,
    },
    asJson: values.json,
  }
}

async function main(): Promise<void> {
  const command = readArguments(process.argv.slice(2))
  if (command === null) return console.log(USAGE)
  const environment = readEnvironment(process.env)
  const sql = postgres(environment.databaseUrl, {
    max: 3,
    connect_timeout: 15,
    // A transaction pooler keeps no prepared statements.
    prepare: false,
    onnotice: () => {},
  })
  const startedAt = performance.now()
  try {
    const outcome = await train(
      { ...command.job, gitSha: environment.gitSha },
      {
        sql,
        storage: openStorage(environment.supabaseUrl, environment.secretKey),
        log(step, message) {
          const seconds = ((performance.now() - startedAt) / 1000).toFixed(1).padStart(6)
          console.error(`${seconds} s  ${step.padEnd(8)}${message}`)
        },
      },
    )
    await report(outcome, command.asJson)
  } finally {
    await sql.end({ timeout: 5 })
  }
}

async function report(outcome: TrainingOutcome, asJson: boolean): Promise<void> {
  const summary = writeSummary(outcome)
  console.log(asJson ? JSON.stringify(toJson(outcome)) : summary)
  const jobSummary = process.env.GITHUB_STEP_SUMMARY
  if (jobSummary) await appendFile(jobSummary, `${summary}\n`)
}

/** The outcome without the models' numbers. */
function toJson({ candidates, chosen, ...outcome }: TrainingOutcome) {
  const describe = ({ family, hyperparameters, metrics, durationMs, fitted }: typeof chosen) => ({
    family,
    hyperparameters,
    metrics,
    durationMs,
    backend: fitted.backend,
  })
  return { ...outcome, candidates: candidates.map(describe), chosen: describe(chosen) }
}

main().catch((error: unknown) => {
  console.error(error instanceof RangeError ? error.message : error)
  process.exitCode = 1
})
