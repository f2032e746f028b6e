import { describe, expect, it } from 'vitest'
import type { ChampionChange, Training } from '@/lib/months/list-months.ts'
import { describeChange, describeTraining, placeMarks } from './time-line.ts'

const rollback: ChampionChange = {
  isRollback: true,
  version: 1,
  previousVersion: 2,
  by: 'brain@fraud-desk.test',
  at: '2026-03-01T00:00:00Z',
  reason: 'Too many false alarms.',
  firstMonth: '2019-02',
}
const training: Training = { month: '2019-01', isPromoted: true, version: 2 }
const months = ['2018-12', '2019-01', '2019-02'] as const

describe('placeMarks', () => {
  it('puts a training right of what it learned from and a change left of what it scored first', () => {
    expect(placeMarks(months, [training], [rollback])).toEqual([
      { kind: 'training', edge: 2, training },
      { kind: 'change', edge: 2, change: rollback },
    ])
  })

  it('puts a change that has scored nothing yet right of the newest month', () => {
    const waiting = { ...rollback, firstMonth: null }
    expect(placeMarks(months, [], [waiting, rollback]).map(({ edge }) => edge)).toEqual([2, 3])
  })

  it('leaves out trainings on months that are not shown', () => {
    expect(placeMarks(months, [{ ...training, month: '2001-01' }], [])).toEqual([])
  })
})

describe('marks in words', () => {
  it('name both versions where there are two', () => {
    expect(describeChange(rollback)).toBe('Rolled back from version 2 to 1')
    expect(describeChange({ ...rollback, isRollback: false, version: 3 })).toBe(
      'Version 3 promoted by hand in place of 2',
    )
    expect(describeChange({ ...rollback, isRollback: false, previousVersion: null })).toBe(
      'Version 1 promoted by hand',
    )
  })

  it('say what came of a training', () => {
    expect(describeTraining(training)).toBe('Version 2 trained and promoted')
    expect(describeTraining({ ...training, isPromoted: false, version: null })).toBe(
      'Training refused, the champion stayed',
    )
    expect(describeTraining({ ...training, isPromoted: false })).toBe(
      'Version 2 trained and refused, the champion stayed',
    )
  })
})
