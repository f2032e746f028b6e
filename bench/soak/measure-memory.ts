import { readdirSync, readFileSync, readlinkSync } from 'node:fs'

const LISTENING = '0A'

/**
 * Memory of the processes that listen on the given ports of this machine, each with its descendants, in bytes.
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
  const sumOf = (pid: number): number =>
    (children.get(pid) ?? [])
      .filter((child) => !known.has(child))
      .reduce((sum, child) => sum + sumOf(child), memoryOf(pid))
  return Object.fromEntries(
    roots.flatMap(([name, pid]) => (pid === null ? [] : [[name, sumOf(pid)]])),
  )
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
