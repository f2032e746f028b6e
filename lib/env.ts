import 'server-only'
import { z } from 'zod'

const envSchema = z.object({
  NEXT_PUBLIC_SUPABASE_URL: z.url(),
  NEXT_PUBLIC_SUPABASE_PUBLISHABLE_KEY: z.string().min(1),
})

/** Where Supabase is, and the key that browsers may have. */
export interface SupabaseConfig {
  url: string
  publishableKey: string
}

/**
 * Reads the address of Supabase from the environment of the running server, not of the build, so that one build serves
 * any project. `process.env` is passed whole because Next replaces `process.env.NEXT_PUBLIC_…` at build time.
 */
export function readSupabaseConfig(
  environment: Record<string, string | undefined> = process.env,
): SupabaseConfig {
  const parsed = envSchema.safeParse(environment)
  if (!parsed.success) {
    const names = parsed.error.issues.map((issue) => issue.path.join('.')).join(', ')
    throw new Error(
      `Cannot reach Supabase: ${names} is missing or malformed in the server's environment. \`npm run demo\` writes it to .local/env.`,
    )
  }
  return {
    url: parsed.data.NEXT_PUBLIC_SUPABASE_URL.replace(/\/$/, ''),
    publishableKey: parsed.data.NEXT_PUBLIC_SUPABASE_PUBLISHABLE_KEY,
  }
}

/** A login that the sign-in page fills in with one click. */
export interface DemoLogin {
  name: string
  role: string
  email: string
  password: string
}

/** The demo's two logins; none unless the server was started with DEMO_LOGINS=1. */
export function readDemoLogins(
  environment: Record<string, string | undefined> = process.env,
): DemoLogin[] {
  if (environment.DEMO_LOGINS !== '1') return []
  const people = [
    {
      name: 'Pinky',
      role: 'Analyst',
      email: environment.PINKY_EMAIL,
      password: environment.PINKY_PASSWORD,
    },
    {
      name: 'Brain',
      role: 'Admin',
      email: environment.BRAIN_EMAIL,
      password: environment.BRAIN_PASSWORD,
    },
  ]
  return people.flatMap(({ name, role, email, password }) =>
    email && password ? [{ name, role, email, password }] : [],
  )
}
