import { expect, test } from 'vitest'
import type { Month } from '../../core/month.ts'
import { demoFile } from '../../core/simulator/demo-files/demo-file.ts'
import { offerDemoFiles } from './offer-demo-files.ts'

const row = (month: Month, transactionCount: number, labelledCount = transactionCount) => ({
  month,
  transactionCount,
  labelledCount,
})
const names = (files: ReturnType<typeof offerDemoFiles>) => files.map(({ fileName }) => fileName)

test('a story with January told offers February, and the labels of January', () => {
  const files = offerDemoFiles([row('2018-12', 14_000), row('2019-01', 13_000, 0)])
  expect(names(files)).toEqual([
    '2019-02.csv',
    '2019-01-labels.csv',
    'every-mistake.csv',
    'ulb-like.csv',
  ])
  expect(files[0]?.href).toBe('/api/demo-files/2019-02.csv')
})

test('the earliest month without labels comes first', () => {
  const files = offerDemoFiles([
    row('2019-01', 13_000),
    row('2019-02', 13_000, 12_999),
    row('2019-03', 13_000, 0),
  ])
  expect(names(files).slice(0, 2)).toEqual(['2019-04.csv', '2019-02-labels.csv'])
})

test('a small story continues with small files', () => {
  const files = offerDemoFiles([row('2018-12', 1_500), row('2019-01', 1_300, 0)])
  expect(files[0]?.href).toBe('/api/demo-files/2019-02.csv?story=small')
})

test('before the story begins and after it ends there is always something', () => {
  expect(names(offerDemoFiles([]))).toEqual(['2019-01.csv', 'every-mistake.csv', 'ulb-like.csv'])
  expect(names(offerDemoFiles([row('2019-06', 13_000)]))).toEqual([
    'every-mistake.csv',
    'ulb-like.csv',
  ])
})

test('every offer can be made', () => {
  for (const { fileName } of offerDemoFiles([row('2019-01', 13_000, 0)])) {
    expect(demoFile(fileName, 'small')).not.toBeNull()
  }
})
