import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { GetOperations } from './open-operations.ts'

/** What a run learns from, and families that were fitted on machines of their own. */
export function testLearning(desk: GetOperations): void {
  describe('what a model learns from', () => {
    test('made-up labels and a model’s own word are left out', async () => {
      await desk().sql`
        insert into public.transactions
          (dataset_id, occurred_at, fingerprint, amount, features, is_fraud, label_source, labelled_at)
        select dataset_id, occurred_at, md5('made up' || id)::uuid, amount, features, not is_fraud,
               (array['simulated', 'prediction'])[1 + id % 2]::public.label_source, now()
        from public.transactions order by id limit 40`
      await desk().sql`
        select private.refresh_months((select id from public.datasets where slug = 'ulb'), array['2018-01-01'::date])`
      const outcome = await desk().train()
      expect(outcome.decision.code).toBe('first_model')
      const [rows] = await desk().sql`
        select count(*)::integer as count from public.transactions where label_source in ('file', 'review')`
      expect(Number((await desk().newestRun()).row_count)).toBe(rows!.count)
      await desk()
        .sql`delete from public.transactions where label_source in ('simulated', 'prediction')`
    })
  })

  test('families that were fitted on separate machines are gathered, chosen from and judged', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'fraud-desk-candidates-'))
    try {
      const plan = await desk().runTrainer([
        ...[
          'plan',
          '--dataset',
          'ulb',
          '--families',
          'gradient-boosting,logistic-regression,blend',
        ],
      ])
      expect(JSON.parse(plan.out)).toEqual({
        datasets: ['ulb'],
        fits: [
          { dataset: 'ulb', family: 'gradient-boosting' },
          { dataset: 'ulb', family: 'logistic-regression' },
        ],
      })
      const fitAlone = (family: string) =>
        desk().runTrainer(['fit', '--dataset', 'ulb', '--families', family, '--into', folder])
      for (const { code, err } of [
        await fitAlone('gradient-boosting'),
        await fitAlone('logistic-regression'),
      ]) {
        expect(code, err).toBe(0)
      }
      const families = ['--families', 'gradient-boosting,logistic-regression', '--json']
      const gathered = await desk().runTrainer([
        ...[
          '--dataset',
          'ulb',
          '--candidates',
          folder,
          '--output',
          join(folder, 'out'),
          ...families,
        ],
      ])
      expect(gathered.code, gathered.err).toBe(0)
      expect(gathered.err).toMatch(/gather +\d+ candidates from gradient-boosting/)
      expect(gathered.err).not.toMatch(/ fit +/)
      const alone = await desk().runTrainer(['--dataset', 'ulb', ...families])
      const [one, other] = [JSON.parse(gathered.out), JSON.parse(alone.out)]
      expect(one.holdout).toEqual(other.holdout)
      expect(one.candidates.map((candidate: { metrics: unknown }) => candidate.metrics)).toEqual(
        other.candidates.map((candidate: { metrics: unknown }) => candidate.metrics),
      )
      expect(await readFile(join(folder, 'out/summary.md'), 'utf8')).toContain('Average precision')
    } finally {
      await rm(folder, { recursive: true })
    }
  })
}
