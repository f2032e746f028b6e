import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { ALLOWED_LICENCES, INSTALL_SCRIPTS, LICENCES_READ } from './allowed.ts'
import { renderSbom } from './render-sbom.ts'

const root = join(import.meta.dirname, '../..')
const read = (file: string) => readFileSync(join(root, file), 'utf8')

const lockSchema = z.object({
  packages: z.record(
    z.string(),
    z.object({
      link: z.boolean().optional(),
      license: z.string().optional(),
      integrity: z.string().optional(),
      inBundle: z.boolean().optional(),
      hasInstallScript: z.boolean().optional(),
    }),
  ),
})

/** Every package of the lock file that comes from outside. */
const packages = Object.entries(lockSchema.parse(JSON.parse(read('package-lock.json'))).packages)
  .filter(([path, { link }]) => path.includes('node_modules/') && !link)
  .map(([path, entry]) => ({ name: path.replace(/^.*node_modules\//, ''), ...entry }))

test('every dependency has a licence that is allowed', () => {
  expect(packages.length).toBeGreaterThan(300)
  const strange = packages.filter(({ name, license }) => {
    const stated = license ?? LICENCES_READ[name] ?? 'none'
    const parts = stated.replace(/[()]/g, '').split(/ (?:AND|OR) /)
    const isAllowed = (licence: string) => licence in ALLOWED_LICENCES
    return stated.includes(' OR ') ? !parts.some(isAllowed) : !parts.every(isAllowed)
  })
  expect(strange.map(({ name, license }) => `${name}: ${license ?? 'none'}`)).toEqual([])
})

test('the licences that were read by hand are still what their files say', () => {
  for (const name of Object.keys(LICENCES_READ))
    expect(read(`node_modules/${name}/LICENSE`), name).toContain(
      'Permission is hereby granted, free of charge',
    )
})

test('every dependency is fixed by the hash of its archive', () => {
  const loose = packages.filter(({ integrity, inBundle }) => !integrity && !inBundle)
  expect(loose.map(({ name }) => name)).toEqual([])
})

test('no package runs a program at installation but the known ones', () => {
  const running = packages
    .filter(({ hasInstallScript }) => hasInstallScript)
    .map(({ name }) => name)
  expect([...new Set(running)].sort()).toEqual(Object.keys(INSTALL_SCRIPTS).sort())
  const { allowScripts } = JSON.parse(read('package.json')) as {
    allowScripts: Record<string, boolean>
  }
  for (const [name, isAllowed] of Object.entries(allowScripts)) {
    expect(INSTALL_SCRIPTS, name).toHaveProperty([name])
    expect(INSTALL_SCRIPTS[name]!.includes('not allowed to run'), name).toBe(!isAllowed)
  }
})

test('workflows use actions by commit, not by a name that may move', () => {
  const folder = '.github/workflows'
  const uses = readdirSync(join(root, folder)).flatMap((file) =>
    [...read(`${folder}/${file}`).matchAll(/uses:\s*(\S+)/g)].map(
      ([, action]) => `${file}: ${action}`,
    ),
  )
  expect(uses.length).toBeGreaterThan(3)
  expect(uses.filter((action) => !/@[0-9a-f]{40}$|: \$\//.test(action))).toEqual([])
})

test('the bill of materials lists every package once, with its hash', () => {
  const { components } = renderSbom(read('package-lock.json')) as {
    components: { purl: string; hashes?: { alg: string; content: string }[] }[]
  }
  const purls = components.map(({ purl }) => purl)
  expect(new Set(purls).size).toBe(purls.length)
  expect(new Set(packages.map(({ name }) => name)).size).toBeLessThanOrEqual(purls.length)
  const next = components.find(({ purl }) => purl.startsWith('pkg:npm/next@'))
  expect(next?.hashes?.[0]).toMatchObject({ alg: 'SHA-512' })
  expect(next?.hashes?.[0]?.content).toMatch(/^[0-9a-f]{128}$/)
  expect(purls.some((purl) => purl.startsWith('pkg:npm/%40supabase/supabase-js@'))).toBe(true)
})
