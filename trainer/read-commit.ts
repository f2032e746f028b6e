import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const run = promisify(execFile)

/**
 * The commit that a checkout is at, 40 hex digits; null where files differ from it, and outside of a checkout, as in the
 * container, which is told its commit.
 */
export async function readCommit(directory: string): Promise<string | null> {
  try {
    const changed = await run('git', ['status', '--porcelain', '--untracked-files=no'], {
      cwd: directory,
    })
    if (changed.stdout !== '') return null
    const { stdout } = await run('git', ['rev-parse', 'HEAD'], { cwd: directory })
    return stdout.trim()
  } catch {
    return null
  }
}
