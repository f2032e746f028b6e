import { describe, expect, test } from 'vitest'
import { refused } from './expect-refusal.ts'
import { FUNCTIONS, type GetHostile } from './open-hostile.ts'

/** Broken, large and too many requests. */
export function testRequests(hostile: GetHostile): void {
  describe('edge functions', () => {
    test('refuse unknown fields, wrong types, broken and large bodies, and other methods', async () => {
      const bodies = [
        '',
        '{',
        '[]',
        'null',
        '"x"',
        '{"__proto__":{"uploadId":1}}',
        '{"uploadId":{"$ne":null},"partNumber":0}',
      ]
      const uploadId = crypto.randomUUID()
      for (const name of FUNCTIONS) {
        for (const body of bodies)
          await refused(
            hostile().send(`/functions/v1/${name}`, { method: 'POST', body }),
            `${name} ${body}`,
          )
        const more = JSON.stringify({ uploadId, partNumber: 0, keepGoodRows: true, role: 'admin' })
        await refused(
          hostile().send(`/functions/v1/${name}`, { method: 'POST', body: more }),
          `${name}, unknown fields`,
        )
        await refused(
          hostile().send(`/functions/v1/${name}`, {
            method: 'POST',
            body: new Uint8Array(50 * 1024 * 1024).fill(32),
          }),
          `${name}, 50 MB`,
        )
        for (const method of ['GET', 'PUT', 'DELETE'])
          await refused(hostile().send(`/functions/v1/${name}`, { method }), `${name} ${method}`)
      }
      await refused(
        hostile().send('/functions/v1/none', { method: 'POST', body: '{}' }),
        'no function',
      )
      await refused(
        hostile()
          .send('/functions/v1/../../rest/v1/', { method: 'TRACE2' })
          .catch(() => new Response(null, { status: 400 })),
        'a method of its own',
      )
    })

    test('answer a flood with 429 and Retry-After, and let others through', async () => {
      await hostile().desk
        .sql`update private.rate_limits set burst = 3, per_second = 0.01 where kind = 'commit-upload'`
      const body = JSON.stringify({ uploadId: crypto.randomUUID(), keepGoodRows: true })
      const answers = await Promise.all(
        Array.from({ length: 12 }, () =>
          hostile().send('/functions/v1/commit-upload', { method: 'POST', body }),
        ),
      )
      const statuses = answers.map(({ status }) => status)
      expect(statuses.filter((status) => status === 429).length).toBe(9)
      expect(statuses.filter((status) => status === 404).length).toBe(3)
      const limited = answers.find(({ status }) => status === 429)!
      expect(Number(limited.headers.get('retry-after'))).toBeGreaterThan(0)
      const colleague = (await hostile().other.auth.getSession()).data.session!.access_token
      const theirs = await hostile().send('/functions/v1/commit-upload', {
        method: 'POST',
        body,
        token: colleague,
      })
      expect(theirs.status).toBe(404)
    })
  })

  test('too many uploads begun at once are a 429 with Retry-After', async () => {
    await hostile().desk
      .sql`update private.rate_limits set burst = 2, per_second = 0.01 where kind = 'uploads'`
    await hostile().desk.sql`delete from private.rate_buckets where kind = 'uploads'`
    const begin = (digit: string) =>
      hostile().send('/rest/v1/rpc/create_upload', {
        method: 'POST',
        body: JSON.stringify({
          dataset_slug: 'demo',
          file_name: 'a.csv',
          file_bytes: 1,
          content_hash: digit.repeat(64),
          column_names: ['a'],
          has_labels: false,
          parts: [{ number: 0, first_line: 2, byte_count: 1 }],
        }),
      })
    expect((await begin('1')).status).toBe(200)
    expect((await begin('2')).status).toBe(200)
    const third = await begin('3')
    expect(third.status).toBe(429)
    expect(Number(third.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(await third.json()).toMatchObject({ code: 'rate_limited' })
  })

  test('bodies of 50 MB and broken ones are refused by REST and Auth', async () => {
    const large = new Uint8Array(50 * 1024 * 1024).fill(120)
    await refused(
      hostile().send('/rest/v1/rpc/list_uploads', { method: 'POST', body: large }),
      'REST, 50 MB',
    )
    await refused(
      hostile().send('/auth/v1/token?grant_type=password', {
        method: 'POST',
        body: large,
        token: null,
      }),
      'Auth, 50 MB',
    )
    for (const body of ['', '{', '\u0000', '[1', '{"email":{"a":1},"password":[]}'])
      await refused(
        hostile().send('/auth/v1/token?grant_type=password', { method: 'POST', body, token: null }),
        `Auth ${body}`,
      )
  })
}
