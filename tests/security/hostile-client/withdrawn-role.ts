import { expect, test } from 'vitest'
import { refused } from './expect-refusal.ts'
import { FUNCTIONS, type GetHostile } from './open-hostile.ts'

/** A role that an admin withdraws. */
export function testWithdrawnRole(hostile: GetHostile): void {
  test('a role that an admin withdraws is gone at once, with the token still good', async () => {
    const theirs = (await hostile().other.auth.getSession()).data.session!.access_token
    expect((await hostile().send('/rest/v1/datasets', { token: theirs })).status).toBe(200)
    const withdrawn = await hostile().desk.brain.rpc('set_user_role', {
      person: hostile().otherId,
      new_role: null as never,
    })
    expect(withdrawn.error).toBeNull()
    expect(await (await hostile().send('/rest/v1/datasets', { token: theirs })).json()).toEqual([])
    for (const name of FUNCTIONS) {
      const body = JSON.stringify({ uploadId: hostile().otherUpload, partNumber: 0 })
      const answer = await hostile().send(`/functions/v1/${name}`, {
        method: 'POST',
        body,
        token: theirs,
      })
      expect([400, 403], name).toContain(answer.status)
    }
    const target = `/storage/v1/object/uploads/${hostile().otherId}/late.csv`
    await refused(hostile().send(target, { method: 'POST', body: 'x', token: theirs }), 'Storage')
  })
}
