import { readdirSync, readFileSync, readlinkSync } from 'node:fs'

const LISTENING = '0A'
const SCRIPT = /\.[mc]?[jt]s$/

/**
 * The processes of this machine that listen on the given ports, and their descendants: process ids by name, a listener
 * first. Descendants that run another program stand under a name of their own ("api: deno"), others count with the
 * listener, as those of Postgres. Linux only; empty elsewhere.
 */
export function findProcesses(ports: Record<string, number>): Record<string, number[]> {
  if (process.platform !== 'linux') return {}
  const children = new Map<number, number[]>()
  for (const pid of listProcesses()) {
    const parent = parentOf(pid)
    if (parent !== null) children.set(parent, [...(children.get(parent) ?? []), pid])
  }
  const roots = Object.entries(ports).map(([name, port]) => [name, findListener(port)] as const)
  const known = new Set(roots.map(([, pid]) => pid))
  const found: Record<string, number[]> = {}
  const add = (root: string, own: string, pid: number): void => {
    const program = programOf(pid)
    // A process that ends at this moment has no name any more.
    const name = program === own || program === '' ? root : `${root}: ${program}`
    found[name] = [...(found[name] ?? []), pid]
    for (const child of children.get(pid) ?? []) if (!known.has(child)) add(root, own, child)
  }
  for (const [name, pid] of roots) if (pid !== null) add(name, programOf(pid), pid)
  return found
}

/**
 * Bytes that a process holds for itself: neither files, which the system drops when it needs room, nor memory that is
 * shared by design, as the buffers of Postgres. A page that processes share counts once.
 */
export function measureMemory(pid: number): number {
  const rollup = readText(`/proc/${pid}/smaps_rollup`)
  return Number(/^Pss_Anon:\s+(\d+) kB/m.exec(rollup ?? '')?.[1] ?? 0) * 1024
}

/** A program's name; of Node the script that it runs. */
function programOf(pid: number): string {
  // Next writes its version behind its name.
  const name = (readText(`/proc/${pid}/comm`) ?? '').trim().split(' ')[0] ?? ''
  if (name !== 'node' && name !== 'MainThread') return name
  const script = (readText(`/proc/${pid}/cmdline`) ?? '')
    .split('\0')
    .find((part) => SCRIPT.test(part))
  return script?.split('/').slice(-2).join('/') ?? name
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
