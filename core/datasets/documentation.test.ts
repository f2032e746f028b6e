import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { FILE_FAULT_CODES, ROW_FAULT_CODES } from './profile.ts'
import { profiles } from './registry.ts'
import { SPARKOV_CATEGORIES } from './sparkov.ts'

const read = (name: string) => readFileSync(join(import.meta.dirname, '../../docs', name), 'utf8')
/** V1 … V28 are documented as a range. */
const isInRange = (name: string) => /^v\d+$/i.test(name)

describe('the documentation is complete', () => {
  test('every column of every format', () => {
    const text = read('data-formats.md')
    for (const profile of profiles) {
      expect(text).toContain(`## ${profile.slug}\n`)
      for (const column of [...profile.columns, profile.labelColumn]) {
        if (!isInRange(column)) expect(text).toContain(`\`${column}\``)
      }
    }
    for (const category of SPARKOV_CATEGORIES) expect(text).toContain(`\`${category}\``)
  })

  test('every fault of rows and files', () => {
    const text = read('row-faults.md')
    for (const code of [...ROW_FAULT_CODES, ...FILE_FAULT_CODES]) {
      expect(text).toContain(`\n| \`${code}\` |`)
    }
  })

  test('every feature of every format, and how many there are', () => {
    const text = read('features.md')
    for (const profile of profiles) {
      expect(text).toContain(`## ${profile.slug}: ${profile.features.length} features`)
      for (const { name } of profile.features) {
        if (!isInRange(name)) expect(text).toContain(`\`${name}\``)
      }
    }
  })
})
