import { connect, createServer, type Socket } from 'node:net'

/** A network of a test's own: passes bytes on until it is cut. */
export interface CutProxy {
  port: number
  /** Ends every connection that is open, without a word. New ones pass. */
  cut(): void
  close(): Promise<void>
}

/** Opens a way to a port on this machine. */
export async function openCutProxy(targetPort: number): Promise<CutProxy> {
  const ends = new Set<Socket>()
  const server = createServer((client) => {
    const target = connect(targetPort, '127.0.0.1')
    for (const end of [client, target]) {
      ends.add(end)
      end.on('error', () => {})
      end.on('close', () => {
        ends.delete(end)
        client.destroy()
        target.destroy()
      })
    }
    client.pipe(target).pipe(client)
  })
  const cut = () => {
    for (const end of ends) end.resetAndDestroy()
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The proxy has no port.')
  return {
    port: address.port,
    cut,
    async close() {
      cut()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}
