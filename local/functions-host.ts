// The Deno side of the local stack: one process that serves every function of a project, as the edge
// runtime of a hosted project does. Started by functions-process.ts with the settings in its environment.
import { jwtVerify } from 'jose'

type Handler = (request: Request, info: Deno.ServeHandlerInfo) => Response | Promise<Response>

const root = requireEnv('LOCAL_FUNCTIONS_ROOT')
const port = Number(requireEnv('LOCAL_FUNCTIONS_PORT'))
const jwtKey = new TextEncoder().encode(requireEnv('LOCAL_JWT_SECRET'))
for (const name of ['LOCAL_FUNCTIONS_ROOT', 'LOCAL_FUNCTIONS_PORT', 'LOCAL_JWT_SECRET'])
  Deno.env.delete(name)

const cors = { 'access-control-allow-origin': '*' }
const serve = Deno.serve
const handlers = new Map<string, Promise<Handler>>()
let lastLoad: Promise<unknown> = Promise.resolve()

serve({ hostname: '127.0.0.1', port, onListen: () => console.log(`listening on ${port}`) }, answer)
void exitWithParent()
for (const name of listFunctions()) void handlerOf(name).catch(() => {})

async function answer(request: Request, info: Deno.ServeHandlerInfo): Promise<Response> {
  const url = new URL(request.url)
  const name = url.pathname.split('/')[3] ?? ''
  if (!exists(name)) return fault(404, 'NOT_FOUND', 'Requested function was not found')
  if (request.method !== 'OPTIONS' && needsToken(name) && !(await hasValidToken(request))) {
    return fault(401, 'UNAUTHORIZED', 'Invalid JWT')
  }
  let handler: Handler
  try {
    handler = await handlerOf(name)
  } catch (error) {
    console.error(`[${name}] could not be loaded:`, error)
    return fault(503, 'BOOT_ERROR', 'Function failed to start (please check logs)')
  }
  url.pathname = url.pathname.slice('/functions/v1'.length)
  try {
    return await handler(new Request(url, request), info)
  } catch (error) {
    console.error(`[${name}]`, error)
    return fault(500, 'WORKER_ERROR', 'Function exited due to an error (please check logs)')
  }
}

/** Imports the function once, and takes the handler that it gives to `Deno.serve`. */
function handlerOf(name: string): Promise<Handler> {
  const known = handlers.get(name)
  if (known) return known
  const loaded = lastLoad.then(() => load(name))
  // One at a time: whoever calls Deno.serve now is the function being loaded.
  lastLoad = loaded.catch(() => {})
  handlers.set(name, loaded)
  return loaded
}

async function load(name: string): Promise<Handler> {
  let captured: Handler | undefined
  const capture = (...args: unknown[]): unknown => {
    for (const arg of args) {
      if (typeof arg === 'function') captured = arg as Handler
      else if (arg && typeof arg === 'object' && 'handler' in arg) captured = arg.handler as Handler
    }
    return { finished: new Promise(() => {}), shutdown: async () => {}, ref() {}, unref() {} }
  }
  Object.defineProperty(Deno, 'serve', { value: capture, configurable: true, writable: true })
  await import(`file://${root}/${name}/index.ts`)
  if (!captured) throw new Error(`${name}/index.ts does not call Deno.serve`)
  return captured
}

/** False where config.toml says `verify_jwt = false`: such a function checks its callers itself. */
function needsToken(name: string): boolean {
  try {
    const config = Deno.readTextFileSync(`${root}/../config.toml`)
    const section = config.split(/^\[/m).find((part) => part.startsWith(`functions.${name}]`))
    return !/^verify_jwt\s*=\s*false\b/m.test(section ?? '')
  } catch {
    return true
  }
}

/** A hosted project checks the token's signature before it calls a function (verify_jwt). */
async function hasValidToken(request: Request): Promise<boolean> {
  const token = request.headers.get('authorization')?.replace(/^Bearer /i, '') ?? ''
  try {
    await jwtVerify(token, jwtKey, { algorithms: ['HS256'] })
    return true
  } catch {
    return false
  }
}

function exists(name: string): boolean {
  if (!/^[a-z0-9][a-z0-9_-]*$/i.test(name)) return false
  try {
    return Deno.statSync(`${root}/${name}/index.ts`).isFile
  } catch {
    return false
  }
}

function listFunctions(): string[] {
  try {
    return [...Deno.readDirSync(root)]
      .map((entry) => entry.name)
      .filter(exists)
      .sort()
  } catch {
    return []
  }
}

/** The parent holds our standard input open; when it dies, however it dies, the pipe ends. */
async function exitWithParent(): Promise<void> {
  const buffer = new Uint8Array(64)
  while ((await Deno.stdin.read(buffer)) !== null);
  Deno.exit(0)
}

function fault(status: number, code: string, message: string): Response {
  return Response.json({ code, message }, { status, headers: cors })
}

function requireEnv(name: string): string {
  const value = Deno.env.get(name)
  if (!value) throw new Error(`The functions host cannot start: ${name} is not set.`)
  return value
}
