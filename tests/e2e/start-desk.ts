import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { isAppBuilt } from '../../scripts/product/build-app.ts'
import { parseDemoOptions } from '../../scripts/product/demo-options.ts'
import type { Environment } from '../../scripts/product/environment.ts'
import { startProduct } from '../../scripts/product/start-product.ts'
import { tellStory } from '../../scripts/product/tell-story.ts'
import { trainOnRequest } from '../../scripts/product/train-on-request.ts'
import { Progress } from '../../scripts/progress.ts'

const root = join(import.meta.dirname, '../..')

/** The whole product, with the small story told, on ports and in a folder of its own. */
export type Desk = {
  environment: Environment
  /** Folder of the app's build. */
  distDir: string
  stop: () => Promise<void>
}

/** Starts what `npm run demo` starts. A build of the present sources is used where there is one. */
export async function startDesk(): Promise<Desk> {
  const folder = makeFolder()
  const ended = new AbortController()
  const progress = new Progress()
  const options = parseDemoOptions(
    ['--story', 'small', '--port', '0', '--api-port', '0', '--data-dir', join(folder, 'data')],
    {},
  )
  const distDir = isAppBuilt('.next') ? '.next' : relative(root, join(folder, 'next'))
  const product = await startProduct(options, {
    mode: 'start',
    distDir,
    progress,
    signal: ended.signal,
    onDeath: (sentence) => console.error(sentence),
  })
  const stop = async () => {
    ended.abort()
    await product.stop()
    rmSync(folder, { recursive: true, force: true })
  }
  try {
    const { environment } = product
    const story = tellStory({
      environment,
      story: 'small',
      dataDir: options.dataDir,
      progress,
      signal: ended.signal,
    })
    await Promise.all([product.app, story])
    const training = trainOnRequest(environment, { print: console.log, signal: ended.signal })
    return { environment, distDir, stop: () => Promise.all([training, stop()]).then(() => {}) }
  } catch (error) {
    await stop()
    throw error
  }
}

/** Below the repository: Next builds nowhere else. Root's Postgres is another user, who must get through. */
function makeFolder(): string {
  const parent = tmpdir().startsWith(root) ? tmpdir() : join(root, '.local')
  mkdirSync(parent, { recursive: true })
  const folder = mkdtempSync(join(parent, 'test-'))
  chmodSync(folder, 0o711)
  return folder
}
