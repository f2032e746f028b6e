// node local/stack.main.ts [--data-dir DIR] [--api-port N] [--database-port N] [--functions-port N]
//   [--migrations-dir DIR] [--functions-dir DIR] [--seed-file FILE]
// Starts the stack, prints its environment as KEY=value lines and stays until it is told to end.
import { parseArgs } from 'node:util'
import { DEFAULT_PORTS } from './ports.ts'
import { startStack } from './stack.ts'
import { StackError } from './stack-error.ts'

const { values } = parseArgs({
  options: {
    'data-dir': { type: 'string', default: '.local' },
    'api-port': { type: 'string' },
    'database-port': { type: 'string' },
    'functions-port': { type: 'string' },
    'migrations-dir': { type: 'string' },
    'functions-dir': { type: 'string' },
    'seed-file': { type: 'string' },
  },
})

try {
  const starting = startStack({
    dataDir: values['data-dir'],
    ports: {
      api: parsePort('api-port', DEFAULT_PORTS.api),
      database: parsePort('database-port', DEFAULT_PORTS.database),
      functions: parsePort('functions-port', DEFAULT_PORTS.functions),
    },
    ...(values['migrations-dir'] && { migrationsDir: values['migrations-dir'] }),
    ...(values['functions-dir'] && { functionsDir: values['functions-dir'] }),
    ...(values['seed-file'] && { seedFile: values['seed-file'] }),
    log: (line) => console.error(line),
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(
      signal,
      () => void starting.then((stack) => stack.stop()).then(() => process.exit(0)),
    )
  }
  const stack = await starting
  const environment = {
    NEXT_PUBLIC_SUPABASE_URL: stack.apiUrl,
    NEXT_PUBLIC_SUPABASE_PUBLISHABLE_KEY: stack.publishableKey,
    SUPABASE_SECRET_KEY: stack.secretKey,
    SUPABASE_DB_URL: stack.databaseUrl,
    PINKY_EMAIL: 'pinky@fraud-desk.test',
    PINKY_PASSWORD: stack.passwords.pinky,
    BRAIN_EMAIL: 'brain@fraud-desk.test',
    BRAIN_PASSWORD: stack.passwords.brain,
  }
  for (const [name, value] of Object.entries(environment)) console.log(`${name}=${value}`)
} catch (error) {
  if (!(error instanceof StackError)) throw error
  console.error(error.message)
  process.exitCode = 1
}

function parsePort(name: 'api-port' | 'database-port' | 'functions-port', preset: number): number {
  const text = values[name]
  if (text === undefined) return preset
  const port = Number(text)
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port
  throw new StackError(
    'port_in_use',
    `Cannot use ${text} as --${name}: give a number from 0 (a free one) to 65535.`,
  )
}
