import assert from 'node:assert/strict'
import type { ParsedTransaction } from '../../../core/datasets/profile.ts'
import { hashCards } from './card-hash.ts'

const key = new TextEncoder().encode('Jefe')
const transaction = (cardId: string | null) => ({ cardId }) as ParsedTransaction

Deno.test('a card becomes the first half of HMAC-SHA-256 (RFC 4231, case 2)', () => {
  const hashes = hashCards([transaction('what do ya want for nothing?')], key)
  assert.deepEqual([...hashes.values()], ['5bdcc146-bf60-754e-6a04-2426089575c7'])
})

Deno.test('each card has one hash, and rows without a card are passed over', () => {
  const cards = ['1', null, '2', '1'].map(transaction)
  const hashes = hashCards(cards, key)
  assert.deepEqual([...hashes.keys()], ['1', '2'])
  assert.equal(new Set(hashes.values()).size, 2)
})

Deno.test('another key gives another hash', () => {
  const [one] = hashCards([transaction('1')], key).values()
  const [other] = hashCards([transaction('1')], new Uint8Array(32)).values()
  assert.notEqual(one, other)
})
