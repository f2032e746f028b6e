import { expect, test } from 'vitest'
import { describeTrainerLine } from './run-trainer.ts'

test.each([
  [
    '   1.7 s  split   train 292,750 rows, 1309 frauds, to 2018-12-01; validation 19,025 rows, 75 frauds, to 2019-01-01',
    'learning from 292,750 transactions, 1309 of them fraud',
  ],
  ['  36.3 s  fit     gradient-boosting in 17.2 s (typescript)', 'tried gradient-boosting'],
  ['  51.8 s  choose  blend: average precision 0.804 on validation', 'chose blend'],
  ['  60.1 s  gate    promoted: Average precision 0.511 (0.407 to 0.607)', 'promoted'],
  ['   0.2 s  wait    run 3 trains demo', 'run 3 trains demo'],
  ['Cannot train: no transaction has a label.', 'Cannot train'],
])('%s', (line, words) => {
  expect(describeTrainerLine(line)).toBe(words)
})
