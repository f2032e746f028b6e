/** Size of the blocks that are hashed one by one. */
export const HASH_BLOCK_BYTES = 4_194_304

/**
 * Hashes a file piece by piece: SHA-256 over the SHA-256 of each 4 MiB block, in hexadecimal. Web Crypto has no
 * running digest, and this needs two blocks of memory, whatever the file's size and however it arrives: one is digested
 * while the next one fills.
 */
export class ContentHasher {
  readonly #block = new Uint8Array(HASH_BLOCK_BYTES)
  #filled = 0
  #blockCount = 0
  readonly #digests: Uint8Array[] = []
  #underway: Promise<void> = Promise.resolve()

  async update(bytes: Uint8Array): Promise<void> {
    for (let read = 0; read < bytes.length; ) {
      const piece = bytes.subarray(read, read + HASH_BLOCK_BYTES - this.#filled)
      this.#block.set(piece, this.#filled)
      this.#filled += piece.length
      read += piece.length
      if (this.#filled === HASH_BLOCK_BYTES) await this.#endBlock()
    }
  }

  async finish(): Promise<string> {
    if (this.#filled > 0 || this.#blockCount === 0) await this.#endBlock()
    await this.#underway
    const all = new Uint8Array(this.#digests.length * 32)
    this.#digests.forEach((digest, index) => {
      all.set(digest, index * 32)
    })
    const root = new Uint8Array(await crypto.subtle.digest('SHA-256', all))
    return Array.from(root, (byte) => byte.toString(16).padStart(2, '0')).join('')
  }

  async #endBlock(): Promise<void> {
    await this.#underway
    // digest() copies the bytes before it returns (Web Cryptography, 14.3.5), so the block may be filled again at once.
    const digested = crypto.subtle.digest('SHA-256', this.#block.subarray(0, this.#filled))
    this.#underway = digested.then((digest) => void this.#digests.push(new Uint8Array(digest)))
    this.#blockCount++
    this.#filled = 0
  }
}
