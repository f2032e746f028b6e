/**
 * A set of 128-bit fingerprints in one flat table (open addressing, at most half full): 290,000 of them take 4 MB
 * and no strings.
 */
export class FingerprintSet {
  readonly #fingerprints: Uint32Array
  readonly #table: Int32Array
  readonly #mask: number

  /** `fingerprints` holds four words per row; rows are added by their number. */
  constructor(fingerprints: Uint32Array) {
    this.#fingerprints = fingerprints
    let size = 16
    while (size < fingerprints.length / 2) size *= 2
    this.#table = new Int32Array(size).fill(-1)
    this.#mask = size - 1
  }

  /** Adds a row's fingerprint. */
  add(row: number): void {
    const slot = this.#find(row)
    if (this.#table[slot] === -1) this.#table[slot] = row
  }

  /** True when a row of the same fingerprint was added. */
  has(row: number): boolean {
    return this.#table[this.#find(row)] !== -1
  }

  #find(row: number): number {
    const words = this.#fingerprints
    const base = row * 4
    let slot = (words[base]! ^ words[base + 2]!) & this.#mask
    for (;;) {
      const other = this.#table[slot]!
      if (other === -1) return slot
      const offset = other * 4
      if (
        words[offset] === words[base] &&
        words[offset + 1] === words[base + 1] &&
        words[offset + 2] === words[base + 2] &&
        words[offset + 3] === words[base + 3]
      ) {
        return slot
      }
      slot = (slot + 1) & this.#mask
    }
  }
}
