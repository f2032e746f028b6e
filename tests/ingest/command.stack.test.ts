import { spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sparkovTable, ulbTable } from './sample-files.ts'
import { openTestStack, type TestStack } from './test-stack.ts'

const COMMAND = path.join(import.meta.dirname, '../../scripts/ingest.main.ts')
const table = ulbTable({ count: 200 })
const content = `${table.header}\n${table.rows.join('\n')}\n`

let stack: TestStack
let folder: string

beforeAll(async () => {
  stack = await openTestStack()
  folder = await mkdtemp(path.join(tmpdir(), 'fraud-desk-command-'))
})
afterAll(async () => {
  await stack?.close()
  await rm(folder, { recursive: true, force: true })
})

async function ingest(args: string[], environment: Record<string, string> = {}) {
  const child = spawn(process.execPath, [COMMAND, ...args], {
    env: {
      NODE_ENV: 'test',
      PATH: process.env.PATH,
      NEXT_PUBLIC_SUPABASE_URL: stack.stack.apiUrl,
      NEXT_PUBLIC_SUPABASE_PUBLISHABLE_KEY: stack.stack.publishableKey,
      PINKY_EMAIL: 'pinky@fraud-desk.test',
      PINKY_PASSWORD: stack.stack.passwords.pinky,
      ...environment,
    },
  })
  let stdout = ''
  let stderr = ''
  child.stdout.on('data', (text) => {
    stdout += text
  })
  child.stderr.on('data', (text) => {
    stderr += text
  })
  const code = await new Promise((resolve) => child.once('close', resolve))
  return { code, stdout, stderr }
}

async function fileWith(name: string, bytes: string | Uint8Array): Promise<string> {
  const file = path.join(folder, name)
  await writeFile(file, bytes)
  return file
}

async function countRows(): Promise<number> {
  const [row] = await stack.sql`select count(*)::int as count from public.transactions`
  return row!.count
}

describe('npm run ingest', () => {
  test('stores a packed file, and the same content again stores nothing', async () => {
    const file = await fileWith('ulb.csv.gz', gzipSync(content))
    const first = await ingest([file])
    expect(first.stdout).toContain(
      `recognised as ulb, stored ${table.rows.length} rows in dataset ulb, 0 rejected, already known 0`,
    )
    expect(first.stdout).toContain('no model exists yet for ulb')
    expect(first.code).toBe(0)
    const again = await ingest([await fileWith('copy.csv', content)])
    expect(again.stdout).toMatch(
      /already uploaded on \d{4}-\d\d-\d\d .* as ulb\.csv\.gz; nothing stored/,
    )
    expect(again.code).toBe(0)
    expect(await countRows()).toBe(table.rows.length)
  })

  test('asks what to do with rejected rows, and does it', async () => {
    const { header, rows } = sparkovTable({ cards: 5 })
    const file = await fileWith('cards.csv', [header, 'nonsense', ...rows].join('\n'))
    const before = await countRows()
    const asked = await ingest([file])
    expect(asked.code).toBe(1)
    expect(asked.stderr).toContain('--keep-good-rows')
    expect(await countRows()).toBe(before)
    const kept = await ingest([file, '--keep-good-rows'])
    expect(kept.stdout).toContain('1 rejected')
    expect(kept.code).toBe(0)
    expect(await countRows()).toBe(before + rows.length)
    const other = await fileWith('other.csv', [header, 'rubbish', ...rows].join('\n'))
    const discarded = await ingest([other, '--discard', '--dataset', 'demo'])
    expect(discarded.stdout).toContain('discarded; nothing stored')
    expect(discarded.code).toBe(0)
    expect(await countRows()).toBe(before + rows.length)
  })

  test('answers what cannot be done with one sentence and stores nothing', async () => {
    const png = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13])
    const good = await fileWith('good.csv', content.replace(table.rows.at(-1)!, ''))
    const before = await countRows()
    const cases: [string[], RegExp, Record<string, string>?][] = [
      [[await fileWith('picture.png', png)], /PNG image/],
      [[await fileWith('empty.csv', '')], /is empty/],
      [[await fileWith('wrong.csv', 'a,b\n1,2\n')], /header is not one we know/],
      [[path.join(folder, 'missing.csv')], /There is no file/],
      [[folder], /is not a file/],
      [[], /Usage/],
      [[good, '--colour'], /Unknown option '--colour'.*ingest -- --help/],
      [[good, '--as', 'nobody'], /no demo login/],
      [[good, '--dataset', 'demo'], /takes sparkov/],
      [[good, '--dataset', 'nowhere'], /no dataset "nowhere"/],
      [[good], /cannot sign in/, { PINKY_PASSWORD: 'wrong' }],
      [[good], /does not answer/, { NEXT_PUBLIC_SUPABASE_URL: 'http://127.0.0.1:9' }],
    ]
    const answers = await Promise.all(
      cases.map(async ([args, sentence, environment]) => ({
        sentence,
        ...(await ingest(args, environment)),
      })),
    )
    for (const { sentence, code, stderr } of answers) {
      const lines = stderr.split('\n').filter((line) => line !== '' && !/^[✗ ]|…$/.test(line))
      expect(lines).toHaveLength(1)
      expect(lines[0]).toMatch(sentence)
      expect(code).toBe(1)
    }
    expect(await countRows()).toBe(before)
  })
})
