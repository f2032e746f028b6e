import { execFileSync } from 'node:child_process'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'

/** Who holds a lock: the process, and what else the holder wrote beside it. */
export type LockHolder = { pid: number; startedAt: string; note: string }

/**
 * Takes a lock file for the life of this process. A holder that is gone, even one whose process id was given
 * to another program since, does not count.
 *
 * @param note shown to whoever finds the lock taken, for example a URL
 * @returns a function that gives the lock back, or the holder when it is taken
 */
export function takeProcessLock(
  path: string,
  note: string,
): { release: () => void; holder: null } | { release: null; holder: LockHolder } {
  for (;;) {
    const mine: LockHolder = { pid: process.pid, startedAt: startOf(process.pid) ?? '', note }
    try {
      writeFileSync(path, JSON.stringify(mine), { flag: 'wx', mode: 0o600 })
      return { release: () => rmSync(path, { force: true }), holder: null }
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
    }
    const holder = findLockHolder(path)
    if (holder) return { release: null, holder }
    rmSync(path, { force: true })
  }
}

/** The live process that holds this lock, or null. */
export function findLockHolder(path: string): LockHolder | null {
  let holder: LockHolder
  try {
    holder = JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return null
  }
  return holder.pid > 0 && startOf(holder.pid) === holder.startedAt ? holder : null
}

/** When a process started, in whatever unit this system tells; undefined when there is no such process. */
function startOf(pid: number): string | undefined {
  try {
    if (process.platform === 'linux') {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
      // The program's name stands in parentheses and may hold spaces; field 22 is the start in clock ticks.
      return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]
    }
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim()
  } catch {
    return undefined
  }
}
