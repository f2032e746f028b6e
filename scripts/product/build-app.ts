import { createHash } from 'node:crypto'
import { globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type FolderLock, lockFolder } from '../../local/folder-lock.ts'
import { StackError } from '../../local/stack-error.ts'
import { CommandFailure } from '../command-failure.ts'
import { runNode } from '../run-child.ts'

const root = join(import.meta.dirname, '../..')

/** What a build is made of; tests are not. */
const sources = [
  '{app,components,core,lib,public}/**/*.*',
  '*.{ts,mjs}',
  'tsconfig*.json',
  'package-lock.json',
]

const LOOK_EVERY_MS = 1_000

/** Options of {@link buildApp}. */
export type BuildOptions = {
  /** Folder of the build, below the repository. */
  distDir: string
  /** Told the line that Next printed last. */
  onLine?: (line: string) => void
  signal?: AbortSignal
}

/** Whether the folder holds a build of exactly the present sources. */
export function isAppBuilt(distDir: string): boolean {
  return readText(stampOf(distDir)) === hashSources()
}

/**
 * Builds the Next app, or waits for the one who builds it already. The build holds nothing of its environment: one build
 * serves any Supabase.
 *
 * @throws CommandFailure with the end of Next's output when the build fails
 */
export async function buildApp(options: BuildOptions): Promise<void> {
  const lock = await lockBuild(options)
  try {
    if (!isAppBuilt(options.distDir)) await runBuild(options)
  } finally {
    lock.release()
  }
}

/** Next builds for one at a time; a demo on another data folder may have begun. */
async function lockBuild({ onLine, signal }: BuildOptions): Promise<FolderLock> {
  const folder = join(root, '.local')
  mkdirSync(folder, { recursive: true })
  for (;;) {
    signal?.throwIfAborted()
    try {
      return lockFolder(join(folder, 'build.lock'), root, 0)
    } catch (error) {
      if (!(error instanceof StackError)) throw error
      onLine?.('Waiting for another build')
      await sleep(LOOK_EVERY_MS)
    }
  }
}

async function runBuild({ distDir, onLine, signal }: BuildOptions): Promise<void> {
  const stamp = stampOf(distDir)
  const hash = hashSources()
  rmSync(stamp, { force: true })

  // Next points this file, which editors read, at the folder that it built last.
  const types = join(root, 'next-env.d.ts')
  const typesBefore = readText(types)
  const next = join(root, 'node_modules/next/dist/bin/next')
  const { code, output } = await runNode([next, 'build'], {
    cwd: root,
    env: {
      ...process.env,
      NODE_ENV: 'production',
      NEXT_DIST_DIR: distDir,
      NEXT_TELEMETRY_DISABLED: '1',
    },
    ...(onLine ? { onLine } : {}),
    ...(signal ? { signal } : {}),
  })
  if (distDir !== '.next') {
    if (typesBefore === undefined) rmSync(types, { force: true })
    else writeFileSync(types, typesBefore)
  }
  signal?.throwIfAborted()
  if (code !== 0) {
    const end = output.trimEnd().split('\n').slice(-40).join('\n')
    const full = /ENOSPC|no space left/i.test(output)
    throw new CommandFailure(
      full
        ? 'Cannot build the app: the disk is full. Free some space and start again.'
        : `Cannot build the app: next build failed.\n${end}`,
    )
  }
  writeFileSync(stamp, hash)
}

const stampOf = (distDir: string) => join(root, distDir, 'built-from')

function hashSources(): string {
  const hash = createHash('sha256')
  for (const path of globSync(sources, { cwd: root }).sort()) {
    if (/\.test\.tsx?$|^next-env\.d\.ts$/.test(path)) continue
    hash
      .update(path)
      .update('\0')
      .update(readFileSync(join(root, path)))
      .update('\0')
  }
  return hash.digest('hex')
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}
