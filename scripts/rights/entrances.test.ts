import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readRights, readTable } from './read-rights.ts'

const root = join(import.meta.dirname, '../..')
const page = readFileSync(join(root, 'docs/security.md'), 'utf8')
const named = (heading: string) =>
  readTable(page, heading).map(([name = '']) => name.replaceAll('`', ''))

test('every edge function has a row in docs/security.md', () => {
  const functions = globSync('supabase/functions/*/index.ts', { cwd: root }).map(
    (path) => path.split(/[\\/]/)[2],
  )
  expect(named('Edge functions').sort()).toEqual(functions.sort())
})

test('every route and every file of server actions has a row in docs/security.md', () => {
  const routes = globSync('app/**/route.ts', { cwd: root })
  const actions = globSync('{app,lib,components}/**/*.{ts,tsx}', { cwd: root }).filter((path) =>
    /^['"]use server['"]/m.test(readFileSync(join(root, path), 'utf8')),
  )
  expect(named('Routes and server actions').sort()).toEqual([...routes, ...actions].sort())
})

test('cells are read as the page explains them', () => {
  const tables = (row: string) =>
    `### Tables and views\n\n| a | b |\n|-|-|\n${row}\n\n### Functions\n\n### Buckets\n`
  const { granted, listed } = readRights(
    tables(
      '| `public.notes` | `author` | – | read none | read own, update(title, body) own | read | everything |',
    ),
  )
  expect(listed).toEqual([
    { kind: 'relation', name: 'public.notes', owner: 'author', runsAs: null },
  ])
  expect(granted.filter(({ actor }) => actor === 'anonymous')).toEqual([])
  expect(granted.filter(({ actor }) => actor === 'analyst')).toMatchObject([
    { operation: 'read', scope: 'own', columns: null },
    { operation: 'update', scope: 'own', columns: ['title', 'body'] },
  ])
  expect(granted.filter(({ actor }) => actor === 'service')).toHaveLength(8)
  expect(() => readRights(tables('| `public.notes` | – | – | – | reed | – | – |'))).toThrow(/reed/)
  expect(() => readRights(tables('| `public.notes` | – | – |'))).toThrow(/lacks a cell/)
})
