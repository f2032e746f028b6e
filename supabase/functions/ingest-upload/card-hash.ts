import type { ParsedTransaction } from '../../../core/datasets/profile.ts'

/**
 * Replaces card numbers by keyed hashes: HMAC-SHA-256, its first 128 bits as uuid text. The key never leaves the
 * service, so that the hashes cannot be undone by trying all numbers. Each distinct card is hashed once.
 */
export async function hashCards(
  transactions: readonly ParsedTransaction[],
  key: Uint8Array<ArrayBuffer>,
): Promise<Map<string, string>> {
  const hmac = { name: 'HMAC', hash: 'SHA-256' }
  const cryptoKey = await crypto.subtle.importKey('raw', key, hmac, false, ['sign'])
  const encoder = new TextEncoder()
  const cardIds = new Set<string>()
  for (const { cardId } of transactions) if (cardId !== null) cardIds.add(cardId)
  const entries = await Promise.all(
    Array.from(cardIds, async (cardId): Promise<[string, string]> => {
      const signature = await crypto.subtle.sign('HMAC', cryptoKey, encoder.encode(cardId))
      return [cardId, toUuid(new Uint8Array(signature, 0, 16))]
    }),
  )
  return new Map(entries)
}

function toUuid(bytes: Uint8Array): string {
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}
