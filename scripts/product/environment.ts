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
