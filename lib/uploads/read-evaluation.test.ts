import { expect, test } from 'vitest'
import { explainImpossible } from './read-evaluation.ts'

test.each([
  ['no_labels', 0, /no label column/],
  ['no_model', 0, /No model scored/],
  ['model_learned_from_rows', 0, /has learned from this period/],
  ['one_class', 0, /None of the rows/],
  ['one_class', 9, /Every row/],
  ['too_few_frauds', 1, /Only 1 of the rows is fraud/],
  ['too_few_frauds', 4, /Only 4 of the rows are fraud/],
  [null, 0, /not known/],
])('%s with %i frauds is explained', (code, frauds, sentence) => {
  expect(explainImpossible(code, frauds)).toMatch(sentence)
})
