import { readlinkSync } from 'node:fs'
import { basename } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

/** Where a Node process opens its inspector when it gets SIGUSR1 (https://nodejs.org/api/process.html#signal-events). */
const INSPECTOR = 'http://127.0.0.1:9229/json/list'
const WAIT_MS = 5_000

/** JavaScript heap and buffers, and the end of the inspector as soon as this answer is on its way. */
const READ_AND_CLOSE = `(() => {
  const { heapUsed, external } = process.memoryUsage()
  setTimeout(() => process.getBuiltinModule('node:inspector').close(), 10)
  return { pid: process.pid, bytes: heapUsed + external }
})()`

/**
 * Has a Node process of this machine collect its garbage, and says how many bytes it holds after that: what it cannot
 * let go of. Opens the process's inspector for a moment. One process at a time. Null where that is not possible: the
 * process is no Node, or something else holds the inspector's port.
 */
export async function measureLiveHeap(pid: number): Promise<number | null> {
  if (!isNode(pid) || (await findInspector()) !== null) return null
  process.kill(pid, 'SIGUSR1')
  const address = await until(findInspector)
  if (address === null) return null
  const socket = new WebSocket(address)
  try {
    await once(socket, 'open')
    await call(socket, 1, 'HeapProfiler.collectGarbage')
    const read = await call(socket, 2, 'Runtime.evaluate', {
      expression: READ_AND_CLOSE,
      returnByValue: true,
    })
    return read.result?.value?.pid === pid ? read.result.value.bytes : null
  } finally {
    socket.close()
    await until(async () => ((await findInspector()) === null ? true : null))
  }
}

/** The signal ends other programs. */
function isNode(pid: number): boolean {
  try {
    return basename(readlinkSync(`/proc/${pid}/exe`)) === 'node'
  } catch {
    return false
  }
}

async function findInspector(): Promise<string | null> {
  try {
    const targets = (await (await fetch(INSPECTOR)).json()) as { webSocketDebuggerUrl: string }[]
    return targets[0]?.webSocketDebuggerUrl ?? null
  } catch {
    return null
  }
}

async function until<T>(look: () => Promise<T | null>): Promise<T | null> {
  for (let waited = 0; waited < WAIT_MS; waited += 20) {
    const found = await look()
    if (found !== null) return found
    await sleep(20)
  }
  return null
}

type Reading = { result?: { value?: { pid: number; bytes: number } } }

async function call(
  socket: WebSocket,
  id: number,
  method: string,
  params: object = {},
): Promise<Reading> {
  const answered = once(socket, 'message')
  socket.send(JSON.stringify({ id, method, params }))
  const { data } = (await answered) as MessageEvent<string>
  return (JSON.parse(data) as { result: Reading }).result
}

function once(socket: WebSocket, type: 'open' | 'message'): Promise<Event> {
  return new Promise((resolve, reject) => {
    socket.addEventListener(type, resolve, { once: true })
    socket.addEventListener('error', () => reject(new Error('The inspector does not answer.')), {
      once: true,
    })
  })
}
