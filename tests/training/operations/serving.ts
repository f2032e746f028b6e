import { describe, expect, test } from 'vitest'
import { type GetOperations, TRAIN } from './open-operations.ts'

/** Which version scores what is uploaded, whatever Storage holds; and its model card. */
export function testServing(desk: GetOperations): void {
  describe('which model serves', () => {
    async function health() {
      const { data } = await desk().service.rpc('service_health')
      const { status, datasets } = data as {
        status: string
        datasets: { slug: string; servedBy: number | null }[]
      }
      return { status, served: datasets.find(({ slug }) => slug === 'ulb')?.servedBy }
    }

    test('a retrained one scores the very next request', async () => {
      expect(await desk().upload({ isLabelled: false })).toBe(1)
      await desk().turnRoundSignal()
      const { version } = await desk().train()
      expect(await desk().upload({ isLabelled: false })).toBe(2)
      expect((await desk().served())?.sha256).toBe(version.sha256)
      expect((await desk().served())?.storedSha256).toBe(version.sha256)
    })

    test('a tampered one is refused, the last good one serves, and an event says so', async () => {
      await desk().turnRoundSignal()
      const { version } = await desk().train()
      expect(version.version).toBe(3)
      const [row] = await desk()
        .sql`select artifact_path from public.model_versions where version = 3`
      const models = desk().service.storage.from('models')
      const { data } = await models.download(row!.artifact_path)
      const sound = new Uint8Array(await data!.arrayBuffer())
      const tampered = sound.slice()
      tampered[tampered.length - 1]! ^= 1
      await models.upload(row!.artifact_path, tampered, { upsert: true })

      expect(await desk().upload({ isLabelled: false })).toBe(2)
      const events = await desk().sql`
        select payload from public.events where kind = 'model_artifact_unusable' order by id desc limit 1`
      expect(events[0]!.payload).toMatchObject({ version: 3, servedBy: 2 })
      expect(events[0]!.payload.reason).toContain(version.sha256)
      expect(await health()).toMatchObject({ status: 'degraded', served: 2 })

      const scoredBy = async () =>
        (await desk().sql`
          select version.version, count(*)::integer as count
          from public.predictions as said
          join public.model_versions as version on version.id = said.model_version_id
          where said.is_served and said.occurred_at >= '2018-12-01' and said.transaction_id % 2 = 0
          group by 1`) as { version: number; count: number }[]
      await desk().sql`
        delete from public.predictions where occurred_at >= '2018-12-01' and transaction_id % 2 = 0`
      await desk().sql`
        select private.refresh_months((select id from public.datasets where slug = 'ulb'), array['2018-12-01'::date])`
      const caughtUp = await desk().runTrainer(['catch-up', '--dataset', 'ulb'])
      expect(caughtUp.code, caughtUp.err).toBe(0)
      expect(caughtUp.err).toContain('version 2 served before and takes its place')
      expect([...(await scoredBy())]).toEqual([{ version: 2, count: 100 }])
      // Met again, and nothing new to say.
      const [told] = await desk().sql`
        select count(*)::integer as count from public.events where kind = 'model_artifact_unusable'`
      expect(told!.count).toBe(1)

      await models.upload(row!.artifact_path, sound, { upsert: true })
      expect(await desk().upload({ isLabelled: false })).toBe(3)
      expect(await health()).toMatchObject({ status: 'ready', served: 3 })
    })

    test('one that Storage does not give back as it was sent is never published', async () => {
      await desk().turnRoundSignal()
      const served = await desk().served()
      desk().gate.tamper(
        (method, path) => method === 'GET' && /\/models\/ulb\/run-\d+\/model\.fdm/.test(path),
        (body) => Buffer.concat([body.subarray(0, -1), Buffer.from([body.at(-1)! ^ 1])]),
      )
      const { code, out, err } = await desk().runTrainer(TRAIN, {
        SUPABASE_URL: desk().gate.url,
        // Nobody listens there: what is told to others never stops a run.
        MLFLOW_TRACKING_URI: 'http://127.0.0.1:1',
      })
      desk().gate.open()
      expect(code, err).toBe(0)
      expect(err).toContain('warning: not reported')
      expect(JSON.parse(out).decision.code).toBe('artifact_damaged')
      expect((await desk().newestRun()).state).toBe('refused')
      expect(await desk().served()).toEqual(served)
      const [object] = await desk().sql`
        select 1 from storage.objects where bucket_id = 'models' and name like ${`%/run-${(await desk().newestRun()).id}/%`}`
      expect(object).toBeUndefined()
    })
  })

  test('a version has a model card that admins may read, and nobody else', async () => {
    const [version] = await desk()
      .sql`select card_path from public.model_versions where version = 3`
    const { data } = await desk().brain.storage.from('models').download(version!.card_path)
    const card = await data!.text()
    for (const words of [
      'model version 3',
      'Gradient boosting',
      '| hold-out |',
      'Average precision',
      'Brier score',
      'Promoted',
    ]) {
      expect(card).toContain(words)
    }
    expect(card).not.toMatch(/undefined|NaN|\[object/)
    const refused = await desk().pinky.storage.from('models').download(version!.card_path)
    expect(refused.data).toBeNull()
  })
}
