import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { readdir, stat } from 'node:fs/promises'
import http from 'node:http'
import type { SupabaseClient } from '@supabase/supabase-js'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Stack } from './stack.ts'
import { unfinishedUploads } from './storage-on-disk.ts'
import { ANN, anonymous, BOB, service, signedIn, startTestStack } from './test-stack.ts'

const ANN_ID = '11111111-1111-4111-8111-111111111111'

let stack: Stack & { dataDir: string }
let ann: SupabaseClient
let bob: SupabaseClient

beforeAll(async () => {
  stack = await startTestStack()
  ;[ann, bob] = await Promise.all([signedIn(stack, ANN), signedIn(stack, BOB)])
})

afterAll(async () => {
  await stack?.stop()
})

const path = (name: string) => `${ANN_ID}/${name}`

async function download(client: SupabaseClient, name: string): Promise<Buffer | null> {
  const { data } = await client.storage.from('roomy').download(path(name))
  return data && Buffer.from(await data.arrayBuffer())
}

/** Bytes of uploads that have not arrived whole. */
async function unfinishedBytes(): Promise<number> {
  const folder = unfinishedUploads(`${stack.dataDir}/storage`)
  const sizes = (await readdir(folder)).map((name) =>
    stat(`${folder}/${name}`).then((found) => found.size),
  )
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0)
}

describe('uploads', () => {
  const bytes = randomBytes(300_000)

  it.each([
    ['a Blob', new Blob([bytes])],
    ['a File', new File([bytes], 'any name.csv')],
    ['an ArrayBuffer', bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength)],
    ['a Uint8Array', new Uint8Array(bytes)],
  ])('of %s come back byte for byte', async (name, body) => {
    const { data, error } = await ann.storage.from('roomy').upload(path(name), body)
    expect(error).toBeNull()
    expect(data).toMatchObject({ path: path(name), fullPath: `roomy/${path(name)}` })
    expect((await download(ann, name))?.equals(bytes)).toBe(true)
  })

  it('of many megabytes come back byte for byte', async () => {
    const large = randomBytes(24_000_000)
    const { error } = await ann.storage.from('roomy').upload(path('large'), new Blob([large]))
    expect(error).toBeNull()
    expect((await download(ann, 'large'))?.equals(large)).toBe(true)
  })

  it('are on the disk while they still arrive', async () => {
    const token = (await ann.auth.getSession()).data.session?.access_token
    const request = http.request(`${stack.apiUrl}/storage/v1/object/roomy/${path('slow')}`, {
      method: 'POST',
      headers: {
        apikey: stack.publishableKey,
        authorization: `Bearer ${token}`,
        'content-type': 'multipart/form-data; boundary=cut',
      },
    })
    request.write('--cut\r\nContent-Disposition: form-data; name=""; filename="slow"\r\n')
    request.write('Content-Type: text/plain\r\n\r\n')
    request.write(randomBytes(2_000_000))
    await expect.poll(async () => unfinishedBytes()).toBeGreaterThan(1_000_000)
    request.end('the end\r\n--cut--\r\n')
    const [response] = (await once(request, 'response')) as [http.IncomingMessage]
    response.resume()
    expect(response.statusCode).toBe(200)
    expect((await download(ann, 'slow'))?.subarray(-7).toString()).toBe('the end')
  })

  it('that break off leave nothing behind', async () => {
    const token = (await ann.auth.getSession()).data.session?.access_token
    const request = http.request(`${stack.apiUrl}/storage/v1/object/roomy/${path('broken')}`, {
      method: 'POST',
      headers: {
        apikey: stack.publishableKey,
        authorization: `Bearer ${token}`,
        'content-length': 3_000_000,
      },
    })
    request.on('error', () => {})
    request.write(randomBytes(2_000_000))
    await expect.poll(async () => unfinishedBytes()).toBeGreaterThan(1_000_000)
    request.destroy()
    await expect.poll(async () => unfinishedBytes()).toBe(0)
    expect(await download(ann, 'broken')).toBeNull()
  })

  it('of nothing are empty objects', async () => {
    expect((await ann.storage.from('roomy').upload(path('empty'), new Blob([]))).error).toBeNull()
    expect((await download(ann, 'empty'))?.length).toBe(0)
  })

  it('keep their content type', async () => {
    await ann.storage.from('files').upload(path('t.csv'), new Blob(['a,b'], { type: 'text/csv' }))
    const { data } = await ann.storage.from('files').download(path('t.csv'))
    expect(data?.type).toBe('text/csv')
    expect((await ann.storage.from('files').info(path('t.csv'))).error).toBeNull()
  })

  it('replace an object only when asked to', async () => {
    const bucket = ann.storage.from('roomy')
    await bucket.upload(path('again'), new Blob(['one']))
    expect((await bucket.upload(path('again'), new Blob(['two']))).error).toMatchObject({
      statusCode: '409',
    })
    expect(
      (await bucket.upload(path('again'), new Blob(['three']), { upsert: true })).error,
    ).toBeNull()
    expect((await download(ann, 'again'))?.toString()).toBe('three')
  })

  it('to `a` and to `a/b` do not get in each other’s way', async () => {
    await ann.storage.from('roomy').upload(path('a'), new Blob(['parent']))
    await ann.storage.from('roomy').upload(path('a/b'), new Blob(['child']))
    expect((await download(ann, 'a'))?.toString()).toBe('parent')
    expect((await download(ann, 'a/b'))?.toString()).toBe('child')
  })
})

