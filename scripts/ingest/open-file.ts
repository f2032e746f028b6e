import { type FileHandle, open, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import type { UploadSource } from '../../lib/uploads/upload-source.ts'
import { CommandFailure } from '../command-failure.ts'

/** A Blob of Node's gives 64 KB at a time, which costs more than what is done with them. */
const CHUNK_BYTES = 524_288

/**
 * A file on disk in the shape of a browser's File: read in chunks, twice if need be.
 * Throws CommandFailure when there is no such file or it may not be read.
 */
export async function openFile(path: string): Promise<UploadSource> {
  try {
    const info = await stat(path)
    if (!info.isFile()) throw new CommandFailure(`Cannot upload ${path}: it is not a file.`)
    await (await open(path)).close()
    return { name: basename(path), size: info.size, stream: () => readInChunks(path) }
  } catch (error) {
    if (error instanceof CommandFailure) throw error
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code === 'ENOENT') throw new CommandFailure(`There is no file ${path}. Check the path.`)
    if (code === 'EACCES') throw new CommandFailure(`${path} may not be read by this user.`)
    throw error
  }
}

function readInChunks(path: string): ReadableStream<Uint8Array<ArrayBuffer>> {
  let file: FileHandle | undefined
  return new ReadableStream<Uint8Array<ArrayBuffer>>(
    {
      async pull(controller) {
        file ??= await open(path)
        const { bytesRead, buffer } = await file.read(new Uint8Array(CHUNK_BYTES))
        if (bytesRead > 0) return controller.enqueue(buffer.subarray(0, bytesRead))
        controller.close()
        await file.close()
      },
      async cancel() {
        await file?.close()
      },
    },
    { highWaterMark: 1 },
  )
}
