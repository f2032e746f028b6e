import { expect, test } from 'vitest'
import { writeModelCard } from './model-card.ts'
import type { ModelCardFacts } from './model-card-facts.ts'

const facts: ModelCardFacts = {
  dataset: { slug: 'demo', title: 'Demo bank', profile: 'sparkov', currency: 'USD' },
  version: 3,
  family: 'gradient-boosting',
  hyperparameters: { trees: 300, depth: 4 },
  artifact: { path: 'demo/run-7/model.fdm', sha256: 'ab'.repeat(32), bytes: 123_456 },
  threshold: 0.25,
  trainedUntil: '2019-03-01T00:00:00Z',
  publishedAt: '2019-05-02T03:17:00Z',
  run: {
    id: 7,
    trigger: 'manual',
    reason: 'See <b>this</b>\n| now',
    gitSha: 'c0ffee'.repeat(6),
    backend: 'typescript',
    startedAt: null,
    rowCount: 311_775,
    fraudCount: 1_500,
    dataHash: 'cd'.repeat(32),
  },
  split: {
    holdout: { rows: 13_000, frauds: 95, from: '2019-03-01T00:00:00Z', to: '2019-04-01T00:00:00Z' },
  },
  decision: { decision: 'promote', code: 'better_than_champion', reason: 'A gain is expected.' },
  candidates: [
    {
      family: 'gradient-boosting',
      hyperparameters: { trees: 300 },
      averagePrecision: 0.8123,
      durationMs: 4_200,
      isSelected: true,
    },
  ],
  metrics: {
    averagePrecision: { value: 0.772, low: 0.7, high: 0.84, resampled: 'card' },
    champion: {
      version: 2,
      averagePrecision: { value: 0.712, low: 0.63, high: 0.79, resampled: 'card' },
    },
    fraudCards: 25,
    brier: 0.0021,
  },
  calibration: [{ meanScore: 0.0004, fraudShare: 0.001, weight: 1_300 }],
  importance: [{ feature: 'amount', importance: 0.4 }],
  drift: { month: '2019-04', features: [{ feature: 'amount', psi: 0.31, band: 'strong' }] },
}

test('a card says what is stored, with intervals and the decision', () => {
  const card = writeModelCard(facts)
  for (const words of [
    '# Demo bank: model version 3',
    'with 95 frauds of 25 cards that are later',
    'whole cards are resampled',
    '311,775 labelled rows, 1,500 of them fraud',
    '| Average precision | 0.772 (0.700 to 0.840) |',
    '| The champion then, version 2 | 0.712 (0.630 to 0.790) |',
    '| Gradient boosting (chosen) | trees 300 | 0.812 | 4.2 s |',
    'Brier score 2.10e-3',
    '| `amount` | 0.310 | strong |',
    'Promoted (`better_than_champion`). A gain is expected.',
    '±0.07',
  ]) {
    expect(card).toContain(words)
  }
})

test('what people typed is text, not Markdown', () => {
  expect(writeModelCard(facts)).toContain('Why: See \\<b\\>this\\</b\\> \\| now')
})

test('a card of an old version says what was not recorded', () => {
  const card = writeModelCard({
    ...facts,
    run: { ...facts.run, rowCount: null, reason: null, gitSha: null, dataHash: null },
    split: {},
    decision: null,
    metrics: {},
    calibration: [],
    importance: [],
    drift: null,
  })
  expect(card).toContain('Not counted when this card was written.')
  expect(card).not.toMatch(/undefined|null|NaN/)
})
