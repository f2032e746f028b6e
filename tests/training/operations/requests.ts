import { describe, expect, test } from 'vitest'
import { requestRetraining } from '../../../lib/models/request-retraining.ts'
import { type GetOperations, type Operations, TRAIN } from './open-operations.ts'

/** What asks for a run. */
export function testRequests(desk: GetOperations): void {
  describe('a request for training', () => {
    const waiting = () =>
      desk()
        .sql`select trigger, reason, requested_by is not null as is_personal from public.training_runs where state = 'requested'`

    test('comes by itself when enough new labels are committed', async () => {
      await desk().set({ retrain_after_labels: 1_000 })
      await desk().upload({ isLabelled: true })
      expect(await waiting()).toEqual([])
      await desk().set({ retrain_after_labels: 100 })
      await desk().upload({ isLabelled: true })
      expect(await waiting()).toMatchObject([
        { trigger: 'new-data', reason: expect.stringMatching(/new labelled rows/) },
      ])
    })

    test('comes from admins and from programs with the secret key, and is not doubled', async () => {
      const [{ id }] = (await desk().sql`
        select id::integer from public.training_runs where state = 'requested'`) as unknown as [
        { id: number },
      ]
      const ask = (client: Operations['brain']) =>
        requestRetraining(async () => client, 'ulb', 'Now.')
      expect(await ask(desk().brain)).toEqual({ runId: id, dispatch: 'not_configured' })
      await expect(ask(desk().pinky)).rejects.toThrow(/Only admins/)
      const call = (headers: Record<string, string>) =>
        fetch(`${desk().stack.apiUrl}/functions/v1/request-retraining`, {
          method: 'POST',
          headers,
          body: JSON.stringify({ dataset: 'ulb', reason: 'A program.' }),
        })
      expect((await call({ apikey: desk().stack.secretKey })).status).toBe(200)
      expect((await call({ apikey: desk().stack.publishableKey })).status).toBe(401)
      expect((await waiting()).length).toBe(1)
    })

    test('is taken when something is due, and then nothing is', async () => {
      expect((await desk().train('--when-due')).runId).toBeGreaterThan(0)
      const { code, out, err } = await desk().runTrainer([...TRAIN, '--when-due'])
      expect(code).toBe(0)
      expect(out).toBe('')
      expect(err).toContain('nothing to do')
    })
  })
}