describe('limits of a bucket', () => {
  it.each([
    ['a Blob', () => new Blob([randomBytes(100_001)], { type: 'text/csv' })],
    ['plain bytes', () => new Uint8Array(randomBytes(100_001))],
  ])('on size hold for %s, and nothing is kept', async (name, body) => {
    const bucket = ann.storage.from('files')
    const { error } = await bucket.upload(path(`big ${name}`), body(), { contentType: 'text/csv' })
    expect(error).toMatchObject({ statusCode: '413' })
    expect((await bucket.download(path(`big ${name}`))).error).not.toBeNull()
  })

  it('on size let through what just fits', async () => {
    const fitting = new Blob([randomBytes(100_000)], { type: 'text/csv' })
    expect((await ann.storage.from('files').upload(path('fits'), fitting)).error).toBeNull()
  })

  it('on content types hold for Blobs', async () => {
    const { error } = await ann.storage
      .from('files')
      .upload(path('x.png'), new Blob(['x'], { type: 'image/png' }))
    expect(error).toMatchObject({ statusCode: '415' })
  })
})

describe('row-level security', () => {
  it('lets nobody write into or read from another’s folder', async () => {
    await ann.storage.from('roomy').upload(path('mine'), new Blob(['mine']))
    for (const client of [bob, anonymous(stack)]) {
      expect(
        (await client.storage.from('roomy').upload(path('theirs'), new Blob(['x']))).error,
      ).not.toBeNull()
      expect((await client.storage.from('roomy').download(path('mine'))).error).not.toBeNull()
      expect(
        (await client.storage.from('roomy').createSignedUrl(path('mine'), 60)).error,
      ).not.toBeNull()
      expect((await client.storage.from('roomy').remove([path('mine')])).data ?? []).toEqual([])
    }
    expect((await download(service(stack), 'mine'))?.toString()).toBe('mine')
  })

  it('refuses large uploads too, without making the sender wait', async () => {
    const large = new Blob([randomBytes(24_000_000)])
    expect((await bob.storage.from('roomy').upload(path('large 2'), large)).error).not.toBeNull()
    expect((await bob.storage.from('roomy').list()).error).toBeNull()
  })

  it('lets people delete their own', async () => {
    await ann.storage.from('roomy').upload(path('gone'), new Blob(['x']))
    expect((await ann.storage.from('roomy').remove([path('gone')])).data).toHaveLength(1)
    expect((await ann.storage.from('roomy').download(path('gone'))).error).toMatchObject({
      status: 400,
      code: 'NoSuchKey',
    })
  })
})

