import { readFile } from 'node:fs/promises'

// Reads what Linux counts of a process and its children; elsewhere there is no /proc, and these functions throw.

const TICKS_PER_SECOND = 100

/** Processor time of a process and its living descendants in milliseconds, in steps of 10. */
export async function cpuMsOf(pid: number): Promise<number> {
  let ticks = 0
  for (const member of await familyOf(pid)) ticks += await ticksOf(member)
  return (ticks * 1000) / TICKS_PER_SECOND
}

async function ticksOf(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null)
  if (stat === null) return 0
  // After the command in brackets, which may hold spaces: field 3 onwards; 14 to 17 are the times, with those of ended children.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return [11, 12, 13, 14].reduce((sum, field) => sum + Number(fields[field]), 0)
}

/** Resident memory of a process and its descendants in megabytes; what they share is counted once. */
export async function residentMegabytes(pid: number): Promise<number> {
  let own = 0
  let shared = 0
  for (const member of await familyOf(pid)) {
    const status = await readFile(`/proc/${member}/status`, 'utf8').catch(() => '')
    const kilobytes = (name: string) =>
      Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1] ?? 0)
    own += kilobytes('RssAnon')
    shared = Math.max(shared, kilobytes('RssShmem') + kilobytes('RssFile'))
  }
  return ((own + shared) * 1024) / 1e6
}

/** The most memory that one process ever held, in megabytes. */
export async function peakMegabytes(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8')
  return (Number(/^VmHWM:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) * 1024) / 1e6
}

/** Watches a process and its descendants; `stop` answers the peak. */
export function watchMemory(pid: number): { stop(): Promise<number> } {
  let peak = 0
  const look = async () => {
    peak = Math.max(peak, await residentMegabytes(pid))
  }
  // Looking costs processor time itself: some 5 ms with Postgres' processes.
  const timer = setInterval(() => void look(), 250)
  return {
    async stop() {
      clearInterval(timer)
      await look()
      return peak
    },
  }
}

async function familyOf(pid: number): Promise<number[]> {
  const family = [pid]
  for (const member of family) {
    const children = await readFile(`/proc/${member}/task/${member}/children`, 'utf8').catch(
      () => '',
    )
    family.push(...children.trim().split(' ').filter(Boolean).map(Number))
  }
  return family
}
