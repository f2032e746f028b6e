import { readFile, rm } from 'node:fs/promises'
import path from 'node:path'
import type postgres from 'postgres'
import { asFolderError, type DataFolder, prepareDataFolder } from './data-folder.ts'
import { type DatabaseClients, openClients } from './database-clients.ts'
import { keepDemoPasswords } from './demo-passwords.ts'
import { lockFolder } from './folder-lock.ts'
import { type FunctionsOptions, startFunctions } from './functions-process.ts'
import { openGateway } from './gateway.ts'
import { openLog } from './log-file.ts'
import { outliveLostTypeLookups } from './lost-type-lookups.ts'
import { applyMigrations, seedOnce } from './migrations.ts'
import { endOrphans } from './orphans.ts'
import { claimPorts, DEFAULT_PORTS, type StackPorts } from './ports.ts'
import { startPostgres } from './postgres.ts'
import { clusterExists, createCluster } from './postgres-cluster.ts'
import { loadOrCreateSecrets, type StackSecrets } from './secrets.ts'
import { unfinishedUploads } from './storage-on-disk.ts'
import { keepRunning, type RestartPolicy } from './supervisor.ts'

/** How to start a stack. Paths of the project are taken from the repository unless given. */
export type StackOptions = {
  dataDir: string
  ports?: Partial<StackPorts>
  /** Takes one line per step, for people. */
  log: (line: string) => void
  migrationsDir?: string
  functionsDir?: string
  seedFile?: string
  /** For tests that kill on purpose. */
  restarts?: RestartPolicy
}

/** A running stack: what a client needs to know, and how to end it. */
export type Stack = {
  apiUrl: string
  databaseUrl: string
  publishableKey: string
  secretKey: string
  jwtSecret: string
  /** The passwords that the seed gave to the two people of the demo. */
  passwords: { pinky: string; brain: string }
  /** Whether this start created the database. */
  isFresh: boolean
  /** Ends every process of the stack, within 5 s. May be called again. */
  stop(): Promise<void>
}

const REPOSITORY = path.resolve(import.meta.dirname, '..')
const JWT_EXPIRY_SECONDS = 3_600

/**
 * Starts a Supabase on this machine: Postgres, REST, Auth, Storage and edge functions behind one URL.
 * Heals what a killed start left behind. On failure nothing keeps running.
 * @throws StackError with one sentence that names the cure
 */
export async function startStack(options: StackOptions): Promise<Stack> {
  const folder = await prepareDataFolder(options.dataDir)
  const cleanup: (() => Promise<void> | void)[] = []
  let stopping: Promise<void> | undefined
  const stop = (): Promise<void> => {
    stopping ??= (async () => {
      const results: PromiseSettledResult<void>[] = []
      for (const step of cleanup.reverse()) results.push(...(await Promise.allSettled([step()])))
      const failed = results.find((result) => result.status === 'rejected')
      if (failed) throw failed.reason
    })()
    return stopping
  }
  try {
    return await startParts(options, folder, cleanup, stop)
  } catch (error) {
    await stop().catch(() => {}) // what stopped the start says more than what followed from it
    throw asFolderError(folder.root, error)
  }
}

