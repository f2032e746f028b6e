import { AsyncLocalStorage } from 'node:async_hooks'
import type { WriteStream } from 'node:fs'
import { format } from 'node:util'

/** What is known while lite works on one request. */
type Scope = {
  /** Whether the answer is PostgREST's to shape. */
  isRest: boolean
  log: WriteStream
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

function divideConsole(): void {
  if (isConsoleDivided) return
  isConsoleDivided = true
  for (const method of ['debug', 'error', 'info', 'log', 'warn'] as const) {
    const print = console[method].bind(console)
    console[method] = (...values: unknown[]) => {
      const scope = scopes.getStore()
      if (scope === undefined) print(...values)
      else if (!scope.log.writableEnded)
        scope.log.write(`${new Date().toISOString()} ${format(...values)}\n`)
    }
  }
}
