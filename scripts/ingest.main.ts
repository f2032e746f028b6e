// npm run ingest -- FILE [--dataset D] [--keep-good-rows | --discard] [--as pinky|brain]
// Uploads a file of transactions the way the upload page does. Progress goes to stderr, the result to stdout.
import { basename } from 'node:path'
import { describeOutcome } from '../lib/uploads/describe-outcome.ts'
import { inspectSource } from '../lib/uploads/plan-upload.ts'
import { uploadFile } from '../lib/uploads/upload-file.ts'
import type { UploadProgress } from '../lib/uploads/upload-outcome.ts'
import { CommandFailure } from './command-failure.ts'
import { openFile } from './ingest/open-file.ts'
import { signIn } from './ingest/sign-in.ts'
import { Progress } from './progress.ts'
import { readOptions } from './read-options.ts'
import { runMain } from './run-main.ts'
import { stopSignal } from './stop-signal.ts'

const USAGE =
  'Usage: npm run ingest -- FILE [--dataset D] [--keep-good-rows | --discard] [--as pinky|brain]'

await runMain(main)

async function main(): Promise<void> {
  const request = parseCommandLine()
  const source = await openFile(request.path)
  const head = await inspectSource(source)
  if (head.error !== null)
    throw new CommandFailure(`${basename(request.path)}: ${head.error.message}`)
  const client = await signIn(request.person)

  const signal = stopSignal()
  const progress = new Progress(process.stderr)
  const step = progress.begin(`Uploading ${source.name}`)
  const result = await uploadFile({
    client,
    source,
    datasetSlug: request.dataset,
    keepGoodRows: request.keepGoodRows,
    onProgress: (state) => step.update(describeProgress(state), state.bytesDone / state.bytesTotal),
    signal,
  })
  if (result.error !== null) {
    step.fail()
    throw new CommandFailure(`${source.name}: ${result.error.message}`)
  }
  step.end()
  console.log(describeOutcome(result.data, head.data.profile.slug))
  if (result.data.status === 'needs_decision') {
    const { goodCount } = result.data
    throw new CommandFailure(
      goodCount === 0
        ? 'No row is good. Correct the file, or run again with --discard to forget the upload.'
        : `Run again with --keep-good-rows to store the ${goodCount.toLocaleString('en')} good rows, or with --discard to store nothing.`,
    )
  }
}

function parseCommandLine() {
  const { values, positionals } = readArguments()
  const [path] = positionals
  if (path === undefined || positionals.length > 1) throw new CommandFailure(USAGE)
  if (values['keep-good-rows'] && values.discard) {
    throw new CommandFailure(`Choose one of --keep-good-rows and --discard. ${USAGE}`)
  }
  const { as: person } = values
  if (person !== 'pinky' && person !== 'brain') {
    throw new CommandFailure(`There is no demo login "${person}": use --as pinky or --as brain.`)
  }
  const keepGoodRows = values['keep-good-rows'] ? true : values.discard ? false : undefined
  return { path, dataset: values.dataset, keepGoodRows, person } as const
}

function readArguments() {
  return readOptions('ingest', {
    allowPositionals: true,
    options: {
      dataset: { type: 'string' },
      'keep-good-rows': { type: 'boolean', default: false },
      discard: { type: 'boolean', default: false },
      as: { type: 'string', default: 'pinky' },
    },
  })
}

function describeProgress({ phase, rowsDone, rejected }: UploadProgress): string {
  if (phase === 'reading') return 'reading'
  if (phase === 'committing') return `committing ${rowsDone.toLocaleString('en')} rows`
  const refused = rejected === 0 ? '' : `, ${rejected.toLocaleString('en')} rejected`
  return `${rowsDone.toLocaleString('en')} rows${refused}`
}
