import { CommandFailure, describeFailure } from './command-failure.ts'
import { parseDemoOptions } from './product/demo-options.ts'
import { type Product, startProduct } from './product/start-product.ts'
import { Progress } from './progress.ts'
import { aborted, stopSignal } from './stop-signal.ts'

// `npm run dev`: the demo's data, as far as its story has come, and the app with hot reload.

const stop = stopSignal()
const progress = new Progress()
let product: Product | undefined
let isFailed = false

const death = Promise.withResolvers<never>()
death.promise.catch(() => {})

try {
  product = await startProduct(parseDemoOptions(process.argv.slice(2)), {
    mode: 'dev',
    distDir: '.next',
    progress,
    signal: stop,
    onDeath: (sentence) => death.reject(new CommandFailure(sentence)),
  })
  await Promise.race([product.app, death.promise])
  const { APP_URL, PINKY_EMAIL, PINKY_PASSWORD, BRAIN_EMAIL, BRAIN_PASSWORD } = product.environment
  progress.print(`
  Fraud Desk, reloading as you type: ${APP_URL}

    Pinky, analyst   ${PINKY_EMAIL} / ${PINKY_PASSWORD}
    Brain, admin     ${BRAIN_EMAIL} / ${BRAIN_PASSWORD}

  Ctrl-C stops everything; the data stays. Then npm run demo loads the story, if it is not there.
`)
  await Promise.race([aborted(stop), death.promise])
} catch (error) {
  if (!stop.aborted) {
    isFailed = true
    progress.print(describeFailure(error))
  }
}

await product?.stop()
if (stop.aborted) progress.print('Stopped. Everything that was loaded is kept for the next start.')
process.exit(isFailed ? 1 : 0)
