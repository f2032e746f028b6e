import { describe, expect, it, vi } from 'vitest'
import { shareRefreshes } from './shared-refresh.ts'

const REFRESH = 'http://supabase.test/auth/v1/token?grant_type=refresh_token'

function setUp(answer: () => Promise<Response>) {
  let time = 0
  const fetchOnce = vi.fn(answer)
  const fetch = shareRefreshes(fetchOnce as unknown as typeof globalThis.fetch, () => time)
  const refresh = (token: string) =>
    fetch(REFRESH, { method: 'POST', body: JSON.stringify({ refresh_token: token }) })
  return { fetch, fetchOnce, refresh, wait: (ms: number) => (time += ms) }
}

const session = async () => Response.json({ access_token: 'new' })

describe('shareRefreshes', () => {
  it('renews once for requests that come together, and each can read the answer', async () => {
    const { refresh, fetchOnce } = setUp(session)
    const answers = await Promise.all([refresh('a'), refresh('a'), refresh('a')])
    expect(fetchOnce).toHaveBeenCalledTimes(1)
    for (const answer of answers) expect(await answer.json()).toEqual({ access_token: 'new' })
  })

  it('serves latecomers for ten seconds and no longer', async () => {
    const { refresh, fetchOnce, wait } = setUp(session)
    await refresh('a')
    wait(9_999)
    expect(await (await refresh('a')).json()).toEqual({ access_token: 'new' })
    expect(fetchOnce).toHaveBeenCalledTimes(1)
    wait(1)
    await refresh('a')
    expect(fetchOnce).toHaveBeenCalledTimes(2)
  })

  it('never mixes up two sessions', async () => {
    const { refresh, fetchOnce } = setUp(session)
    await Promise.all([refresh('a'), refresh('b')])
    expect(fetchOnce).toHaveBeenCalledTimes(2)
  })

  it('asks again after a failure', async () => {
    const answers = [
      () => Promise.reject(new TypeError('unreachable')),
      async () => new Response('', { status: 503 }),
      session,
    ]
    const { refresh, fetchOnce } = setUp(() => answers.shift()!())
    await expect(refresh('a')).rejects.toThrow('unreachable')
    expect((await refresh('a')).status).toBe(503)
    expect((await refresh('a')).status).toBe(200)
    expect(fetchOnce).toHaveBeenCalledTimes(3)
  })

  it('leaves every other request alone', async () => {
    const { fetch, fetchOnce } = setUp(session)
    await Promise.all([
      fetch('http://supabase.test/rest/v1/rpc/my_session', { method: 'POST', body: '{}' }),
      fetch('http://supabase.test/rest/v1/rpc/my_session', { method: 'POST', body: '{}' }),
    ])
    expect(fetchOnce).toHaveBeenCalledTimes(2)
  })
})
