import { describe, expect, test } from 'vitest'
import {
  confirmStored,
  decidePromotion,
  mayStillBeBetter,
  type PromotionInput,
  refuseUncompared,
} from './promotion-policy.ts'

const first: PromotionInput = {
  holdout: { rows: 10_231, frauds: 97 },
  baseRate: 0.0018,
  challenger: { averagePrecision: { value: 0.812, low: 0.731, high: 0.88 } },
  champion: null,
  pairedDifference: null,
}
const replacing: PromotionInput = {
  ...first,
  champion: { averagePrecision: { value: 0.8, low: 0.71, high: 0.87 } },
  pairedDifference: { mean: 0.012, low: -0.004, high: 0.03 },
}

describe('the first model of a dataset', () => {
  test('is promoted when it has skill, with the figures in the reason', () => {
    expect(decidePromotion(first)).toEqual({
      decision: 'promote',
      code: 'first_model',
      reason:
        'First model of the dataset: average precision 0.812 (0.731 to 0.880) on 97 frauds in 10,231 rows, where guessing scores 0.002.',
    })
  })

  test('may rest on three frauds, not on two', () => {
    const frauds = (count: number) =>
      decidePromotion({ ...first, holdout: { rows: 4_000, frauds: count } })
    expect(frauds(3).decision).toBe('promote')
    expect(frauds(2)).toMatchObject({ decision: 'refuse', code: 'too_few_frauds' })
    expect(frauds(2).reason).toContain('2 frauds in 4,000 rows; at least 3')
  })

  test('needs frauds on three cards, where there are cards', () => {
    const on = (fraudCards: number) =>
      decidePromotion({ ...first, holdout: { rows: 4_000, frauds: 20, fraudCards } })
    expect(on(2)).toMatchObject({ decision: 'refuse', code: 'too_few_frauds' })
    expect(on(2).reason).toContain('The 20 frauds of the hold-out lie on 2 cards; at least 3')
    expect(on(3).decision).toBe('promote')
    expect(on(3).reason).toContain('on 20 frauds of 3 cards in 4,000 rows')
  })

  test('is refused when guessing may be as good', () => {
    const guess = { averagePrecision: { value: 0.003, low: 0.0018, high: 0.01 } }
    expect(decidePromotion({ ...first, challenger: guess })).toMatchObject({
      decision: 'refuse',
      code: 'no_skill',
    })
    const broken = { averagePrecision: { value: NaN, low: NaN, high: NaN } }
    expect(decidePromotion({ ...first, challenger: broken }).code).toBe('no_skill')
  })
})

describe('a challenger', () => {
  test('replaces the champion when a gain is expected and a loss is ruled out', () => {
    expect(decidePromotion(replacing)).toEqual({
      decision: 'promote',
      code: 'better_than_champion',
      reason:
        "Average precision 0.812 (0.731 to 0.880) against the champion's 0.800 (0.710 to 0.870) on the same 97 frauds; difference +0.012 (−0.004 to +0.030). A gain is expected and a loss of more than 0.020 is ruled out.",
    })
  })

  test.each([
    ['worse_than_champion', { mean: -0.01, low: -0.03, high: 0.01 }],
    ['not_better', { mean: 0, low: 0, high: 0 }],
    ['not_better', { mean: 0.01, low: -0.03, high: 0.05 }],
    ['not_better', { mean: NaN, low: NaN, high: NaN }],
  ])('is refused as %s for a difference of %j', (code, pairedDifference) => {
    expect(decidePromotion({ ...replacing, pairedDifference })).toMatchObject({
      decision: 'refuse',
      code,
    })
  })

  test('is held to the margin of the dataset', () => {
    expect(decidePromotion({ ...replacing, margin: 0.001 }).code).toBe('not_better')
    // A loss of just the margin is not ruled out.
    expect(decidePromotion({ ...replacing, margin: 0.004 }).code).toBe('not_better')
    expect(decidePromotion({ ...replacing, margin: 0.005 }).decision).toBe('promote')
  })

  test('needs ten frauds, or as many as the dataset says', () => {
    const holdout = { rows: 4_000, frauds: 9 }
    expect(decidePromotion({ ...replacing, holdout }).code).toBe('too_few_frauds')
    expect(decidePromotion({ ...replacing, holdout, minimumFrauds: 9 }).decision).toBe('promote')
    expect(decidePromotion({ ...replacing, minimumFrauds: 98 }).code).toBe('too_few_frauds')
  })

  test('cannot be judged without the paired difference', () => {
    expect(() => decidePromotion({ ...replacing, pairedDifference: null })).toThrow(RangeError)
  })
})

describe('whatever its quality, a model is refused', () => {
  test('when its features are not those of the dataset', () => {
    const expected = ['amount', 'hour']
    const refusal = (actual: string[]) =>
      decidePromotion({ ...first, features: { expected, actual } })
    expect(refusal(expected).decision).toBe('promote')
    expect(refusal(['hour', 'amount']).code).toBe('features_do_not_match')
    expect(refusal(['hour', 'amount']).reason).toContain('Feature 1 of the model is hour')
    expect(refusal(['amount']).reason).toContain('takes 1 features, the dataset has 2')
  })

  test('when the stored artifact is not the evaluated one', () => {
    const decision = decidePromotion(first)
    const expected = 'a'.repeat(64)
    expect(confirmStored(decision, { expected, actual: expected })).toBe(decision)
    expect(confirmStored(decision, { expected, actual: 'b'.repeat(64) })).toMatchObject({
      decision: 'refuse',
      code: 'artifact_damaged',
    })
  })
})

test('without a readable version that served, what would be a first model is refused', () => {
  expect(refuseUncompared(decidePromotion(first), 'The artifact is gone.')).toMatchObject({
    decision: 'refuse',
    code: 'champion_damaged',
    reason: expect.stringContaining('The artifact is gone.'),
  })
  const few = decidePromotion({ ...first, holdout: { rows: 100, frauds: 1 } })
  expect(refuseUncompared(few, 'The artifact is gone.')).toBe(few)
})

test('a refused challenger may still be better where its interval reaches above 0', () => {
  expect(mayStillBeBetter({ code: 'not_better' }, { high: 0.05 })).toBe(true)
  expect(mayStillBeBetter({ code: 'worse_than_champion' }, { high: 0.01 })).toBe(true)
  expect(mayStillBeBetter({ code: 'worse_than_champion' }, { high: -0.01 })).toBe(false)
  expect(mayStillBeBetter({ code: 'not_better' }, { high: 0 })).toBe(false)
  expect(mayStillBeBetter({ code: 'too_few_frauds' }, { high: 0.3 })).toBe(false)
  expect(mayStillBeBetter({ code: 'no_skill' }, null)).toBe(false)
})
