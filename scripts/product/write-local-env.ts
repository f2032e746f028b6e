import { renameSync, writeFileSync } from 'node:fs'
import { CommandFailure } from '../command-failure.ts'

/**
 * Writes KEY=value lines that only the owner can read: they hold keys and passwords. Readers see the old
 * file or the whole new one.
 *
 * @throws CommandFailure when a value needs quoting, since shells and env-file readers disagree about quotes
 */
export function writeLocalEnv(path: string, entries: Record<string, string>): void {
  for (const [key, value] of Object.entries(entries)) {
    if (!/^[\w.:/@?=&%+~,-]*$/.test(value)) {
      throw new CommandFailure(
        `Cannot write ${key} to ${path}: only letters, digits and . : / @ ? = & % + ~ , _ - are allowed. Choose another value, or percent-encode it in a URL.`,
      )
    }
  }
  const lines = Object.entries(entries).map(([key, value]) => `${key}=${value}\n`)
  const draft = `${path}.${process.pid}`
  writeFileSync(draft, lines.join(''), { mode: 0o600 })
  renameSync(draft, path)
}