async function startParts(
  options: StackOptions,
  folder: DataFolder,
  cleanup: (() => Promise<void> | void)[],
  stop: () => Promise<void>,
): Promise<Stack> {
  const { log } = options
  cleanup.push(outliveLostTypeLookups())
  const lock = lockFolder(folder.lockFile, folder.root)
  cleanup.push(() => lock.release())
  await endOrphans(folder, log)
  await rm(unfinishedUploads(folder.storage), { recursive: true, force: true })
  const ports = await claimPorts({ ...DEFAULT_PORTS, ...options.ports })
  const isFresh = !(await clusterExists(folder))
  const secrets = await loadOrCreateSecrets(folder.secretsFile, !isFresh)
  if (isFresh) {
    log('Creating the database.')
    await createCluster(folder, secrets.databasePassword)
  }
  const database = await keepRunning(
    'Postgres',
    () => startPostgres(folder, ports.database),
    log,
    options.restarts,
  )
  cleanup.push(() => database.stop())
  log('Postgres is up.')

  const databaseUrl = `postgres://postgres:${secrets.databasePassword}@127.0.0.1:${ports.database}/postgres`
  const apiUrl = `http://127.0.0.1:${ports.api}`
  const apiLog = openLog(path.join(folder.logs, 'api.log'))
  cleanup.push(() => void apiLog.end())
  const clients = openClients({
    databaseUrl,
    secrets,
    storageDirectory: folder.storage,
    jwtExpirySeconds: JWT_EXPIRY_SECONDS,
    log: apiLog,
  })
  cleanup.push(() => clients.close())
  await prepareDatabase(clients, options, secrets)

  const gateway = await openGateway({
    port: ports.api,
    apiUrl,
    functionsPort: ports.functions,
    jwtSecret: secrets.jwtSecret,
    secretKey: secrets.secretKey,
    clients,
    log: apiLog,
  })
  cleanup.push(() => gateway.close())
  const functionsOptions: FunctionsOptions = {
    folder,
    repository: REPOSITORY,
    directory: path.resolve(options.functionsDir ?? path.join(REPOSITORY, 'supabase/functions')),
    port: ports.functions,
    jwtSecret: secrets.jwtSecret,
    env: functionSecrets(apiUrl, databaseUrl, secrets),
  }
  const functions = await keepRunning(
    'The functions host',
    () => startFunctions(functionsOptions),
    log,
    options.restarts,
  )
  cleanup.push(() => functions.stop())
  log(`Supabase is up at ${apiUrl}.`)
  return {
    apiUrl,
    databaseUrl,
    publishableKey: secrets.publishableKey,
    secretKey: secrets.secretKey,
    jwtSecret: secrets.jwtSecret,
    passwords: { pinky: secrets.pinkyPassword, brain: secrets.brainPassword },
    isFresh,
    stop,
  }
}

/** The schemas of Supabase, new migrations, and the seed if it never went through. */
async function prepareDatabase(
  clients: DatabaseClients,
  options: StackOptions,
  secrets: StackSecrets,
): Promise<void> {
  const sql = clients.sql()
  await runLocalSql(sql, 'bootstrap.sql')
  await clients.ensureSchemas()
  await runLocalSql(sql, 'after-lite.sql')
  const migrationsDir = options.migrationsDir ?? path.join(REPOSITORY, 'supabase/migrations')
  const applied = await applyMigrations(sql, migrationsDir)
  if (applied > 0) options.log(`Applied ${applied} migration${applied === 1 ? '' : 's'}.`)
  const seeded = await seedOnce(
    sql,
    options.seedFile ?? path.join(REPOSITORY, 'supabase/seed.sql'),
    {
      'fraud_desk.pinky_password': secrets.pinkyPassword,
      'fraud_desk.brain_password': secrets.brainPassword,
    },
  )
  if (seeded) options.log('Ran the seed.')
  else await keepDemoPasswords(sql, secrets)
  await clients.watchSchema()
}

async function runLocalSql(sql: postgres.Sql, file: string): Promise<void> {
  await sql.unsafe(await readFile(path.join(import.meta.dirname, file), 'utf8'))
}

/** The secrets that every function of a hosted project finds in its environment. */
function functionSecrets(
  apiUrl: string,
  databaseUrl: string,
  secrets: StackSecrets,
): Record<string, string> {
  return {
    SUPABASE_URL: apiUrl,
    SUPABASE_ANON_KEY: secrets.publishableKey,
    SUPABASE_SERVICE_ROLE_KEY: secrets.secretKey,
    SUPABASE_PUBLISHABLE_KEYS: JSON.stringify({ default: secrets.publishableKey }),
    SUPABASE_SECRET_KEYS: JSON.stringify({ default: secrets.secretKey }),
    SUPABASE_DB_URL: databaseUrl,
  }
}
