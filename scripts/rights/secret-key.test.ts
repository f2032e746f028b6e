import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '../..')

/** The one file of each room that names the secret key. What else needs it is handed a client or an access. */
const READERS = {
  scripts: 'scripts/product/environment.ts',
  'supabase/functions': 'supabase/functions/_shared/auth.ts',
  trainer: 'trainer/environment.ts',
}

test('one file of a room names the secret key, and none of app, components, core and lib', () => {
  const found = globSync(
    '{app,bench,components,core,lib,trainer,scripts,supabase/functions}/**/*.{ts,tsx,mjs}',
    { cwd: root, exclude: (path) => /node_modules/.test(String(path)) },
  ).filter((path) => {
    if (/\.test\.tsx?$/.test(path)) return false
    const code = readFileSync(join(root, path), 'utf8').replaceAll(/^\s*(?:\/\/|\*|\/\*).*$/gm, '')
    return /\b(?:SUPABASE_SECRET_KEYS?|SUPABASE_SERVICE_ROLE_KEY)\b/.test(code)
  })
  expect(found.sort()).toEqual(Object.values(READERS).sort())
})
