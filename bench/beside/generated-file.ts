import { Random } from '../../core/random.ts'
import type { UploadSource } from '../../lib/uploads/upload-source.ts'

/** The widest file: `Time`, which has seven digits, tells its rows apart. */
const MOST_ROWS = 9_000_000

/** Rows that are drawn; the others repeat their features. */
const DRAWN_ROWS = 1_000

const CHUNK_ROWS = 4_000

/**
 * A labelled file in the format of ulb, made while it is read and never held: `byteCount` long or a little less. Rows
 * differ in their time, are equally long, and every reading gives the same bytes.
 */
export function generatedFile(
  name: string,
  byteCount: number,
): UploadSource & { rowCount: number } {
  const encoder = new TextEncoder()
  const names = Array.from({ length: 28 }, (_, index) => `V${index + 1}`)
  const header = encoder.encode(`${['Time', ...names, 'Amount', 'Class'].join(',')}\n`)
  const random = new Random(1)
  const drawn = Array.from({ length: DRAWN_ROWS }, () => {
    const values = names.map(() => (1 + random.next() * 0.999).toFixed(6))
    const label = random.chance(0.002) ? 1 : 0
    return encoder.encode(
      `0000000,${values.join(',')},${(10 + random.next() * 89).toFixed(2)},${label}\n`,
    )
  })
  const width = drawn[0]!.length
  const rowCount = Math.min(MOST_ROWS, Math.floor((byteCount - header.length) / width))
  return {
    name,
    size: header.length + rowCount * width,
    rowCount,
    stream() {
      let row = 0
      return new ReadableStream({
        start: (controller) => controller.enqueue(header.slice()),
        pull(controller) {
          const count = Math.min(CHUNK_ROWS, rowCount - row)
          if (count === 0) return controller.close()
          const bytes = new Uint8Array(count * width)
          for (let index = 0; index < count; index++, row++) {
            bytes.set(drawn[row % DRAWN_ROWS]!, index * width)
            // One second later than the row before, in digits of ASCII.
            for (let digit = 6, rest = 1_000_000 + row; digit >= 0; digit--) {
              bytes[index * width + digit] = 48 + (rest % 10)
              rest = Math.floor(rest / 10)
            }
          }
          controller.enqueue(bytes)
        },
      })
    },
  }
}
