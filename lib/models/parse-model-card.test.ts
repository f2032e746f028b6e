import { expect, test } from 'vitest'
import { parseModelCard } from './parse-model-card.ts'

test('headings, paragraphs, lists and tables are told apart', () => {
  const card = `# Demo bank: model version 4

Gradient boosting.
Threshold 0.4.

| Part | Rows |
|---|---|
| train | 34,395 |
| a \\| b | 2 |

- It knows its window.
- It was fitted alone.
`
  expect(parseModelCard(card)).toEqual([
    { kind: 'heading', level: 1, text: 'Demo bank: model version 4' },
    { kind: 'paragraph', text: 'Gradient boosting. Threshold 0.4.' },
    {
      kind: 'table',
      head: ['Part', 'Rows'],
      rows: [
        ['train', '34,395'],
        ['a | b', '2'],
      ],
    },
    { kind: 'list', items: ['It knows its window.', 'It was fitted alone.'] },
  ])
})

test('an empty card has no parts', () => {
  expect(parseModelCard('\n\n')).toEqual([])
})
