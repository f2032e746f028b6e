import { createHash } from 'node:crypto'
import { globSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { runNode } from './run-child.ts'

const root = join(import.meta.dirname, '..')

/** What a build is made of; tests are not. */
const sources = [
  '{app,components,core,lib,public}/**/*.*',
  '*.{ts,mjs}',
  'tsconfig*.json',
  'package-lock.json',
]

/** Environment that Next writes into what it builds. */
const builtIn = ['NEXT_PUBLIC_SUPABASE_URL', 'NEXT_PUBLIC_SUPABASE_PUBLISHABLE_KEY']

/** Options of {@link buildApp}. */
export type BuildOptions = {
  /** Folder of the build, below the repository. */
  distDir: string
  env: NodeJS.ProcessEnv
  /** Told the line that Next printed last. */
  onLine?: (line: string) => void
  signal?: AbortSignal
}

/**
 * Builds the Next app, unless the folder already holds a build of exactly these sources.
 *
 * @returns whether it had to be built
 * @throws Error with the end of Next's output when the build fails
 */
export async function buildApp({ distDir, env, onLine, signal }: BuildOptions): Promise<boolean> {
  const stamp = join(root, distDir, 'built-from')
  const hash = hashSources(env)
  if (readStamp(stamp) === hash) return false
  rmSync(stamp, { force: true })

  const next = join(root, 'node_modules/next/dist/bin/next')
  const { code, output } = await runNode([next, 'build'], {
    cwd: root,
    env: {
      ...env,
      NODE_ENV: 'production',
      NEXT_DIST_DIR: distDir,
      NEXT_TELEMETRY_DISABLED: '1',
    },
    ...(onLine ? { onLine } : {}),
    ...(signal ? { signal } : {}),
  })
  signal?.throwIfAborted()
  if (code !== 0) {
    const end = output.trimEnd().split('\n').slice(-40).join('\n')
    throw new Error(`Cannot build the app: next build failed.\n${end}`)
  }
  writeFileSync(stamp, hash)
  return true
}

function hashSources(env: NodeJS.ProcessEnv): string {
  const hash = createHash('sha256')
  for (const path of globSync(sources, { cwd: root }).sort()) {
    if (/\.test\.tsx?$|^next-env\.d\.ts$/.test(path)) continue
    hash
      .update(path)
      .update('\0')
      .update(readFileSync(join(root, path)))
      .update('\0')
  }
  for (const name of builtIn) hash.update(`${name}=${env[name] ?? ''}\n`)
  return hash.digest('hex')
}

function readStamp(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}
