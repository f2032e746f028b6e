import { chmod, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import net from 'node:net'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { asFolderError } from './data-folder.ts'
import { startStack } from './stack.ts'
import { fixtureOptions, makeTemporaryFolder } from './test-stack.ts'

let folder: Awaited<ReturnType<typeof makeTemporaryFolder>>
let dataDir: string

beforeEach(async () => {
  folder = await makeTemporaryFolder()
  dataDir = path.join(folder.path, 'data')
})

afterEach(async () => {
  await folder.remove()
})

const start = (changes = {}) => startStack({ ...fixtureOptions(dataDir), ...changes })

describe('a busy port', () => {
  it.each(['api', 'database', 'functions'] as const)(
    'for %s is named with its cure',
    async (name) => {
      const server = net.createServer().listen(0, '127.0.0.1')
      await new Promise((resolve) => server.once('listening', resolve))
      const { port } = server.address() as net.AddressInfo
      await expect(
        start({ ports: { api: 0, database: 0, functions: 0, [name]: port } }),
      ).rejects.toMatchObject({
        code: 'port_in_use',
        message: `Cannot listen on port ${port} (${name}): another program uses it. Stop that program or choose another port with --${name}-port (0 picks a free one).`,
      })
      server.close()
    },
  )
})

describe('a data folder that cannot be used', () => {
  it('because a file stands in its place is named', async () => {
    await writeFile(dataDir, '')
    await expect(start()).rejects.toMatchObject({
      code: 'data_folder_unwritable',
      message: expect.stringContaining(dataDir),
    })
  })

  it.skipIf(process.getuid?.() === 0)('because it is read-only is named', async () => {
    await mkdir(dataDir)
    await chmod(dataDir, 0o500)
    await expect(start()).rejects.toMatchObject({ code: 'data_folder_unwritable' })
    await chmod(dataDir, 0o700)
  })

  it.each([
    ['ENOSPC', 'disk_full'],
    ['EDQUOT', 'disk_full'],
    ['53100', 'disk_full'],
    ['EROFS', 'data_folder_unwritable'],
    ['EACCES', 'data_folder_unwritable'],
  ])('because of %s is called %s', (code, expected) => {
    const error = Object.assign(new Error(code), { code })
    expect(asFolderError('/data', error)).toMatchObject({
      code: expected,
      message: expect.stringContaining('/data'),
    })
  })
})

describe('secrets', () => {
  it('are readable by their owner only, and differ from folder to folder', async () => {
    const stack = await start()
    await stack.stop()
    const { mode } = await stat(path.join(dataDir, 'secrets.json'))
    expect(mode & 0o777).toBe(0o600)
    const secrets = JSON.parse(await readFile(path.join(dataDir, 'secrets.json'), 'utf8'))
    expect(new Set(Object.values(secrets)).size).toBe(Object.keys(secrets).length)
    expect(stack.publishableKey).toMatch(/^sb_publishable_[\w-]{32}$/)
    expect(stack.secretKey).toMatch(/^sb_secret_[\w-]{32}$/)
  })

  it('that are lost or damaged stop the start of a database they belong to', async () => {
    await (await start()).stop()
    await writeFile(path.join(dataDir, 'secrets.json'), '{')
    await expect(start()).rejects.toMatchObject({ code: 'secrets_unusable' })
    await rm(path.join(dataDir, 'secrets.json'))
    await expect(start()).rejects.toMatchObject({
      code: 'secrets_unusable',
      message: expect.stringContaining('npm run reset'),
    })
  })
})

describe('migrations', () => {
  it('run once each, in order, and a failing one leaves nothing and names its line', async () => {
    const migrationsDir = path.join(folder.path, 'migrations')
    await mkdir(migrationsDir)
    const noSeed = { migrationsDir, seedFile: path.join(folder.path, 'no-seed.sql') }
    await writeFile(
      path.join(migrationsDir, '20250102000000_second.sql'),
      'alter table public.first add b int;',
    )
    await writeFile(
      path.join(migrationsDir, '20250101000000_first.sql'),
      'create table public.first (a int);',
    )
    await writeFile(path.join(migrationsDir, 'notes.txt'), 'not a migration')
    await (await start(noSeed)).stop()
    await writeFile(
      path.join(migrationsDir, '20250103000000_third.sql'),
      'create table public.third (a int);\n\nselect nonsense;',
    )
    await expect(start(noSeed)).rejects.toMatchObject({
      code: 'migration_failed',
      message:
        'Cannot apply the migration 20250103000000_third.sql (line 3): column "nonsense" does not exist.',
    })
    await writeFile(
      path.join(migrationsDir, '20250103000000_third.sql'),
      'create table public.third (a int);',
    )
    const options = { ...fixtureOptions(dataDir), ...noSeed }
    const stack = await startStack(options)
    expect(options.lines).toContain('Applied 1 migration.')
    await stack.stop()
  })

  it('a seed that fails names itself and is tried again at the next start', async () => {
    const seedFile = path.join(folder.path, 'seed.sql')
    await writeFile(seedFile, 'select nonsense')
    await expect(start({ seedFile })).rejects.toMatchObject({
      code: 'migration_failed',
      message: expect.stringContaining('Cannot run seed.sql (line 1)'),
    })
    await writeFile(seedFile, 'select 1')
    const options = { ...fixtureOptions(dataDir), seedFile }
    const stack = await startStack(options)
    expect(options.lines).toContain('Ran the seed.')
    await stack.stop()
  })
})

it('a function that cannot be loaded does not keep the others down', async () => {
  const functionsDir = path.join(folder.path, 'functions')
  await mkdir(path.join(functionsDir, 'broken'), { recursive: true })
  await mkdir(path.join(functionsDir, 'whole'))
  await writeFile(path.join(functionsDir, 'broken/index.ts'), 'import "npm:no-such-package@1.0.0"')
  await writeFile(
    path.join(functionsDir, 'whole/index.ts'),
    'Deno.serve(() => new Response("whole"))',
  )
  const stack = await start({ functionsDir })
  try {
    const { createClient } = await import('@supabase/supabase-js')
    const client = createClient(stack.apiUrl, stack.publishableKey)
    await client.auth.signInWithPassword({
      email: 'ann@example.test',
      password: stack.passwords.pinky,
    })
    expect((await client.functions.invoke('whole')).data).toBe('whole')
    expect((await client.functions.invoke('broken')).response?.status).toBe(503)
    expect(await readFile(path.join(dataDir, 'logs/functions.log'), 'utf8')).toContain(
      'no-such-package',
    )
  } finally {
    await stack.stop()
  }
})
