import { randomUUID } from 'node:crypto'
import {
  Agent,
  createServer,
  request as httpRequest,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http'
import { getRequestListener } from '@hono/node-server'
import { answerAuth } from './auth-routes.ts'
import type { DatabaseClients } from './database-clients.ts'
import { SITE_URL } from './lite.ts'
import { asPortError } from './ports.ts'
import { createSignInLimit, type SignInLimit } from './sign-in-limit.ts'
import { answerStorage } from './storage-routes.ts'

/** The one door to the stack on 127.0.0.1. */
export type Gateway = { close(): Promise<void> }

/** What stands behind the gateway. */
export type GatewayOptions = {
  port: number
  apiUrl: string
  functionsPort: number
  jwtSecret: string
  secretKey: string
  clients: Pick<DatabaseClients, 'fetch' | 'sql'>
  /** Takes one JSON line for each request that was refused or failed; never its query, body or token. */
  log: { write(line: string): unknown }
}

const SERVICES = /^\/(auth|rest|storage|functions)\/v1(?:\/|$)/
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']
const EXPOSED_HEADERS =
  'Content-Range, Content-Location, Preference-Applied, sb-request-id, x-sb-error-code'

/**
 * Listens and passes requests on: /functions/v1 to Deno, /auth/v1, /rest/v1 and /storage/v1 to lite, and
 * nothing else to anyone. Bodies stream both ways.
 * @throws StackError `port_in_use`, `permission_missing`
 */
export async function openGateway(options: GatewayOptions): Promise<Gateway> {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 })
  const limit = createSignInLimit(Date.now)
  const askLite = getRequestListener(
    (request, env) => answerFromLite(options, limit, request, env.incoming as IncomingMessage), // never HTTP/2 here
    {
      overrideGlobalObjects: false,
    },
  )
  const server = createServer((incoming, outgoing) => {
    const requestId = randomUUID()
    outgoing.setHeader('sb-request-id', requestId)
    outgoing.setHeader('access-control-allow-origin', '*')
    outgoing.setHeader('access-control-expose-headers', EXPOSED_HEADERS)
    const path = resolvePath(incoming.url ?? '')
    const service = SERVICES.exec(path)?.[1]
    outgoing.once('finish', () => {
      if (outgoing.statusCode >= 400)
        options.log.write(describeRefusal(incoming, outgoing, requestId))
    })
    // From here on the path is the one that was looked at: no `..` can lead anywhere else.
    incoming.url = path
    if (service === undefined) {
      sendJson(outgoing, 404, { message: 'no Route matched with those values' })
    } else if (!METHODS.includes(incoming.method ?? '')) {
      sendJson(outgoing, 405, { message: 'This method is not served' })
    } else if (incoming.method === 'OPTIONS') {
      answerPreflight(incoming, outgoing)
    } else if (service === 'functions') {
      passToFunctions(incoming, outgoing, options.functionsPort, agent)
    } else {
      void askLite(incoming, outgoing)
    }
  })
  server.keepAliveTimeout = 65_000
  server.requestTimeout = 0
  await listen(server, options.port)
  return {
    async close() {
      agent.destroy()
      server.closeAllConnections()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}

function describeRefusal(
  incoming: IncomingMessage,
  { statusCode }: ServerResponse,
  requestId: string,
): string {
  const line = {
    level: statusCode >= 500 ? 'error' : 'warn',
    room: 'gateway',
    requestId,
    message: 'request refused',
    method: incoming.method,
    path: incoming.url?.replace(/\?.*/s, ''),
    status: statusCode,
  }
  return `${JSON.stringify(line)}\n`
}

/** Path and query with every `.` and `..` followed, written or encoded; '' when it is none. */
function resolvePath(target: string): string {
  if (!target.startsWith('/') || target.startsWith('//') || target.includes('\\')) return ''
  const url = URL.parse(target, 'http://127.0.0.1')
  return url === null ? '' : url.pathname + url.search
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) => reject(asPortError('api', port, error)))
    server.listen({ host: '127.0.0.1', port, exclusive: true }, () => resolve())
  })
}

/** lite's preflights allow no headers, without which a browser cannot even sign in. */
function answerPreflight(incoming: IncomingMessage, outgoing: ServerResponse): void {
  outgoing.writeHead(204, {
    'access-control-allow-methods': METHODS.join(', '),
    'access-control-allow-headers': incoming.headers['access-control-request-headers'] ?? '*',
    'access-control-max-age': '86400',
  })
  outgoing.end()
}

async function answerFromLite(
  options: GatewayOptions,
  limit: SignInLimit,
  request: Request,
  incoming: IncomingMessage,
): Promise<Response> {
  const context = { peerAddress: incoming.socket.remoteAddress ?? null }
  const ask = (asked: Request) => options.clients.fetch(asked, context)
  const { pathname } = new URL(request.url)
  const { jwtSecret, secretKey, log } = options
  if (pathname.startsWith('/storage/')) return answerStorage(request, incoming, ask, jwtSecret)
  if (pathname.startsWith('/auth/')) {
    const issuer = `${options.apiUrl}/auth/v1`
    const sql = options.clients.sql()
    return answerAuth(request, ask, {
      jwtSecret,
      secretKey,
      issuer,
      siteUrl: SITE_URL,
      limit,
      sql,
      log,
    })
  }
  return ask(request)
}

function passToFunctions(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  port: number,
  agent: Agent,
): void {
  const upstream = httpRequest(
    {
      host: '127.0.0.1',
      port,
      agent,
      method: incoming.method,
      path: incoming.url,
      headers: { ...incoming.headers, 'x-forwarded-host': incoming.headers.host },
    },
    (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(outgoing)
    },
  )
  upstream.once('error', () => {
    if (outgoing.headersSent) {
      outgoing.destroy()
      return
    }
    sendJson(outgoing, 503, {
      code: 'BOOT_ERROR',
      message: 'The functions are starting again. Try once more in a moment.',
    })
  })
  outgoing.once('close', () => upstream.destroy())
  incoming.pipe(upstream)
}

function sendJson(outgoing: ServerResponse, status: number, body: unknown): void {
  outgoing.writeHead(status, { 'content-type': 'application/json; charset=utf-8' })
  outgoing.end(JSON.stringify(body))
}