describe('signed URLs', () => {
  it('let whoever has one read one object for a while', async () => {
    await ann.storage
      .from('roomy')
      .upload(path('signed.csv'), new Blob(['a,b'], { type: 'text/csv' }))
    const { data, error } = await ann.storage.from('roomy').createSignedUrl(path('signed.csv'), 60)
    expect(error).toBeNull()
    const response = await fetch(data?.signedUrl ?? '')
    expect(await response.text()).toBe('a,b')
    expect(response.headers.get('content-type')).toContain('text/csv')
    const other = data?.signedUrl.replace('signed.csv', 'mine') ?? ''
    expect((await fetch(other)).status).toBe(400)
  })

  it('name the download when asked to', async () => {
    await ann.storage.from('roomy').upload(path('report.csv'), new Blob(['a,b']))
    const { data } = await ann.storage
      .from('roomy')
      .createSignedUrl(path('report.csv'), 60, { download: 'my report.csv' })
    const response = await fetch(data?.signedUrl ?? '')
    expect(response.headers.get('content-disposition')).toBe(
      "attachment; filename=my%20report.csv; filename*=UTF-8''my%20report.csv;",
    )
  })

  it('come in bulk', async () => {
    const { data } = await ann.storage
      .from('roomy')
      .createSignedUrls([path('signed.csv'), path('none')], 60)
    expect(data?.map(({ signedUrl, error }) => [signedUrl !== null, error !== null])).toEqual([
      [true, false],
      [false, true],
    ])
    expect((await fetch(data?.[0]?.signedUrl ?? '')).status).toBe(200)
  })

  it('expire', async () => {
    const { data } = await ann.storage.from('roomy').createSignedUrl(path('signed.csv'), -1)
    expect((await fetch(data?.signedUrl ?? '')).status).toBe(400)
  })

  it('let whoever has one upload one object', async () => {
    const { data, error } = await ann.storage.from('roomy').createSignedUploadUrl(path('by-url'))
    expect(error).toBeNull()
    const client = anonymous(stack)
    const wrong = await client.storage
      .from('roomy')
      .uploadToSignedUrl(path('elsewhere'), data?.token ?? '', new Blob(['x']))
    expect(wrong.error).not.toBeNull()
    const right = await client.storage
      .from('roomy')
      .uploadToSignedUrl(
        path('by-url'),
        data?.token ?? '',
        new Blob(['by url'], { type: 'text/plain' }),
      )
    expect(right.error).toBeNull()
    expect((await download(ann, 'by-url'))?.toString()).toBe('by url')
  })
})

it('objects are copied and moved with all they have', async () => {
  const bucket = ann.storage.from('roomy')
  await bucket.upload(path('from.csv'), new Blob(['a,b'], { type: 'text/csv' }))
  expect((await bucket.copy(path('from.csv'), path('copied.csv'))).error).toBeNull()
  expect((await bucket.move(path('from.csv'), path('moved.csv'))).error).toBeNull()
  for (const name of ['copied.csv', 'moved.csv']) {
    const { data } = await bucket.download(path(name))
    expect([data?.type, await data?.text()]).toEqual(['text/csv', 'a,b'])
  }
  expect((await bucket.exists(path('from.csv'))).data).toBe(false)
})

describe('listing', () => {
  it('shows names below the folder, folders once, sorted and paged', async () => {
    for (const name of ['list/b.csv', 'list/a.csv', 'list/sub/1.csv', 'list/sub/2.csv']) {
      await ann.storage.from('roomy').upload(path(name), new Blob([name], { type: 'text/csv' }))
    }
    const { data, error } = await ann.storage.from('roomy').list(path('list'))
    expect(error).toBeNull()
    expect(data?.map(({ name, id }) => [name, id === null])).toEqual([
      ['a.csv', false],
      ['b.csv', false],
      ['sub', true],
    ])
    expect(data?.[0]?.metadata).toMatchObject({ mimetype: 'text/csv', size: 10 })
    const page = await ann.storage.from('roomy').list(path('list'), { limit: 1, offset: 1 })
    expect(page.data?.map(({ name }) => name)).toEqual(['b.csv'])
    expect((await bob.storage.from('roomy').list(path('list'))).data).toEqual([])
  })
})
