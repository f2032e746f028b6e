import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** Which request, by method and path. */
export type Pick = (method: string, path: string) => boolean

/** Where a request is held: before Storage hears of it, with half of its body sent, or before its answer comes back. */
export type Stage = 'request' | 'half' | 'answer'

/** A way to Supabase on which single requests can be held or their answers changed. */
export interface StorageGate {
  url: string
  /** Holds the next request that is picked, for ever; resolves when it is held there. */
  hold(pick: Pick, stage: Stage): Promise<void>
  /** Before the next request that is picked goes on, does something. */
  before(pick: Pick, act: () => Promise<void>): void
  /** Changes the answers to what is picked. */
  tamper(pick: Pick, change: (body: Buffer) => Buffer): void
  /** Everything passes again. */
  open(): void
  close(): Promise<void>
}

/** Starts the gate in front of a Supabase. */
export async function openStorageGate(target: string): Promise<StorageGate> {
  let held: { pick: Pick; stage: Stage; arrived: () => void } | null = null
  let act: { pick: Pick; act: () => Promise<void> } | null = null
  let tampering: { pick: Pick; change: (body: Buffer) => Buffer } | null = null

  const answer = async (incoming: IncomingMessage, outgoing: ServerResponse) => {
    const method = incoming.method ?? ''
    const path = incoming.url ?? ''
    const body = await readAll(incoming)
    if (act?.pick(method, path)) {
      const work = act.act
      act = null
      await work()
    }
    const stop = held?.pick(method, path) ? held : null
    if (stop) held = null
    if (stop?.stage === 'request') return stop.arrived()

    const onward = request(new URL(path, target), { method, headers: incoming.headers })
    if (stop?.stage === 'half') {
      outgoing.on('close', () => onward.destroy())
      onward.on('error', () => {})
      onward.write(body.subarray(0, body.length / 2), () => stop.arrived())
      return
    }
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      onward.once('response', resolve).once('error', reject).end(body)
    })
    const answered = await readAll(response)
    if (stop) return stop.arrived()
    const change = tampering?.pick(method, path) ? tampering.change : (given: Buffer) => given
    outgoing.writeHead(response.statusCode ?? 500, response.headers).end(change(answered))
  }
  const server = createServer((incoming, outgoing) => {
    answer(incoming, outgoing).catch(() => outgoing.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    hold: (pick, stage) =>
      new Promise((arrived) => {
        held = { pick, stage, arrived }
      }),
    before(pick, work) {
      act = { pick, act: work }
    },
    tamper(pick, change) {
      tampering = { pick, change }
    },
    open() {
      held = null
      act = null
      tampering = null
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

async function readAll(stream: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}
