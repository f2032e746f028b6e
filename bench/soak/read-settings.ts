/** Where the demo of this machine runs. */
export interface DemoSettings {
  url: string
  key: string
  databaseUrl: string
  /** Null for a stack without an app: then nobody opens pages. */
  appUrl: string | null
}

/** Reads the environment, and ends the process where the demo does not run or is not on this machine. */
export function readSettings(env = process.env): DemoSettings {
  const required = (name: string): string => {
    const value = env[name]
    if (value) return value
    console.error(`Cannot begin: start the demo first (${name} is not set).`)
    process.exit(2)
  }
  const settings = {
    url: required('NEXT_PUBLIC_SUPABASE_URL'),
    key: required('NEXT_PUBLIC_SUPABASE_PUBLISHABLE_KEY'),
    databaseUrl: required('SUPABASE_DB_URL'),
    appUrl: env.APP_URL ?? null,
  }
  const { url, databaseUrl, appUrl } = settings
  for (const address of [url, databaseUrl, ...(appUrl ? [appUrl] : [])]) {
    if (['127.0.0.1', 'localhost', '[::1]'].includes(new URL(address).hostname)) continue
    console.error('This runs against the demo of this machine only.')
    process.exit(2)
  }
  return settings
}
