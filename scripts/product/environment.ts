import type { Stack } from '../../local/stack.ts'
import { CommandFailure } from '../command-failure.ts'

/** What every part needs to reach Supabase and the app; the keys of `.local/env`. */
export type Environment = {
  APP_URL: string
  NEXT_PUBLIC_SUPABASE_URL: string
  NEXT_PUBLIC_SUPABASE_PUBLISHABLE_KEY: string
  SUPABASE_SECRET_KEY: string
  SUPABASE_DB_URL: string
  PINKY_EMAIL: string
  PINKY_PASSWORD: string
  BRAIN_EMAIL: string
  BRAIN_PASSWORD: string
}

/** How to work on a project past row-level security. */
export type ServiceAccess = { url: string; secretKey: string }

/**
 * Reads a project's address and its secret key, which no other file of the scripts names.
 *
 * @param purpose what needs them, as in "Cannot sweep uploads"
 * @throws CommandFailure that says what to set
 */
export function readServiceAccess(
  purpose: string,
  env: Record<string, string | undefined> = process.env,
): ServiceAccess {
  const { NEXT_PUBLIC_SUPABASE_URL: url, SUPABASE_SECRET_KEY: secretKey } = env
  if (url && secretKey) return { url, secretKey }
  throw new CommandFailure(
    `Cannot ${purpose}: start the demo, or set NEXT_PUBLIC_SUPABASE_URL and SUPABASE_SECRET_KEY.`,
  )
}

/** The environment of a started stack. */
export function describeStack(stack: Stack, appUrl: string): Environment {
  return {
    APP_URL: appUrl,
    NEXT_PUBLIC_SUPABASE_URL: stack.apiUrl,
    NEXT_PUBLIC_SUPABASE_PUBLISHABLE_KEY: stack.publishableKey,
    SUPABASE_SECRET_KEY: stack.secretKey,
    SUPABASE_DB_URL: stack.databaseUrl,
    PINKY_EMAIL,
    PINKY_PASSWORD: stack.passwords.pinky,
    BRAIN_EMAIL,
    BRAIN_PASSWORD: stack.passwords.brain,
  }
}

/** The two people that the seed creates. */
export const PINKY_EMAIL = 'pinky@fraud-desk.test'
export const BRAIN_EMAIL = 'brain@fraud-desk.test'

/**
 * Reads the settings of a Supabase project from the environment.
 *
 * @param appUrl where the app will be served
 * @throws CommandFailure that names what is missing
 */
export function readHostedEnvironment(
  appUrl: string,
  env: Record<string, string | undefined> = process.env,
): Environment {
  const required = [
    'NEXT_PUBLIC_SUPABASE_URL',
    'NEXT_PUBLIC_SUPABASE_PUBLISHABLE_KEY',
    'SUPABASE_SECRET_KEY',
    'SUPABASE_DB_URL',
    'PINKY_PASSWORD',
    'BRAIN_PASSWORD',
  ] as const
  const missing = required.filter((name) => !env[name])
  if (missing.length > 0) {
    throw new CommandFailure(
      `Cannot use another Supabase: ${missing.join(', ')} must be set in the environment. Its project needs the migrations, the edge functions and both logins first (docs/hosting.md).`,
    )
  }
  const read = (name: (typeof required)[number]) => env[name] ?? ''
  return {
    APP_URL: appUrl,
    NEXT_PUBLIC_SUPABASE_URL: read('NEXT_PUBLIC_SUPABASE_URL'),
    NEXT_PUBLIC_SUPABASE_PUBLISHABLE_KEY: read('NEXT_PUBLIC_SUPABASE_PUBLISHABLE_KEY'),
    SUPABASE_SECRET_KEY: read('SUPABASE_SECRET_KEY'),
    SUPABASE_DB_URL: read('SUPABASE_DB_URL'),
    PINKY_EMAIL: env.PINKY_EMAIL || PINKY_EMAIL,
    PINKY_PASSWORD: read('PINKY_PASSWORD'),
    BRAIN_EMAIL: env.BRAIN_EMAIL || BRAIN_EMAIL,
    BRAIN_PASSWORD: read('BRAIN_PASSWORD'),
  }
}
