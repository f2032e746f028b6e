import { describe, expect, test } from 'vitest'
import { refused, survived } from './expect-refusal.ts'
import { FUNCTIONS, type GetHostile } from './open-hostile.ts'

/** An analyst writes nowhere but where they may, becomes no admin, and sees nothing of others. */
export function testAnalyst(hostile: GetHostile): void {
  describe('an analyst', () => {
    test('writes to no column of any table', async () => {
      for (const [table, names] of hostile().columns) {
        for (const column of names) {
          const body = JSON.stringify({ [column]: null })
          await refused(
            hostile().send(`/rest/v1/${table}?${column}=not.is.null`, { method: 'PATCH', body }),
            `${table}.${column}`,
          )
        }
        const body = JSON.stringify(Object.fromEntries(names.map((name) => [name, null])))
        await refused(
          hostile().send(`/rest/v1/${table}`, { method: 'POST', body }),
          `insert into ${table}`,
        )
        await refused(
          hostile().send(`/rest/v1/${table}`, {
            method: 'POST',
            body,
            headers: { prefer: 'resolution=merge-duplicates' },
          }),
          `upsert into ${table}`,
        )
        await refused(
          hostile().send(`/rest/v1/${table}?${names[0]}=not.is.null`, { method: 'DELETE' }),
          `delete from ${table}`,
        )
      }
    })

    test('does not become an admin', async () => {
      const role = JSON.stringify({ user_id: hostile().pinkyId, role: 'admin' })
      await refused(
        hostile().send('/rest/v1/user_roles', { method: 'POST', body: role }),
        'insert a role',
      )
      await refused(
        hostile().send('/rest/v1/rpc/set_user_role', {
          method: 'POST',
          body: JSON.stringify({ person: hostile().pinkyId, new_role: 'admin' }),
        }),
        'rpc set_user_role',
      )
      const metadata = JSON.stringify({
        data: { role: 'admin' },
        app_metadata: { role: 'admin' },
        role: 'service_role',
      })
      await survived(
        hostile().send('/auth/v1/user', { method: 'PUT', body: metadata }),
        'own account',
      )
      const { data } = await hostile().desk.pinky.rpc('my_session')
      expect(data).toMatchObject([{ role: 'analyst' }])
      const refreshed = await hostile().desk.pinky.auth.refreshSession()
      expect(refreshed.error).toBeNull()
      hostile().pinkyToken = refreshed.data.session!.access_token
      expect((await hostile().desk.pinky.rpc('my_session')).data).toMatchObject([
        { role: 'analyst' },
      ])
    })

    test('sees nothing of another analyst, however it is asked for', async () => {
      for (const target of [
        `/rest/v1/uploads?id=eq.${hostile().otherUpload}`,
        `/rest/v1/uploads?or=(id.eq.${hostile().otherUpload},uploaded_by.eq.${hostile().otherId})`,
        '/rest/v1/uploads?file_name=like.theirs*',
        `/rest/v1/upload_parts?upload_id=eq.${hostile().otherUpload}`,
        `/rest/v1/rejected_rows?upload_id=eq.${hostile().otherUpload}`,
        '/rest/v1/events?select=*',
        `/rest/v1/user_roles?user_id=neq.${hostile().pinkyId}`,
      ]) {
        const answer = await hostile().send(target)
        expect(await answer.text(), target).toBe('[]')
      }
      for (const name of [
        'get_upload',
        'discard_upload',
        'list_rejected_rows',
        'upload_evaluation',
      ]) {
        const answer = await hostile().send(`/rest/v1/rpc/${name}`, {
          method: 'POST',
          body: JSON.stringify({ upload_id: hostile().otherUpload }),
        })
        expect(answer.status, name).toBeLessThan(500)
        expect(await answer.text(), name).not.toMatch(/theirs|00000\.csv/)
      }
      for (const name of FUNCTIONS) {
        const body = JSON.stringify({
          uploadId: hostile().otherUpload,
          partNumber: 0,
          keepGoodRows: true,
        })
        await refused(hostile().send(`/functions/v1/${name}`, { method: 'POST', body }), name)
      }
      const [kept] = await hostile().desk
        .sql`select state from public.uploads where id = ${hostile().otherUpload}`
      expect(kept?.state).toBe('receiving')
    })

    test.each([
      'select=*,auth.users(*)',
      'select=*,user_roles(*)',
      "id=eq.1';drop table public.uploads;--",
      'id=eq.1) or (1=1',
      'or=(id.eq.1,or(1.eq.1',
      'select=pg_sleep(5)',
      'select=id,features->>0)::text',
      'order=id;select',
      'limit=-1',
      'limit=1e99',
      'offset=99999999999999999999',
      `id=in.(${'1,'.repeat(2_000)}`,
      'select=%00',
      'id=eq.%27%22%00',
      'and=((((((((((id.eq.1))))))))))',
    ])('meets no fault with the filter %s', async (query) => {
      await survived(hostile().send(`/rest/v1/uploads?${query}`), query)
      const [row] = await hostile().desk
        .sql`select to_regclass('public.uploads') is not null as is_there`
      expect(row?.is_there).toBe(true)
    })

    test('enters no other schema', async () => {
      for (const schema of [
        'private',
        'auth',
        'storage',
        'partitions',
        'pg_catalog',
        'extensions',
      ]) {
        await refused(
          hostile().send('/rest/v1/keys', { headers: { 'accept-profile': schema } }),
          `read ${schema}`,
        )
        await refused(
          hostile().send('/rest/v1/keys', {
            method: 'POST',
            body: '{}',
            headers: { 'content-profile': schema },
          }),
          `write ${schema}`,
        )
        await refused(
          hostile().send('/rest/v1/rpc/take_token', {
            method: 'POST',
            body: '{}',
            headers: { 'content-profile': schema },
          }),
          `call in ${schema}`,
        )
      }
      await refused(hostile().send('/rest/v1/transactions_2019_01'), 'a partition')
    })

    test('meets no fault with wrong types and unknown arguments of any function', async () => {
      const wrong = [
        null,
        true,
        -1,
        1e300,
        'x',
        '\u0001',
        { a: { b: [] } },
        [[[]]],
        'x'.repeat(5_000),
      ]
      for (const { name, args } of hostile().routines) {
        for (const value of wrong) {
          const body = JSON.stringify(Object.fromEntries(args.map((arg) => [arg, value])))
          await survived(
            hostile().send(`/rest/v1/rpc/${name}`, { method: 'POST', body }),
            `${name} ${body.slice(0, 80)}`,
          )
        }
        const unknown = JSON.stringify({
          ...Object.fromEntries(args.map((arg) => [arg, null])),
          uploaded_by: hostile().otherId,
        })
        await refused(
          hostile().send(`/rest/v1/rpc/${name}`, { method: 'POST', body: unknown }),
          `${name} with one argument more`,
        )
        await refused(
          hostile().send(`/rest/v1/rpc/${name}`, { method: 'POST', body: '{"a":' }),
          `${name} with half a body`,
        )
      }
    })
  })
}
