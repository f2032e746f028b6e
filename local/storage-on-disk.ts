import { createHash, randomUUID } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { copyFile, mkdir, rename, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ReadableStream as NodeReadableStream } from 'node:stream/web'
import type { App } from '@supabase/lite'
import type postgres from 'postgres'
import { currentScope } from './request-scope.ts'

/** lite's interface to the bytes, which it does not export by name. */
type StorageAdapter = NonNullable<App['_storageAdapter']>

type ObjectMetadata = Awaited<ReturnType<StorageAdapter['headObject']>>

/** Bytes read of a file at once: each piece passes through many hands on its way out. */
const READ_BYTES = 524_288

/** Where uploads stay until they have arrived whole. What is there at a start will never be. */
export function unfinishedUploads(directory: string): string {
  return path.join(directory, 'unfinished')
}

/**
 * Keeps the bytes of Storage objects in files, streaming both ways.
 *
 * A file is named after the hash of its key, so that any key is a legal file name and `a` and `a/b` can
 * exist side by side. What the file system cannot know (content type, cache control) comes from
 * `storage.objects`, the one record of it.
 * @param limitOf the most bytes that a bucket takes, null for no limit
 */
export function storageOnDisk(
  directory: string,
  sql: postgres.Sql,
  limitOf: (bucket: string) => Promise<number | null>,
): StorageAdapter {
  const fileOf = (bucket: string, key: string): string => {
    const name = createHash('sha256').update(key).digest('hex')
    const bucketName = createHash('sha256').update(bucket).digest('hex').slice(0, 16)
    return path.join(directory, bucketName, name.slice(0, 2), name)
  }

  const describe = async (bucket: string, key: string): Promise<ObjectMetadata> => {
    const found = await stat(fileOf(bucket, key))
    const [row] = await sql<{ metadata: Record<string, unknown> | null }[]>`
      select metadata from storage.objects where bucket_id = ${bucket} and name = ${key}`
    const known = (name: string): string | null => {
      const value = row?.metadata?.[name]
      return typeof value === 'string' ? value : null
    }
    return {
      cacheControl: known('cacheControl') ?? 'no-cache',
      contentLength: found.size,
      size: found.size,
      mimetype: known('mimetype') ?? 'application/octet-stream',
      lastModified: found.mtime,
      eTag: known('eTag') ?? `"${found.size}-${found.mtimeMs}"`,
    }
  }

  return {
    driver: null,
    async getObject(bucket, key) {
      const metadata = await describe(bucket, key)
      const body = Readable.toWeb(
        createReadStream(fileOf(bucket, key), { highWaterMark: READ_BYTES }),
        { strategy: { highWaterMark: 1 } },
      )
      return { httpStatusCode: 200, metadata, body: body as ReadableStream } // Node's stream is the web's, typed apart
    },
    async uploadObject(bucket, key, _version, body, contentType, cacheControl) {
      const file = fileOf(bucket, key)
      const unfinished = path.join(unfinishedUploads(directory), randomUUID())
      await mkdir(path.dirname(unfinished), { recursive: true })
      await mkdir(path.dirname(file), { recursive: true })
      const source =
        body instanceof Uint8Array
          ? Readable.from([body])
          : Readable.fromWeb(body as NodeReadableStream)
      const hash = createHash('sha256')
      const limit = await limitOf(bucket)
      let size = 0
      const measure = async function* (chunks: AsyncIterable<Uint8Array>) {
        for await (const chunk of chunks) {
          size += chunk.byteLength
          if (limit !== null && size > limit) {
            Object.assign(currentScope() ?? {}, { isTooLarge: true })
            throw new Error('The object is larger than its bucket allows.')
          }
          hash.update(chunk)
          yield chunk
        }
      }
      try {
        await pipeline(source, measure, createWriteStream(unfinished, { flush: true }))
        await rename(unfinished, file)
      } catch (error) {
        await rm(unfinished, { force: true })
        throw error
      }
      return {
        cacheControl,
        contentLength: size,
        size,
        mimetype: contentType,
        lastModified: new Date(),
        eTag: `"${hash.digest('hex')}"`,
      }
    },
    async deleteObject(bucket, key) {
      await rm(fileOf(bucket, key), { force: true })
    },
    async deleteObjects(bucket, keys) {
      for (const key of keys) await rm(fileOf(bucket, key), { force: true })
    },
    async copyObject(sourceBucket, source, _version, targetBucket, target) {
      const targetFile = fileOf(targetBucket, target)
      await mkdir(path.dirname(targetFile), { recursive: true })
      await copyFile(fileOf(sourceBucket, source), targetFile)
      const { eTag } = await describe(sourceBucket, source)
      return { httpStatusCode: 200, eTag, lastModified: new Date() }
    },
    headObject: describe,
    async privateAssetUrl(bucket, key) {
      return `file://${fileOf(bucket, key)}`
    },
  }
}
