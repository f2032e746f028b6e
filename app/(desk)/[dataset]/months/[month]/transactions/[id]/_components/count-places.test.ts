import { expect, it } from 'vitest'
import { countPlaces } from './count-places.ts'

const at = (id: number, place: string | null) => ({
  id,
  place,
  occurredAt: '2019-01-01T00:00:00Z',
  amount: 1,
  merchant: null,
  isFraud: null,
  isFlagged: false,
})

it('counts where a card was, this time aside', () => {
  const history = [
    at(1, 'Tulsa, OK'),
    at(2, 'Boise, ID'),
    at(3, 'Tulsa, OK'),
    at(4, null),
    at(5, 'Rome'),
  ]
  expect(countPlaces(history, 5)).toEqual([
    { place: 'Tulsa, OK', count: 2 },
    { place: 'Boise, ID', count: 1 },
  ])
})
