import { createServer } from 'node:net'
import { StackError, systemErrorCode } from './stack-error.ts'

/** TCP ports on 127.0.0.1; 0 asks for a free one. */
export type StackPorts = { api: number; database: number; functions: number }

/** Where the stack listens unless told otherwise. The first two are those of `supabase start`. */
export const DEFAULT_PORTS: StackPorts = { api: 54321, database: 54322, functions: 54325 }

/**
 * Replaces every 0 by a free port and checks that the others are free.
 * @throws StackError `port_in_use`, `permission_missing`
 */
export async function claimPorts(wanted: StackPorts): Promise<StackPorts> {
  const ports = { ...wanted }
  for (const name of ['api', 'database', 'functions'] as const) {
    ports[name] = await probePort(name, wanted[name])
  }
  return ports
}

function probePort(name: keyof StackPorts, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', (error) => reject(asPortError(name, port, error)))
    probe.listen({ host: '127.0.0.1', port, exclusive: true }, () => {
      const address = probe.address()
      const found = typeof address === 'object' && address !== null ? address.port : port
      probe.close(() => resolve(found))
    })
  })
}

/** Turns a failed `listen` into the sentence to show. */
export function asPortError(name: keyof StackPorts, port: number, error: unknown): unknown {
  const code = systemErrorCode(error)
  if (code === 'EADDRINUSE') {
    return new StackError(
      'port_in_use',
      `Cannot listen on port ${port} (${name}): another program uses it. Stop that program or choose another port with --${name}-port (0 picks a free one).`,
      { cause: error },
    )
  }
  if (code === 'EACCES') {
    return new StackError(
      'permission_missing',
      `Cannot listen on port ${port} (${name}): this user may not. Choose a port above 1023 with --${name}-port.`,
      { cause: error },
    )
  }
  return error
}
