import { readdirSync, readFileSync, readlinkSync } from 'node:fs'

const LISTENING = '0A'

/**
 * Memory of the processes that listen on the given ports of this machine, in bytes. Descendants that run another
 * program stand under a name of their own ("api: deno"), others count with the listener, as those of Postgres.
 * Proportional set size: a page that processes share counts once. Linux only; null elsewhere.
 */
export function measureMemory(ports: Record<string, number>): Record<string, number> | null {
  if (process.platform !== 'linux') return null
  const children = new Map<number, number[]>()
  for (const pid of listProcesses()) {
    const parent = parentOf(pid)
    if (parent !== null) children.set(parent, [...(children.get(parent) ?? []), pid])
  }
  const roots = Object.entries(ports).map(([name, port]) => [name, findListener(port)] as const)
  const known = new Set(roots.map(([, pid]) => pid))
  const sums: Record<string, number> = {}
  const add = (root: string, own: string, pid: number): void => {
    const program = programOf(pid)
    const name = program === own ? root : `${root}: ${program}`
    sums[name] = (sums[name] ?? 0) + memoryOf(pid)
    for (const child of children.get(pid) ?? []) if (!known.has(child)) add(root, own, child)
  }
  for (const [name, pid] of roots) if (pid !== null) add(name, programOf(pid), pid)
  return sums
}

function programOf(pid: number): string {
  // Next writes its version behind its name.
  return (readText(`/proc/${pid}/comm`) ?? '').trim().split(' ')[0] ?? ''
}

function listProcesses(): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
}

function parentOf(pid: number): number | null {
  const stat = readText(`/proc/${pid}/stat`)
  // pid (name) state ppid …
  return stat === null ? null : Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])
}

function memoryOf(pid: number): number {
  const rollup = readText(`/proc/${pid}/smaps_rollup`)
  return Number(/^Pss:\s+(\d+) kB/m.exec(rollup ?? '')?.[1] ?? 0) * 1024
}

function findListener(port: number): number | null {
  const inodes = new Set<string>()
  for (const file of ['/proc/net/tcp', '/proc/net/tcp6']) {
    for (const line of (readText(file) ?? '').split('\n').slice(1)) {
      const [, local = '', , state, , , , , , inode = ''] = line.trim().split(/\s+/)
      if (state === LISTENING && Number.parseInt(local.split(':')[1] ?? '', 16) === port)
        inodes.add(`socket:[${inode}]`)
    }
  }
  return listProcesses().find((pid) => holdsSocket(pid, inodes)) ?? null
}

function holdsSocket(pid: number, inodes: Set<string>): boolean {
  try {
    return readdirSync(`/proc/${pid}/fd`).some((fd) => {
      try {
        return inodes.has(readlinkSync(`/proc/${pid}/fd/${fd}`))
      } catch {
        return false
      }
    })
  } catch {
    return false
  }
}

function readText(file: string): string | null {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return null
  }
}
