import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import { StackError, systemErrorCode } from './stack-error.ts'

const denoConfigSchema = z.looseObject({ imports: z.record(z.string(), z.string()).optional() })

/**
 * The import maps of all functions in one, as one process serves them all.
 * @param directory the folder of the functions, each with a deno.json of its own
 * @throws StackError `function_imports_disagree` when two functions mean different things by one name
 */
export async function mergeFunctionImports(directory: string): Promise<Record<string, string>> {
  const merged = new Map<string, { target: string; file: string }>()
  for (const file of await listConfigs(directory)) {
    for (const [name, target] of Object.entries(await readImports(path.join(directory, file)))) {
      const other = merged.get(name)
      if (other && other.target !== target) {
        throw new StackError(
          'function_imports_disagree',
          `Cannot start the functions: ${file} maps "${name}" to ${target}, but ${other.file} maps it to ${other.target}. Make them equal.`,
        )
      }
      merged.set(name, { target, file })
    }
  }
  return Object.fromEntries([...merged].map(([name, { target }]) => [name, target]))
}

async function listConfigs(directory: string): Promise<string[]> {
  const entries = await readdir(directory, { withFileTypes: true }).catch((error: unknown) => {
    if (systemErrorCode(error) === 'ENOENT') return []
    throw error
  })
  return entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => path.join(entry.name, 'deno.json'))
    .sort()
}

/** Relative targets are resolved against the file they stand in. */
async function readImports(file: string): Promise<Record<string, string>> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    if (systemErrorCode(error) === 'ENOENT') return '{}'
    throw error
  })
  const parsed = z.preprocess(parseJson, denoConfigSchema).safeParse(text)
  if (!parsed.success) {
    throw new StackError(
      'functions_failed',
      `Cannot start the functions: ${file} is not valid JSON.`,
    )
  }
  const imports = Object.entries(parsed.data.imports ?? {})
  return Object.fromEntries(
    imports.map(([name, target]) => [
      name,
      target.startsWith('.') ? new URL(target, `file://${file}`).href : target,
    ]),
  )
}

function parseJson(text: unknown): unknown {
  try {
    return JSON.parse(String(text))
  } catch {
    return null
  }
}
