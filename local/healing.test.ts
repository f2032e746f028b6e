import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cp, readFile } from 'node:fs/promises'
import path from 'node:path'
import postgres from 'postgres'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { prepareDataFolder } from './data-folder.ts'
import { claimPorts } from './ports.ts'
import { startPostgres } from './postgres.ts'
import { isRunning, waitUntilGone } from './processes.ts'
import { type Stack, startStack } from './stack.ts'
import { ANN, fixtureOptions, makeTemporaryFolder, signedIn } from './test-stack.ts'

let template: Awaited<ReturnType<typeof makeTemporaryFolder>>
let folder: Awaited<ReturnType<typeof makeTemporaryFolder>>
let dataDir: string
let toStop: (() => Promise<unknown>)[]

/** Creating a database takes longer than all that is tested here: it is done once. */
beforeAll(async () => {
  template = await makeTemporaryFolder()
  const stack = await startStack(fixtureOptions(path.join(template.path, 'data')))
  await stack.stop()
})
afterAll(() => template?.remove())

beforeEach(async () => {
  folder = await makeTemporaryFolder()
  dataDir = path.join(folder.path, 'data')
  await cp(path.join(template.path, 'data'), dataDir, { recursive: true })
  toStop = []
})

afterEach(async () => {
  for (const stop of toStop.reverse()) await stop()
  await folder.remove()
})

async function start(): Promise<Stack> {
  const stack = await startStack(fixtureOptions(dataDir))
  toStop.push(stack.stop)
  return stack
}

async function readPid(...file: string[]): Promise<number> {
  return Number.parseInt(await readFile(path.join(dataDir, ...file), 'utf8'), 10)
}

const postgresPid = () => readPid('postgres', 'postmaster.pid')
const denoPid = () => readPid('functions', 'deno.pid')

