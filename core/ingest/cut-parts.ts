import type { PlannedPart } from './plan-parts.ts'

/** The bytes of a planned part. */
export interface FilePart {
  number: number
  rowBytes: Uint8Array<ArrayBuffer>
}

/**
 * Cuts the parts that `planParts` planned out of the same file, read again; the first one begins at `dataOffset`, right
 * after the header row. Of a file that changed meanwhile the last part is shorter than planned, or another one comes
 * that was not planned, which holds no more than a beginning of what is left.
 *
 * Holds one part.
 */
export async function* cutParts(
  source: AsyncIterable<Uint8Array>,
  dataOffset: number,
  parts: readonly Pick<PlannedPart, 'byteCount'>[],
): AsyncGenerator<FilePart> {
  let toSkip = dataOffset
  let number = 0
  let filled = 0
  let rowBytes: Uint8Array<ArrayBuffer> | undefined
  for await (const chunk of source) {
    let at = Math.min(toSkip, chunk.length)
    toSkip -= at
    while (at < chunk.length) {
      const planned = parts[number]
      if (planned === undefined) {
        yield { number, rowBytes: chunk.slice(at) as Uint8Array<ArrayBuffer> } // a copy never shares memory
        return
      }
      rowBytes ??= new Uint8Array(planned.byteCount)
      const piece = chunk.subarray(at, at + rowBytes.length - filled)
      rowBytes.set(piece, filled)
      filled += piece.length
      at += piece.length
      if (filled < rowBytes.length) break
      yield { number: number++, rowBytes }
      rowBytes = undefined
      filled = 0
    }
  }
  if (rowBytes !== undefined) yield { number, rowBytes: rowBytes.slice(0, filled) }
}
