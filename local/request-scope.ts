import { AsyncLocalStorage } from 'node:async_hooks'
import type { WriteStream } from 'node:fs'
import { format } from 'node:util'

/** What is known while lite works on one request. */
type Scope = {
  /** Whether the answer is PostgREST's to shape. */
  isRest: boolean
  log: WriteStream
  /** What the called function sets for itself, in the words of Postgres. */
  statementTimeout?: string | undefined
  /** The upload went over its bucket's limit. */
  isTooLarge?: boolean
}

const scopes = new AsyncLocalStorage<Scope>()
let isConsoleDivided = false

/** The scope of the request that the calling code serves, if it serves one. */
export function currentScope(): Scope | undefined {
  return scopes.getStore()
}

/**
 * Runs `work` in a scope of its own. What lite prints meanwhile (every failed statement, every mail that
 * nobody sends) goes to the scope's log; what anybody else prints stays on the console.
 */
export function inScope<T>(scope: Scope, work: () => T): T {
  divideConsole()
  return scopes.run(scope, work)
}

const LEVELS = { debug: 'info', error: 'error', info: 'info', log: 'info', warn: 'warn' } as const

/** One line of JSON: a line end in what somebody sent cannot begin a line of its own. */
export function describeLine(level: 'info' | 'warn' | 'error', message: string): string {
  return `${JSON.stringify({ level, room: 'api', at: new Date().toISOString(), message })}\n`
}

function divideConsole(): void {
  if (isConsoleDivided) return
  isConsoleDivided = true
  for (const method of ['debug', 'error', 'info', 'log', 'warn'] as const) {
    const print = console[method].bind(console)
    console[method] = (...values: unknown[]) => {
      const scope = scopes.getStore()
      if (scope === undefined) print(...values)
      else if (!scope.log.writableEnded)
        scope.log.write(describeLine(LEVELS[method], format(...values)))
    }
  }
}