/** Starts the stack in a process of its own and returns when it is up. */
async function startProcess(): Promise<ChildProcess> {
  const { migrationsDir = '', functionsDir = '', seedFile = '' } = fixtureOptions(dataDir)
  const child = spawn(
    process.execPath,
    [
      path.join(import.meta.dirname, 'stack.main.ts'),
      ...[
        '--data-dir',
        dataDir,
        '--api-port',
        '0',
        '--database-port',
        '0',
        '--functions-port',
        '0',
      ],
      ...[
        '--migrations-dir',
        migrationsDir,
        '--functions-dir',
        functionsDir,
        '--seed-file',
        seedFile,
      ],
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  toStop.push(async () => {
    child.kill('SIGTERM')
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
  })
  await once(child.stdout as NonNullable<typeof child.stdout>, 'data')
  return child
}

async function notesOf(stack: Stack): Promise<unknown> {
  const sql = postgres(stack.databaseUrl, { max: 1 })
  const rows = await sql`select body from public.notes order by body`
  await sql.end()
  return rows.map((row) => row.body)
}

describe('after a kill', () => {
  it.each([
    ['the stack', ['node']],
    ['the stack and Postgres', ['node', 'postgres']],
    ['the stack and Deno', ['node', 'deno']],
    ['Postgres, Deno and the stack', ['postgres', 'deno', 'node']],
  ])('of %s the next start heals and keeps all data', async (_name, victims) => {
    const child = await startProcess()
    const pids = { node: child.pid ?? 0, postgres: await postgresPid(), deno: await denoPid() }
    const sql = postgres(await databaseUrl(pids.postgres), { max: 1 })
    await sql`insert into public.notes (owner, body) select id, 'kept' from auth.users where email = ${ANN}`
    await sql.end()
    for (const victim of victims) process.kill(pids[victim as keyof typeof pids], 'SIGKILL')
    const stack = await start()
    expect(await notesOf(stack)).toEqual(['kept'])
    const client = await signedIn(stack, ANN)
    expect((await client.functions.invoke('greet', { body: { name: 'Ann' } })).error).toBeNull()
    for (const pid of Object.values(pids)) expect(await isRunning(pid)).toBe(false)
  })

  it('of the stack nothing keeps running, next start or not', async () => {
    const child = await startProcess()
    const pids = [await postgresPid(), await denoPid()]
    child.kill('SIGKILL')
    for (const pid of pids) expect(await waitUntilGone(pid, 30_000)).toBe(true)
  })

  it('a Postgres that was left running all the same is ended', async () => {
    await (await start()).stop()
    const ports = await claimPorts({ api: 0, database: 0, functions: 0 })
    const orphan = await startPostgres(await prepareDataFolder(dataDir), ports.database)
    const options = fixtureOptions(dataDir)
    const stack = await startStack(options)
    toStop.push(stack.stop)
    expect(options.lines).toContain('Ending the Postgres that an earlier start left behind.')
    expect(await isRunning(orphan.pid)).toBe(false)
    expect(await notesOf(stack)).toEqual([])
  })
})

describe('while it runs', () => {
  it('Postgres and Deno are started again when they die', async () => {
    const stack = await start()
    const client = await signedIn(stack, ANN)
    await client.from('notes').insert({ body: 'kept' })
    const before = { postgres: await postgresPid(), deno: await denoPid() }
    process.kill(before.postgres, 'SIGKILL')
    process.kill(before.deno, 'SIGKILL')
    await expect
      .poll(async () => (await client.from('notes').select('body')).data, { timeout: 30_000 })
      .toEqual([{ body: 'kept' }])
    await expect
      .poll(async () => (await client.functions.invoke('greet', { body: { name: 'Ann' } })).error, {
        timeout: 30_000,
      })
      .toBeNull()
    expect(await postgresPid()).not.toBe(before.postgres)
    expect(await denoPid()).not.toBe(before.deno)
  })

  it('a second start on its folder is refused in one sentence', async () => {
    await start()
    await expect(startStack(fixtureOptions(dataDir))).rejects.toMatchObject({
      code: 'data_folder_in_use',
      message: expect.stringContaining(`process ${process.pid} runs on it already`),
    })
  })
})

describe('stopping', () => {
  it('ends every process without waiting for its work, and may be asked for twice', async () => {
    const stack = await start()
    const sql = postgres(stack.databaseUrl, { max: 2 })
    sql`select pg_sleep(600) as slow`.catch(() => {})
    const active = () =>
      sql`select from pg_stat_activity where query like '%as slow' and state = 'active'`
    await expect.poll(async () => (await active()).length).toBeGreaterThan(0)
    const pids = [await postgresPid(), await denoPid()]
    await Promise.all([stack.stop(), stack.stop()])
    await stack.stop()
    // The statement would go on for minutes.
    for (const pid of pids) expect(await isRunning(pid)).toBe(false)
    await expect(fetch(stack.apiUrl)).rejects.toThrow()
    await sql.end({ timeout: 0 })
  })

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    'by %s leaves no process behind',
    async (signal) => {
      const child = await startProcess()
      const pids = [await postgresPid(), await denoPid()]
      child.kill(signal)
      const [code] = await once(child, 'exit')
      expect(code).toBe(0)
      for (const pid of pids) expect(await isRunning(pid)).toBe(false)
    },
  )

  it('and starting again keeps keys, passwords and data, and does not seed twice', async () => {
    const first = await start()
    await (await signedIn(first, ANN)).from('notes').insert({ body: 'kept' })
    await first.stop()
    const options = fixtureOptions(dataDir)
    const second = await startStack(options)
    toStop.push(second.stop)
    expect(second).toMatchObject({
      publishableKey: first.publishableKey,
      secretKey: first.secretKey,
      passwords: first.passwords,
      isFresh: false,
    })
    expect(options.lines).not.toContain('Ran the seed.')
    expect(await notesOf(second)).toEqual(['kept'])
  })
})

/** The database's URL by what the data folder says of it. */
async function databaseUrl(pid: number): Promise<string> {
  const { databasePassword } = JSON.parse(
    await readFile(path.join(dataDir, 'secrets.json'), 'utf8'),
  )
  const lines = (await readFile(path.join(dataDir, 'postgres', 'postmaster.pid'), 'utf8')).split(
    '\n',
  )
  expect(Number(lines[0])).toBe(pid)
  return `postgres://postgres:${databasePassword}@127.0.0.1:${lines[3]}/postgres`
}
