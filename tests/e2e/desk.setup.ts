import type { TestProject } from 'vitest/node'
import type { Environment } from '../../scripts/product/environment.ts'
import { startDesk } from './start-desk.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Addresses, keys and logins of the product that every walk goes through. */
    desk: Environment
    /** Folder of its build. */
    distDir: string
  }
}

/** Starts the product once for all walks; a test file asks for it with `inject('desk')`. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { environment, distDir, stop } = await startDesk()
  project.provide('desk', environment)
  project.provide('distDir', distDir)
  return stop
}
