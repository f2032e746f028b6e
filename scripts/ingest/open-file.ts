import { openAsBlob } from 'node:fs'
import { stat } from 'node:fs/promises'
import { basename } from 'node:path'
import type { UploadSource } from '../../lib/uploads/upload-source.ts'
import { CommandFailure } from '../command-failure.ts'

/**
 * A file on disk in the shape of a browser's File: read in chunks, twice if need be.
 * Throws CommandFailure when there is no such file or it may not be read.
 */
export async function openFile(path: string): Promise<UploadSource> {
  try {
    const info = await stat(path)
    if (!info.isFile()) throw new CommandFailure(`Cannot upload ${path}: it is not a file.`)
    const blob = await openAsBlob(path)
    const name = basename(path)
    return {
      name,
      size: info.size,
      stream: () => blob.stream() as ReadableStream<Uint8Array<ArrayBuffer>>,
    }
  } catch (error) {
    if (error instanceof CommandFailure) throw error
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code === 'ENOENT') throw new CommandFailure(`There is no file ${path}. Check the path.`)
    if (code === 'EACCES') throw new CommandFailure(`${path} may not be read by this user.`)
    throw error
  }
}
