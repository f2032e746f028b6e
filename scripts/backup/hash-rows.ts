import { createHash } from 'node:crypto'
import { Transform } from 'node:stream'

/** Counts and hashes rows of COPY's text format on their way: one line each. */
export class RowHash extends Transform {
  rows = 0
  readonly #hash = createHash('sha256')

  override _transform(chunk: Buffer, _encoding: string, done: (e: null, chunk: Buffer) => void) {
    this.#hash.update(chunk)
    // A line end inside a value is written as backslash and n.
    for (let at = chunk.indexOf(10); at !== -1; at = chunk.indexOf(10, at + 1)) this.rows++
    done(null, chunk)
  }

  /** SHA-256 of all rows, in hex; to be asked once. */
  digest(): string {
    return this.#hash.digest('hex')
  }
}
