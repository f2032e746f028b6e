import { createWriteStream, renameSync, statSync, type WriteStream } from 'node:fs'

const BYTES_KEPT = 16 * 1024 * 1024

/** Appends to a log that only this user may read. A log that has grown large is put aside as `<file>.1`. */
export function openLog(file: string): WriteStream {
  keepSmall(file)
  const stream = createWriteStream(file, { flags: 'a', mode: 0o600 })
  // A log that cannot be written (a full disk) must not end the process that writes it.
  stream.on('error', () => {})
  return stream
}

/** Puts a log aside that has grown large. */
export function keepSmall(file: string): void {
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0
  if (size > BYTES_KEPT) renameSync(file, `${file}.1`)
}
