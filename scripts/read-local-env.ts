import { existsSync } from 'node:fs'
import { join } from 'node:path'

/** What the running demo writes for other commands: one KEY=value line per entry of the environment. */
export const LOCAL_ENV_PATH = join(import.meta.dirname, '../.local/env')

/**
 * Loads the running demo's settings into the environment. Variables that are set already stay as they are.
 *
 * @returns whether there was such a file
 */
export function readLocalEnv(path = LOCAL_ENV_PATH): boolean {
  if (!existsSync(path)) return false
  process.loadEnvFile(path)
  return true
}
