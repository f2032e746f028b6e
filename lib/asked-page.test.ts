import { expect, it } from 'vitest'
import { parseAskedPage, parseAskedUpload } from './asked-page.ts'

it.each([
  ['/demo/months', { month: null, transactionId: null }],
  ['/demo/review', { month: null, transactionId: null }],
  ['/demo/months/2019-01', { month: '2019-01', transactionId: null }],
  ['/demo/months/2019-01?label=fraud', { month: '2019-01', transactionId: null }],
  ['/demo/months/2019-01/export?x=1', { month: '2019-01', transactionId: null }],
  ['/demo/months/2019-01/transactions/7', { month: '2019-01', transactionId: 7 }],
  ['/demo/months/2019-13', null],
  ['/demo/months/today', null],
  ['/demo/months/2019-01/transactions/0', null],
  ['/demo/months/2019-01/transactions/seven', null],
  ['/demo/months/2019-01/transactions/1234567890123456', null],
])('%s names %j', (path, page) => {
  expect(parseAskedPage(path)).toEqual(page)
})

it.each([
  ['/uploads', undefined],
  ['/uploads?dataset=demo', undefined],
  ['/demo/months', undefined],
  [
    '/uploads/0B6E7A52-4c1e-4f2a-9d3b-111111111111?rejected=2',
    '0B6E7A52-4c1e-4f2a-9d3b-111111111111',
  ],
  ['/uploads/latest', null],
])('%s names the upload %s', (path, upload) => {
  expect(parseAskedUpload(path)).toBe(upload)
})
