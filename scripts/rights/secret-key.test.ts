import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '../..')

/** The files that name the secret key, and what for. Everything else is given a client, or does without. */
const READERS = {
  'scripts/backup/open-project.ts': 'backup and restore of a whole project',
  'scripts/product/environment.ts': 'the settings of the demo, handed to its own processes',
  'scripts/product/start-product.ts': 'hands what the local stack made to the demo',
  'scripts/sweep-uploads.main.ts': 'removes the parts of abandoned uploads, on a schedule',
  'supabase/functions/_shared/auth.ts':
    'parts and artifacts in Storage, once the caller is authorised',
  'trainer/artifact-storage.ts': 'stores models',
  'trainer/environment.ts': 'reads the settings of the trainer',
}

test('the secret key is named in the known files only, and never by app, components, core or lib', () => {
  const found = globSync(
    '{app,components,core,lib,trainer,scripts,supabase/functions}/**/*.{ts,tsx,mjs}',
    {
      cwd: root,
      exclude: (path) => /node_modules/.test(String(path)),
    },
  ).filter((path) => {
    if (/\.test\.tsx?$/.test(path)) return false
    const code = readFileSync(join(root, path), 'utf8').replaceAll(/^\s*(?:\/\/|\*|\/\*).*$/gm, '')
    return /\b(?:SUPABASE_SECRET_KEYS?|SUPABASE_SERVICE_ROLE_KEY)\b/.test(code)
  })
  expect(found.sort()).toEqual(Object.keys(READERS).sort())
})
