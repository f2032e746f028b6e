/**
 * 32-bit FNV-1a over the UTF-16 units of a text (Fowler, Noll, Vo), as an unsigned number that is never 0.
 * Card histories hold these hashes, so the function must not change.
 */
export function hashText(text: string): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  }
  return hash >>> 0 || 1
}
