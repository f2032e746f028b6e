import { expect, inject, test } from 'vitest'
import { PAGE_WEIGHT_LIMIT, weighPages } from '../../scripts/product/page-weight.ts'

test('no page ships more JavaScript than it may', () => {
  const pages = weighPages(inject('distDir'))
  expect(pages.map(({ route }) => route)).toContain('/[dataset]/months/[month]')
  const weights = pages.map(({ route, firstLoad, afterwards }) => ({
    route,
    bytes: firstLoad + afterwards,
  }))
  expect(weights.filter(({ bytes }) => bytes > PAGE_WEIGHT_LIMIT)).toEqual([])
  // Charts are there, or the figures above would mean nothing.
  expect(pages.find(({ route }) => route === '/[dataset]/months')?.afterwards).toBeGreaterThan(
    50_000,
  )
})
