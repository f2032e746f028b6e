import { afterAll, beforeAll, expect, test } from 'vitest'
import { parseModelArtifact } from '../../core/scoring/model-artifact.ts'
import { loadScorer } from '../../core/scoring/score.ts'
import { askVersions } from '../../lib/transactions/ask-versions.ts'
import { type PublishedModel, publishModel } from './publish-model.ts'
import { ulbTable } from './sample-files.ts'
import { openUploadDesk, type UploadDesk } from './upload-desk.ts'

let desk: UploadDesk
let served: PublishedModel
let later: PublishedModel
let damaged: PublishedModel
beforeAll(async () => {
  desk = await openUploadDesk()
  await desk.empty()
  served = await publishModel(desk, 'ulb', { feature: 'amount', slope: 0.05, offset: 100 })
  await desk.upload(ulbTable())
  damaged = await publishModel(desk, 'ulb', { feature: 'amount', slope: 2, offset: 10 })
  await desk.service.storage.from('models').upload(damaged.path, 'none', { upsert: true })
  later = await publishModel(desk, 'ulb', { feature: 'amount', slope: 0.5, offset: 20 })
})
afterAll(() => desk?.close())

const ask = (month: string, id: number, dataset = 'ulb') =>
  askVersions(async () => desk.pinky, dataset, month as `${number}-${number}`, id)

test('every kept version scores the stored features as core/scoring does, and nothing is written', async () => {
  const transactions = await desk.sql<{ id: string; month: string; features: number[] }[]>`
    select id, to_char(occurred_at at time zone 'UTC', 'YYYY-MM') as month, features
    from public.transactions order by amount desc limit 2`
  const before = await desk.sql`select * from public.predictions order by transaction_id`
  for (const { id, month, features } of transactions) {
    const opinions = await ask(month, Number(id))
    expect(opinions.map(({ alias, isServed }) => [alias, isServed])).toEqual([
      ['champion', false],
      [null, false],
      [null, true],
    ])
    for (const [index, model] of [later, null, served].entries()) {
      const opinion = opinions[index]!
      if (model === null) {
        expect(opinion).toMatchObject({ fraudScore: null, isFlagged: null })
        expect(opinion.reason).toMatch(/sha256/)
        continue
      }
      const scorer = loadScorer(parseModelArtifact(model.artifact).data!)
      const fraudScore = scorer.score(Float32Array.from(features), 1)[0]!
      expect(opinion).toMatchObject({ fraudScore, isFlagged: fraudScore >= 0.5, reason: null })
    }
  }
  expect(await desk.sql`select * from public.predictions order by transaction_id`).toEqual(before)
})

test('a transaction of another month or dataset is not found', async () => {
  const [row] = await desk.sql`
    select id::int, to_char(occurred_at at time zone 'UTC', 'YYYY-MM') as month from public.transactions limit 1`
  const notFound = { code: 'transaction_not_found' }
  await expect(ask('2001-01', row!.id)).rejects.toMatchObject(notFound)
  await expect(ask(row!.month, row!.id, 'sparkov')).rejects.toMatchObject(notFound)
})
