import { expect, test } from 'vitest'
import type { FeatureDefinition } from '../../core/datasets/profile.ts'
import { type DriftOverview, mapDrift } from './drift-overview.ts'

const feature = (name: string): FeatureDefinition => ({
  name,
  label: name.toUpperCase(),
  unit: 'number',
  kind: 'numeric',
})
const even = { edges: [1], counts: [500, 500, 0] }
const overview: DriftOverview = {
  dataset: { slug: 'd', title: 'D', profile: 'ulb', currency: 'EUR', champion: null },
  version: 3,
  trainedUntil: '2019-02-01T00:00:00+00:00',
  versions: [{ version: 3, isChampion: true }],
  pendingCount: 0,
  baselines: [
    { position: 1, ...even },
    { position: 2, ...even },
  ],
  months: [
    {
      month: '2019-01',
      rowCount: 1000,
      features: '900,100,0;500,500,0',
    },
    {
      month: '2019-02',
      rowCount: 1000,
      features: '500,500,0;900,100,0',
    },
  ],
  scores: [{ month: '2019-02', version: 2, counts: [500, 500, 0], baseline: even }],
  scoreMonths: [],
}
const map = mapDrift(overview, [feature('a'), feature('b')], (month) => month)

test('what moved since the model learned comes first, after the score', () => {
  expect(map.rows.map(({ name }) => name)).toEqual(['fraud_score', 'b', 'a'])
  expect(map.months.map(({ isLearned }) => isLearned)).toEqual([true, false])
})

test('a cell is measured against its own bins, and knows whose they are', () => {
  const [score, moved] = map.rows
  expect(moved!.cells.get('2019-02')?.drift.band).toBe('strong')
  expect(moved!.cells.get('2019-02')?.version).toBe(3)
  expect(score!.cells.get('2019-02')?.version).toBe(2)
  expect(score!.cells.has('2019-01')).toBe(false)
})

test('the sentence is about the newest month', () => {
  expect(map.advice?.urgency).toBe('act')
  expect(map.advice?.sentence).toMatch(/^2019-02 differs strongly .* in b:/)
})

test('without months there is nothing to say', () => {
  expect(mapDrift({ ...overview, months: [] }, [], (month) => month)).toMatchObject({
    months: [],
    advice: null,
  })
})
