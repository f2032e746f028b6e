// npm run backtest -- --dataset D --from YYYY-MM --to YYYY-MM; progress to stderr, the table to stdout, a JSON file.
import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { isMonth, type Month } from '../../core/month.ts'
import { describeFailure } from '../describe-failure.ts'
import { readEnvironment } from '../environment.ts'
import { getFamilies } from '../families/registry.ts'
import { openDatabase } from '../open-database.ts'
import { backtest } from './backtest.ts'
import { writeTable } from './write-table.ts'

/** One family that trains in seconds, so that a walk of half a year takes minutes. */
const DEFAULT_FAMILIES = 'gradient-boosting'

const USAGE = `Usage: npm run backtest -- --dataset NAME --from YYYY-MM --to YYYY-MM
  --families ${DEFAULT_FAMILIES}   candidates of every month's training
  --label-delay 1                months after its end until a month's labels are known; 0: at once
  --output FILE                  where the JSON goes; .local/backtests/NAME-FROM-TO.json unless said otherwise`

function readArguments(args: string[]) {
  const values = parse(args)
  if (values.help) return null
  if (!values.dataset) throw new RangeError(`Cannot walk: no dataset was named.\n${USAGE}`)
  const [from, to] = [requireMonth('--from', values.from), requireMonth('--to', values.to)]
  const labelDelayMonths = Number(values['label-delay'])
  if (!Number.isInteger(labelDelayMonths) || labelDelayMonths < 0 || labelDelayMonths > 24) {
    throw new RangeError(
      `--label-delay ${values['label-delay']} is no number of months: give 0 to 24.`,
    )
  }
  const families = values.families.split(',').map((name) => name.trim())
  getFamilies(families)
  const { dataset: datasetSlug, output } = values
  return {
    request: { datasetSlug, from, to, families, labelDelayMonths },
    output: output ?? path.join('.local/backtests', `${datasetSlug}-${from}-${to}.json`),
  }
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      options: {
        dataset: { type: 'string' },
        from: { type: 'string' },
        to: { type: 'string' },
        families: { type: 'string', default: DEFAULT_FAMILIES },
        'label-delay': { type: 'string', default: '1' },
        output: { type: 'string' },
        help: { type: 'boolean', default: false },
      },
    }).values
  } catch (cause) {
    throw new RangeError(`${cause instanceof Error ? cause.message : cause}\n${USAGE}`, { cause })
  }
}

function requireMonth(option: string, text: string | undefined): Month {
  if (text !== undefined && isMonth(text)) return text
  throw new RangeError(
    `Cannot walk: ${option} ${text === undefined ? 'is missing' : `"${text}" is no month`}. Write it as 2019-01.\n${USAGE}`,
  )
}

async function main(): Promise<void> {
  const command = readArguments(process.argv.slice(2))
  if (command === null) return console.log(USAGE)
  const environment = readEnvironment(process.env)
  const sql = openDatabase(environment.databaseUrl)
  const startedAt = performance.now()
  try {
    const result = await backtest(
      sql,
      { ...command.request, gitSha: environment.gitSha },
      (step, message) => {
        const seconds = ((performance.now() - startedAt) / 1000).toFixed(1).padStart(6)
        console.error(`${seconds} s  ${step.padEnd(8)}${message}`)
      },
    )
    await mkdir(path.dirname(command.output), { recursive: true })
    await writeFile(command.output, `${JSON.stringify(result, null, 2)}\n`)
    console.log(writeTable(result))
    console.log(`\nBacktest ${result.id}; as JSON in ${command.output}`)
  } finally {
    await sql.end({ timeout: 5 })
  }
}

main().catch((error: unknown) => {
  console.error(describeFailure(error))
  process.exitCode = 1
})
