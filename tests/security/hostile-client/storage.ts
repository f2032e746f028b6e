import { describe, expect, test } from 'vitest'
import { refused, survived } from './expect-refusal.ts'
import type { GetHostile } from './open-hostile.ts'

/** Storage keeps folders apart, however a path is written. */
export function testStorage(hostile: GetHostile): void {
  describe('Storage', () => {
    const put = (name: string, bucket = 'uploads') =>
      hostile().send(`/storage/v1/object/${bucket}/${name}`, {
        method: 'POST',
        body: 'x',
        headers: { 'content-type': 'text/csv' },
      })

    test('takes nothing into other folders or buckets, however the path is written', async () => {
      for (const name of [
        `${hostile().otherId}/x.csv`,
        `${hostile().otherId}/${hostile().otherUpload}/00000.csv`,
        `../${hostile().otherId}/x.csv`,
        `${hostile().pinkyId}/../${hostile().otherId}/x.csv`,
        `${hostile().pinkyId}/%2e%2e/${hostile().otherId}/x.csv`,
        `${hostile().pinkyId}%2f..%2f${hostile().otherId}%2fx.csv`,
        `${hostile().pinkyId}/..%5c${hostile().otherId}/x.csv`,
        `/${hostile().otherId}/x.csv`,
        `//${hostile().otherId}//x.csv`,
        `${hostile().pinkyId.toUpperCase()}/x.csv`,
        'x.csv',
        '%00',
        `${hostile().pinkyId}/${'x'.repeat(3_000)}`,
      ]) {
        await refused(put(name), name)
      }
      await refused(put(`${hostile().pinkyId}/x.csv`, 'models'), 'another bucket')
      await refused(put(`${hostile().pinkyId}/x.csv`, 'none'), 'no bucket')
      const stored = await hostile().desk
        .sql`select name from storage.objects where bucket_id <> 'models' and name <> ${`${hostile().otherId}/${hostile().otherUpload}/00000.csv`}`
      expect(
        stored.filter(({ name }) => !String(name).startsWith(`${hostile().pinkyId}/`)),
      ).toEqual([])
    })

    test("gives, signs, moves, copies and removes nothing of another's", async () => {
      const theirs = `${hostile().otherId}/${hostile().otherUpload}/00000.csv`
      for (const name of [
        theirs,
        `${hostile().pinkyId}/../${theirs}`,
        `${hostile().pinkyId}/%2e%2e/${theirs}`,
      ]) {
        await refused(hostile().send(`/storage/v1/object/uploads/${name}`), `read ${name}`)
        await refused(
          hostile().send(`/storage/v1/object/authenticated/uploads/${name}`),
          `read ${name}`,
        )
        await refused(hostile().send(`/storage/v1/object/public/uploads/${name}`), `public ${name}`)
      }
      const sign = JSON.stringify({ expiresIn: 60 })
      await refused(
        hostile().send(`/storage/v1/object/sign/uploads/${theirs}`, { method: 'POST', body: sign }),
        'sign',
      )
      for (const verb of ['move', 'copy']) {
        const body = JSON.stringify({
          bucketId: 'uploads',
          sourceKey: theirs,
          destinationKey: `${hostile().pinkyId}/stolen.csv`,
        })
        await refused(hostile().send(`/storage/v1/object/${verb}`, { method: 'POST', body }), verb)
      }
      await survived(
        hostile().send(`/storage/v1/object/uploads/${theirs}`, { method: 'DELETE' }),
        'delete',
      )
      const list = await hostile().send('/storage/v1/object/list/uploads', {
        method: 'POST',
        body: JSON.stringify({ prefix: hostile().otherId, limit: 100 }),
      })
      expect(await list.json()).toEqual([])
      const back = await hostile().other.storage.from('uploads').download(theirs)
      expect(await back.data?.text()).toBe('their rows')
    })

    test('takes no file above the limit of its bucket', async () => {
      const body = new Uint8Array(17 * 1024 * 1024)
      const answer = hostile().send(`/storage/v1/object/uploads/${hostile().pinkyId}/large.csv`, {
        method: 'POST',
        body,
        headers: { 'content-type': 'text/csv' },
      })
      await refused(answer, '17 MB')
    })
  })
}
