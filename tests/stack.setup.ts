import { chmod, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { TestProject } from 'vitest/node'
import { startStack } from '../local/stack.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Data folder of a stack that was started once, with the product's schema and seed, and stopped again. */
    stackTemplate: string
  }
}

const FUNCTIONS = path.join(import.meta.dirname, '../supabase/functions')

/**
 * Makes the data folder that the stacks of all tests begin as a copy of: creating a database takes seconds, copying one
 * does not.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(path.join(tmpdir(), 'fraud-desk-template-'))
  const remove = () => rm(folder, { recursive: true, force: true })
  try {
    await chmod(folder, 0o711)
    const dataDir = path.join(folder, 'data')
    const stack = await startStack({
      dataDir,
      ports: { api: 0, database: 0, functions: 0 },
      log: () => {},
    })
    try {
      await loadFunctions(stack)
    } finally {
      await stack.stop()
    }
    project.provide('stackTemplate', dataDir)
    return remove
  } catch (error) {
    await remove()
    throw error
  }
}

/** Asks every function for nothing, so that the folder holds them compiled. */
async function loadFunctions({
  apiUrl,
  publishableKey,
}: {
  apiUrl: string
  publishableKey: string
}) {
  const entries = await readdir(FUNCTIONS, { withFileTypes: true })
  const names = entries.filter((entry) => entry.isDirectory() && !entry.name.startsWith('_'))
  await Promise.all(
    names.map(async ({ name }) => {
      const answer = await fetch(`${apiUrl}/functions/v1/${name}`, {
        method: 'POST',
        headers: { apikey: publishableKey },
      })
      await answer.arrayBuffer()
    }),
  )
}
