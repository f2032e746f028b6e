import { z } from 'zod'

/** What the trainer needs to reach its Supabase. */
export interface TrainerEnvironment {
  databaseUrl: string
  supabaseUrl: string
  secretKey: string
  /** The commit that trains, recorded with the run; null when unknown. */
  gitSha: string | null
}

const url = z.url()
const schema = z.object({
  SUPABASE_DB_URL: z.string().regex(/^postgres(ql)?:\/\//, 'must begin with postgres://'),
  SUPABASE_URL: url,
  SUPABASE_SECRET_KEY: z.string().min(1),
})

/**
 * Reads the environment; SUPABASE_URL may also be called NEXT_PUBLIC_SUPABASE_URL, as the app calls it.
 * Throws RangeError that names every variable that is missing or wrong.
 */
export function readEnvironment(env: Record<string, string | undefined>): TrainerEnvironment {
  const parsed = schema.safeParse({
    ...env,
    SUPABASE_URL: env.SUPABASE_URL ?? env.NEXT_PUBLIC_SUPABASE_URL,
  })
  if (!parsed.success) {
    const faults = parsed.error.issues.map((issue) => {
      const name = String(issue.path[0])
      return env[name] === undefined ? `${name} is not set` : `${name} ${issue.message}`
    })
    throw new RangeError(
      `Cannot reach Supabase: ${faults.join('; ')}. Start the demo (it writes .local/env), or set these variables.`,
    )
  }
  return {
    databaseUrl: parsed.data.SUPABASE_DB_URL,
    supabaseUrl: parsed.data.SUPABASE_URL,
    secretKey: parsed.data.SUPABASE_SECRET_KEY,
    gitSha: env.GITHUB_SHA || env.GIT_SHA || null,
  }
}
