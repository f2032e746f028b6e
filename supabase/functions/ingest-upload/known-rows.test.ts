import assert from 'node:assert/strict'
import type { ParsedTransaction } from '../../../core/datasets/profile.ts'
import { findKnownRows } from './known-rows.ts'

const transaction = (fingerprint: string) => ({ fingerprint }) as ParsedTransaction

Deno.test('of three twins, of which one is stored, the first is known', () => {
  const isKnown = findKnownRows(
    ['a', 'b', 'a', 'a'].map(transaction),
    new Map([['a', { storedCount: 1, stagedCount: 0 }]]),
  )
  assert.deepEqual([0, 1, 2, 3].map(isKnown), [true, false, false, false])
})

Deno.test('twins in earlier parts count as well', () => {
  const isKnown = findKnownRows(
    ['a', 'a'].map(transaction),
    new Map([['a', { storedCount: 2, stagedCount: 1 }]]),
  )
  assert.deepEqual([0, 1].map(isKnown), [true, false])
})
