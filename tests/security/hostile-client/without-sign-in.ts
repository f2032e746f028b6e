import { describe, expect, test } from 'vitest'
import { expiredToken, forgeTokens } from '../forge-tokens.ts'
import { refused, survived } from './expect-refusal.ts'
import { FUNCTIONS, type GetHostile } from './open-hostile.ts'

/** Without a sign-in nothing is open but the health check. */
export function testWithoutSignIn(hostile: GetHostile): void {
  describe('without a sign-in', () => {
    test('every table and every function but the health check is refused', async () => {
      for (const table of hostile().columns.keys())
        await refused(hostile().send(`/rest/v1/${table}?limit=1`, { token: null }), table)
      for (const { name } of hostile().routines.filter(({ name }) => name !== 'service_health'))
        await refused(
          hostile().send(`/rest/v1/rpc/${name}`, { token: null, method: 'POST', body: '{}' }),
          name,
        )
    })

    test('nobody signs up, by any door', async () => {
      const body = JSON.stringify({
        email: 'new@hostile.test',
        password: 'a long password 1',
        create_user: true,
      })
      await refused(
        hostile().send('/auth/v1/signup', { token: null, method: 'POST', body }),
        'signup',
      )
      await refused(
        hostile().send('/auth/v1/admin/users', { token: null, method: 'POST', body }),
        'admin',
      )
      await refused(
        hostile().send('/auth/v1/invite', { token: null, method: 'POST', body }),
        'invite',
      )
      await survived(hostile().send('/auth/v1/otp', { token: null, method: 'POST', body }), 'otp')
      const [row] = await hostile().desk
        .sql`select count(*)::int as count from auth.users where email = 'new@hostile.test'`
      expect(row?.count).toBe(0)
    })

    test('every edge function is refused', async () => {
      for (const name of FUNCTIONS)
        await refused(
          hostile().send(`/functions/v1/${name}`, { token: null, method: 'POST', body: '{}' }),
          name,
        )
    })
  })

  describe('with a forged token', () => {
    test('REST, Auth, Storage and every edge function refuse it', async () => {
      const tokens = {
        ...(await forgeTokens(hostile().pinkyToken)),
        expired: await expiredToken(hostile().pinkyToken, hostile().desk.stack.jwtSecret),
      }
      for (const [kind, token] of Object.entries(tokens)) {
        await refused(hostile().send('/rest/v1/datasets', { token }), `rest, ${kind}`)
        await refused(hostile().send('/auth/v1/user', { token }), `auth, ${kind}`)
        const target = `/storage/v1/object/uploads/${hostile().otherId}/${hostile().otherUpload}/00000.csv`
        await refused(hostile().send(target, { token }), `storage, ${kind}`)
        for (const name of FUNCTIONS)
          await refused(
            hostile().send(`/functions/v1/${name}`, { token, method: 'POST', body: '{}' }),
            `${name}, ${kind}`,
          )
      }
    })
  })
}
