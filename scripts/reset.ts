import { existsSync, readdirSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { dataFolderAt } from '../local/data-folder.ts'
import { type FolderLock, lockFolder } from '../local/folder-lock.ts'
import { endOrphans } from '../local/orphans.ts'
import { CommandFailure, describeFailure } from './command-failure.ts'
import { DEFAULT_DATA_DIR } from './product/demo-options.ts'
import { readOptions } from './read-options.ts'

// `npm run reset`: the next demo begins the story anew, with new keys and passwords.

/** Not of the demo: an installation or a build going on, and the folders of tests that run at this moment. */
const kept = /^(install\.lock|build\.lock.*|test-.*)$/

try {
  const { values } = readOptions('reset', { options: { 'data-dir': { type: 'string' } } })
  const dataDir = resolve(values['data-dir'] ?? DEFAULT_DATA_DIR)
  const entries = existsSync(dataDir) ? readdirSync(dataDir).filter((name) => !kept.test(name)) : []
  if (entries.length > 0) await removeData(dataDir)
  console.log(
    entries.length > 0
      ? 'Back at the beginning of the story. `npm run demo` tells it again.'
      : 'There is nothing to reset: the story has not begun.',
  )
} catch (error) {
  console.error(describeFailure(error))
  process.exitCode = 1
}

async function removeData(dataDir: string): Promise<void> {
  const folder = dataFolderAt(dataDir)
  const lock = requireLock(folder.lockFile, dataDir)
  try {
    // A demo that was killed may have left its Postgres running on these files.
    await endOrphans(folder, () => {})
    for (const name of readdirSync(dataDir)) {
      if (!kept.test(name)) rmSync(join(dataDir, name), { recursive: true, force: true })
    }
  } finally {
    lock.release()
  }
}

function requireLock(file: string, dataDir: string): FolderLock {
  try {
    return lockFolder(file, dataDir)
  } catch (cause) {
    throw new CommandFailure(
      `Cannot reset: a demo runs on ${dataDir}. Stop it with Ctrl-C, then reset.`,
      { cause },
    )
  }
}
