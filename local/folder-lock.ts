import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { StackError } from './stack-error.ts'

/** Holds a data folder for one stack. */
export type FolderLock = { release(): void }

/** A process that was just killed may take a moment to let go. */
const LOCK_TIMEOUT_MS = 1_000

/**
 * Takes the folder for this process, or says who has it.
 *
 * The lock is SQLite's exclusive file lock: the kernel drops it when its process dies, however that
 * happens, so a killed stack leaves no lock behind and no process id is ever mistaken for another.
 * Nothing else happens in this process while it waits, `timeout` milliseconds at most.
 * @throws StackError `data_folder_in_use`
 */
export function lockFolder(
  lockFile: string,
  folder: string,
  timeout = LOCK_TIMEOUT_MS,
): FolderLock {
  const { DatabaseSync } = sqlite()
  const database = new DatabaseSync(lockFile, { timeout })
  try {
    database.exec('pragma locking_mode = exclusive; pragma journal_mode = memory; begin exclusive')
  } catch (cause) {
    database.close()
    throw new StackError(
      'data_folder_in_use',
      `Cannot use ${folder}: ${holderOf(lockFile)} runs on it already. Stop that one first or choose another folder with --data-dir.`,
      { cause },
    )
  }
  writeFileSync(`${lockFile}.pid`, `${process.pid}\n`)
  return {
    release() {
      rmSync(`${lockFile}.pid`, { force: true })
      database.close()
    },
  }
}

function holderOf(lockFile: string): string {
  try {
    return `process ${readFileSync(`${lockFile}.pid`, 'utf8').trim()}`
  } catch {
    return 'another stack'
  }
}

/** node:sqlite without the warning that it is experimental, which would be the first line of every start. */
function sqlite(): typeof import('node:sqlite') {
  const emitWarning = process.emitWarning
  process.emitWarning = () => {}
  try {
    return process.getBuiltinModule('node:sqlite')
  } finally {
    process.emitWarning = emitWarning
  }
}
