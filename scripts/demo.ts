import { CommandFailure, describeFailure } from './command-failure.ts'
import { parseDemoOptions } from './product/demo-options.ts'
import type { Environment } from './product/environment.ts'
import { type Product, startProduct } from './product/start-product.ts'
import { tellStory } from './product/tell-story.ts'
import { trainOnRequest } from './product/train-on-request.ts'
import { formatTimes, Progress, type StepTime } from './progress.ts'
import { aborted, stopSignal } from './stop-signal.ts'

// `npm run demo`: starts everything, loads the story, trains, serves, and stays until Ctrl-C.

const startedAt = performance.now()
const installMs = Number(process.env.FRAUD_DESK_INSTALL_MS ?? 0)
const stop = stopSignal()
const progress = new Progress()
let product: Product | undefined
let isFailed = false

const death = Promise.withResolvers<never>()
death.promise.catch(() => {})

try {
  const options = parseDemoOptions(process.argv.slice(2))
  product = await startProduct(options, {
    mode: 'start',
    distDir: '.next',
    progress,
    signal: stop,
    onDeath: (sentence) => death.reject(new CommandFailure(sentence)),
  })
  const { environment } = product
  const opened = product.app.then(() =>
    progress.print(`  The app is open: ${environment.APP_URL} (${loginOf(environment, 'PINKY')})`),
  )
  await Promise.race([
    Promise.all([
      opened,
      tellStory({
        environment,
        story: options.story,
        dataDir: options.dataDir,
        progress,
        signal: stop,
      }),
    ]),
    death.promise,
  ])
  showReady(environment, progress.times)
  const training =
    options.supabase === 'local'
      ? trainOnRequest(environment, { print: (line) => progress.print(line), signal: stop })
      : undefined
  await Promise.race([Promise.all([aborted(stop), training]), death.promise])
} catch (error) {
  if (!stop.aborted) {
    isFailed = true
    progress.print(describeFailure(error))
  }
}

if (product) {
  progress.print('Stopping …')
  await product.stop()
}
if (product || stop.aborted)
  progress.print('Stopped. Everything that was loaded is kept for the next start.')
process.exit(isFailed ? 1 : 0)

function loginOf(environment: Environment, person: 'PINKY' | 'BRAIN'): string {
  return `${environment[`${person}_EMAIL`]} / ${environment[`${person}_PASSWORD`]}`
}

function showReady(environment: Environment, times: readonly StepTime[]): void {
  const elapsed = installMs + performance.now() - startedAt
  const installed = installMs > 0 ? [{ name: 'installing packages', durationMs: installMs }] : []
  progress.print(`
${formatTimes([...installed, ...times], elapsed)}

  Fraud Desk is ready: ${environment.APP_URL}

    Pinky, analyst   ${loginOf(environment, 'PINKY')}
    Brain, admin     ${loginOf(environment, 'BRAIN')}

  npm run next-month brings the next month of the story. Ctrl-C stops everything; the data stays.
`)
}
