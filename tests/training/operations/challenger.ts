import { describe, expect, test } from 'vitest'
import type { GetOperations } from './open-operations.ts'

/** A refused challenger that scores in shadow. */
export function testChallenger(desk: GetOperations): void {
  describe('a challenger', () => {
    test('that may still be better is kept and scores in shadow', async () => {
      // The champion learns that frauds are low in one feature. Then they are low in another one, and in the hold-out
      // every other fraud is low in the one, the rest in the other: each model finds its half, whatever engine made it,
      // and resamples favour now this one, now that one. The gate must rule out any loss.
      const noise = (shift: number) => desk().sql`((hashint8(id + ${shift}) & 65535) / 65536.0)`
      await desk().sql`
        update public.transactions
        set features[30] = (${noise(0)} - case when is_fraud then 0.8 else 0 end)::real, features[2] = ${noise(7)}::real`
      await desk().set({ gate_margin: 0 })
      const first = await desk().train()
      expect(first.decision.decision).toBe('promote')
      const [learned] = await desk().sql`
        select trained_until from public.model_versions where id = ${first.version.modelVersionId}`
      const isOld = desk().sql`(occurred_at >= ${learned!.trained_until} and id / 20 % 2 = 0)`
      await desk().sql`
        update public.transactions
        set features[30] = (${noise(0)} - case when is_fraud and ${isOld} then 0.8 else 0 end)::real,
            features[2] = (${noise(7)} - case when is_fraud and not ${isOld} then 0.8 else 0 end)::real`
      const outcome = await desk().train()
      expect(outcome).toMatchObject({ state: 'refused', version: { alias: 'challenger' } })
      expect(outcome.difference.low).toBeLessThan(-0.1)
      expect(outcome.difference.high).toBeGreaterThan(0.1)
      expect(outcome.shadowCount).toBeGreaterThan(0)
      expect((await desk().newestRun()).state).toBe('refused')

      const { data } = await desk().brain.rpc('shadow_comparison', { dataset_slug: 'ulb' })
      const compared = data as { months: { rowCount: number; agreement: number }[] }
      expect(compared).toMatchObject({
        challenger: { version: outcome.version.version },
        champion: { version: outcome.version.version - 1 },
      })
      expect(compared.months.length).toBeGreaterThan(0)
      expect(compared.months[0]!.rowCount).toBeGreaterThan(100)
      const [served] = await desk().sql`
        select count(*)::integer as count from public.monthly_predictions where model_version_id = ${outcome.version.modelVersionId}`
      expect(served!.count).toBe(0)
    })

    test('scores what is uploaded later at the next catch-up', async () => {
      const [shadow] = await desk().sql`
        select version.id, version.trained_until from public.model_aliases as alias
        join public.model_versions as version on version.id = alias.model_version_id where alias.alias = 'challenger'`
      const missing = () =>
        desk().sql`
          select count(*)::integer as count from public.transactions as rows
          where occurred_at >= ${shadow!.trained_until} and not exists (
            select 1 from public.predictions as said
            where said.transaction_id = rows.id and said.occurred_at = rows.occurred_at and said.model_version_id = ${shadow!.id})`.then(
          ([row]) => row!.count,
        )
      await desk()
        .sql`delete from public.predictions where model_version_id = ${shadow!.id} and transaction_id % 2 = 0`
      expect(await missing()).toBeGreaterThan(0)
      const { code, err } = await desk().runTrainer(['catch-up', '--dataset', 'ulb'])
      expect(code, err).toBe(0)
      expect(await missing()).toBe(0)
    })

    test('ends when an admin says so', async () => {
      const { error } = await desk().brain.rpc('end_shadow', {
        dataset_slug: 'ulb',
        reason: 'Seen.',
      })
      expect(error).toBeNull()
      const { data } = await desk().brain.rpc('shadow_comparison', { dataset_slug: 'ulb' })
      expect(data).toBeNull()
    })
  })
}
