import { expect, test } from 'vitest'
import type { DriftBand } from './drift.ts'
import { adviseOnDrift, type NamedDrift } from './drift-advice.ts'

const drift = (label: string, band: DriftBand, psi: number, isScore = false): NamedDrift => ({
  label,
  isScore,
  drift: { psi, chancePsi: 0, ks: 0, band, rowCount: 1_000 },
})
const advise = (...drifts: NamedDrift[]) => adviseOnDrift('June 2019', 4, drifts)

test('nothing moved: nothing to do', () => {
  expect(advise(drift('Amount', 'stable', 0.01))).toEqual({
    urgency: 'nothing',
    sentence: 'June 2019 looks like what version 4 learned from: there is nothing to do.',
  })
})

test('a moderate move is watched, the largest first', () => {
  const { urgency, sentence } = advise(
    drift('Amount', 'moderate', 0.11),
    drift('Score', 'moderate', 0.2, true),
    drift('Age', 'stable', 0.01),
  )
  expect(urgency).toBe('watch')
  expect(sentence).toContain('moderately in the fraud score and amount:')
})

test('a strong move asks to look at the source; what is only moderate is not named', () => {
  const { urgency, sentence } = advise(
    drift('Amount', 'strong', 0.3),
    drift('Hour of day', 'strong', 2),
    drift('Age', 'moderate', 0.2),
  )
  expect(urgency).toBe('act')
  expect(sentence).toContain('in hour of day and amount: check the source')
})

test('a score that moves alone is a matter of alerts', () => {
  expect(advise(drift('Score', 'strong', 1, true), drift('Age', 'stable', 0)).sentence).toMatch(
    /looks as before, but its scores .* alerts first/,
  )
})

test('many are counted', () => {
  const all = ['A', 'B', 'C', 'D', 'E'].map((label, i) => drift(label, 'strong', 9 - i))
  expect(advise(...all).sentence).toContain('in a, b, c and 2 others:')
})

test('what grows by nature is no alarm', () => {
  const growing = { ...drift('Known transactions', 'strong', 4), grows: true }
  expect(advise(growing, drift('Amount', 'stable', 0)).urgency).toBe('nothing')
})

test('too few rows are no alarm, however different', () => {
  const { urgency, sentence } = advise(drift('Amount', 'too_few_rows', 9))
  expect(urgency).toBe('nothing')
  expect(sentence).toContain('too few transactions')
})
