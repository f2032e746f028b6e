import { join, resolve } from 'node:path'
import { CommandFailure } from '../command-failure.ts'
import { readOptions } from '../read-options.ts'

/** How the product is to be started. */
export type DemoOptions = {
  /** The embedded stack, or the project that the environment names. */
  supabase: 'local' | 'environment'
  /** How much of the story is told; `none` starts with empty tables. */
  story: 'full' | 'small' | 'none'
  dataDir: string
  host: string
  /** 0 asks for a free port. */
  ports: { app: number; api: number; database: number; functions: number }
}

/** Where the demo keeps everything unless told otherwise. */
export const DEFAULT_DATA_DIR = join(import.meta.dirname, '../../.local')

/** Ports that the demo uses unless told otherwise. */
const DEFAULT_PORTS = { app: 3000, api: 54321, database: 54322, functions: 54325 }

/**
 * Reads the options of `npm run demo`, which are also those of `npm run dev`. PORT, API_PORT and HOST in the environment do the
 * same as the options of that name.
 *
 * @throws CommandFailure for an option or a port that makes no sense
 */
export function parseDemoOptions(
  args: string[],
  env: Record<string, string | undefined> = process.env,
): DemoOptions {
  const { values } = readOptions('demo', { args, options: demoOptions })
  const story = values['no-story'] ? 'none' : values.story
  if (story !== 'full' && story !== 'small' && story !== 'none') {
    throw new CommandFailure(`There is no story "${story}": choose full, small or none.`)
  }
  // A second stack beside the usual one moves all its ports, so only the two that people open have names.
  const api = readPort('--api-port', values['api-port'] ?? env.API_PORT, DEFAULT_PORTS.api)
  const isUsual = api === DEFAULT_PORTS.api
  return {
    supabase: values.supabase ? 'environment' : 'local',
    story,
    dataDir: resolve(values['data-dir'] ?? DEFAULT_DATA_DIR),
    host: values.host ?? env.HOST ?? '127.0.0.1',
    ports: {
      app: readPort('--port', values.port ?? env.PORT, DEFAULT_PORTS.app),
      api,
      database: readPort(
        '--database-port',
        values['database-port'],
        isUsual ? DEFAULT_PORTS.database : 0,
      ),
      functions: readPort(
        '--functions-port',
        values['functions-port'],
        isUsual ? DEFAULT_PORTS.functions : 0,
      ),
    },
  }
}

/** Names and kinds of the options. */
export const demoOptions = {
  supabase: { type: 'boolean' },
  story: { type: 'string', default: 'full' },
  'no-story': { type: 'boolean' },
  port: { type: 'string' },
  'api-port': { type: 'string' },
  'database-port': { type: 'string' },
  'functions-port': { type: 'string' },
  'data-dir': { type: 'string' },
  host: { type: 'string' },
} as const

function readPort(name: string, text: string | undefined, usual: number): number {
  if (text === undefined || text === '') return usual
  const port = Number(text)
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port
  throw new CommandFailure(`${name} ${text} is no port: give a number from 1 to 65535, or 0.`)
}
