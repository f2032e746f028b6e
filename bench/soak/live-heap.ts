import { readlinkSync } from 'node:fs'
import { get } from 'node:http'
import { basename } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

/** A look into the heap of a Node process. */
export interface HeapWindow {
  /** Has the process collect its garbage; bytes of JavaScript heap and buffers that it holds after that. */
  measure(): Promise<number>
  close(): Promise<void>
}

const WAIT_MS = 5_000
const QUIET_MS = 500

const READ = `(() => {
  const { heapUsed, external } = process.memoryUsage()
  return { pid: process.pid, bytes: heapUsed + external }
})()`

/**
 * Opens the inspector of a Node process of this machine, which it listens for on port 9229 after SIGUSR1
 * (https://nodejs.org/api/process.html#signal-events), once for as long as it is looked into: Node 22 breaks down now and
 * then when its inspector closes while somebody is connected, so nobody is when it does. Null where that is not
 * possible: the process is no Node, or something else holds the port.
 */
export async function openHeap(pid: number): Promise<HeapWindow | null> {
  if (!isNode(pid) || (await findInspector()) !== null) return null
  process.kill(pid, 'SIGUSR1')
  let address: string | null = null
  for (let waited = 0; address === null && waited < WAIT_MS; waited += 50) {
    await sleep(50)
    address = await findInspector()
  }
  if (address === null) return null
  const socket = new WebSocket(address)
  await once(socket, 'open')
  const measure = async () => {
    await call(socket, 'HeapProfiler.collectGarbage')
    const { result } = await call(socket, 'Runtime.evaluate', {
      expression: READ,
      returnByValue: true,
    })
    if (result?.value?.pid !== pid) throw new Error('The inspector is that of another process.')
    return result.value.bytes
  }
  return {
    measure,
    async close() {
      await call(socket, 'Runtime.evaluate', {
        expression: `setTimeout(() => process.getBuiltinModule('node:inspector').close(), ${QUIET_MS})`,
      })
      const closed = once(socket, 'close')
      socket.close()
      await closed
      await sleep(2 * QUIET_MS)
    },
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

/** Over a connection that ends with its answer. */
function findInspector(): Promise<string | null> {
  return new Promise((resolve) => {
    get({ host: '127.0.0.1', port: 9229, path: '/json/list', agent: false }, (answer) => {
      let text = ''
      answer.on('data', (chunk) => {
        text += chunk
      })
      answer.on('end', () => {
        const [target] = JSON.parse(text) as { webSocketDebuggerUrl: string }[]
        resolve(target?.webSocketDebuggerUrl ?? null)
      })
    }).on('error', () => resolve(null))
  })
}

type Reading = { result?: { value?: { pid: number; bytes: number } } }

/** One call at a time. */
async function call(socket: WebSocket, method: string, params: object = {}): Promise<Reading> {
  if (socket.readyState !== WebSocket.OPEN) throw new Error('The inspector is gone.')
  const answered = once(socket, 'message')
  socket.send(JSON.stringify({ id: 1, method, params }))
  const { data } = (await answered) as MessageEvent<string>
  return (JSON.parse(data) as { result: Reading }).result
}

function once(socket: WebSocket, type: 'open' | 'message' | 'close'): Promise<Event> {
  const { promise, resolve, reject } = Promise.withResolvers<Event>()
  const settled = new AbortController()
  const { signal } = settled
  const fail = () => reject(new Error('The inspector does not answer.'))
  // The first to be told decides.
  for (const [event, tell] of [
    [type, resolve],
    ['close', fail],
    ['error', fail],
  ] as const)
    socket.addEventListener(event, tell, { signal })
  return promise.finally(() => settled.abort())
}
