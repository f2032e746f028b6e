import { createHmac } from 'node:crypto'
import type { ParsedTransaction } from '../../../core/datasets/profile.ts'

/**
 * Replaces card numbers by keyed hashes: HMAC-SHA-256, its first 128 bits as uuid text. The key never leaves the
 * service, so that the hashes cannot be undone by trying all numbers. Each distinct card is hashed once, by the
 * synchronous `node:crypto`: a promise per card would cost more than the hash.
 */
export function hashCards(
  transactions: readonly ParsedTransaction[],
  key: Uint8Array,
): Map<string, string> {
  const hashes = new Map<string, string>()
  for (const { cardId } of transactions) {
    if (cardId === null || hashes.has(cardId)) continue
    hashes.set(cardId, toUuid(createHmac('sha256', key).update(cardId).digest('hex')))
  }
  return hashes
}

function toUuid(hex: string): string {
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`
}
