import { createClient } from '@supabase/supabase-js'
import type { Page } from 'playwright-core'
import { expect, inject, test } from 'vitest'
import { findViolations } from './find-violations.ts'
import { followVisitor } from './follow-visitor.ts'
import { hydrated } from './open-browser.ts'
import { seedsFrom, sparkovUpload, withBadAmounts } from './sparkov-upload.ts'
import { cardOf, count, january, readTransactionCount, uploadToDemo } from './upload-page.ts'

const desk = inject('desk')
const nextSeed = seedsFrom(4_200)
const pinky = followVisitor('PINKY')

test('a file with faults shows them before anything is sent, its good rows change the month, its labels come later', async () => {
  const { page } = pinky
  const seed = nextSeed()
  const month = sparkovUpload(seed, { withLabel: false, cards: 25 })
  const labels = sparkovUpload(seed, { withLabel: true, cards: 25 })
  const damaged = [5, 12, 40]
  const goodCount = month.rowCount - damaged.length
  await page.goto(january)
  const before = await readTransactionCount(page)

  await page.goto('/uploads')
  await drop(page, 'strangers.csv', withBadAmounts(month.lines, damaged))
  const card = cardOf(page, 'strangers.csv')
  await card
    .getByText(`All ${count(month.rowCount)} rows were checked here: 3 have faults`)
    .waitFor()
  const preview = card.getByRole('table')
  await preview.locator('tbody tr').first().waitFor()
  expect(await preview.locator('tbody tr').count()).toBe(20)
  expect(await preview.getByText('amt is not a plain number').count()).toBe(2)
  // Card numbers stay covered.
  expect(await preview.textContent()).not.toContain(month.lines[1]!.split(',')[1]!)
  expect(await findViolations(page)).toEqual([])

  // The service asks for a decision by refusing the first commit.
  pinky.expectFault(/409 .*commit-upload/)
  await card.getByLabel('Into dataset').selectOption({ label: 'Demo bank' })
  await card.getByRole('button', { name: 'Upload', exact: true }).click()
  await card.getByText(`3 of ${count(month.rowCount)} rows cannot be used`).waitFor()
  const rejected = card.getByRole('region', { name: 'Rejected rows' })
  await expect
    .poll(() => rejected.locator('tbody tr').allTextContents())
    .toEqual(damaged.map((line) => expect.stringMatching(`^${line}amttwelveNot a number`)))
  await rejected
    .getByRole('button', { name: /^Not a number/ })
    .first()
    .click()
  await rejected.getByText('not_a_number').waitFor()
  expect(await findViolations(page)).toEqual([])

  await card.getByRole('button', { name: `Keep ${count(goodCount)} good rows` }).click()
  await card.getByText(`${count(goodCount)} transactions stored`).waitFor()
  await card.getByText('The file has no label column').waitFor()
  await card.getByRole('link', { name: 'Jan 2019' }).click()
  await page.getByRole('heading', { name: 'January 2019' }).waitFor()
  await expect.poll(() => readTransactionCount(page)).toBe(before + goodCount)
  const unlabelled = await readSummary(page)

  const labelCard = await uploadToDemo(page, 'labels.csv', labels.csv)
  // The damaged rows are good in this file, and new.
  await labelCard.getByText(`${damaged.length} transactions stored`).waitFor()
  const report = labelCard.getByRole('region', { name: 'How the model did on this file' })
  await report.getByText('Average precision').waitFor()
  const figures = (await report.locator('dl').first().textContent()) ?? ''
  expect(figures).toMatch(/Average precision0\.\d+.*Precision\d+\.\d%.*Recall\d+\.\d%/)
  await report.getByRole('figure', { name: /^Precision-recall curve/ }).waitFor()
  const cells = await report.getByRole('table').locator('td').allTextContents()
  const matrix = cells.flatMap((text) => text.match(/[\d,]+/)?.[0].replaceAll(',', '') ?? [])
  expect(matrix.reduce((sum, cell) => sum + Number(cell), 0)).toBe(labels.rowCount)

  await labelCard.getByRole('link', { name: 'See its details' }).click()
  // The card on the list has the same heading, one level below.
  await page.getByRole('heading', { name: 'labels.csv', level: 1 }).waitFor()
  await page.getByRole('figure', { name: /^Precision-recall curve/ }).waitFor()
  expect(await findViolations(page)).toEqual([])
  const original = await page.request.get(
    (await page.getByRole('link', { name: 'Original file' }).getAttribute('href'))!,
  )
  expect(await original.body()).toEqual(labels.csv)

  await page.goto(january)
  expect(await readSummary(page)).not.toBe(unlabelled)
  for (const name of ['Precision', 'Recall']) {
    const figure = page
      .locator('dl > div')
      .filter({ hasText: new RegExp(`^${name}`) })
      .first()
    // Other walks leave rows without labels in this month: then it says how many have one.
    expect(await figure.textContent()).toMatch(/\d+\.\d%|\d+% labelled/)
  }

  const again = await uploadToDemo(page, 'again.csv', labels.csv)
  await again.getByText('This file is here already').waitFor()
})

test('a visitor without data sees every kind of mistake by one click, and how the model did on the rest', async () => {
  const { page } = pinky
  await removeStored('every-mistake.csv')
  await page.goto('/uploads')
  await (await hydrated(page.getByRole('button', { name: 'Upload every-mistake.csv' }))).click()
  const card = cardOf(page, 'every-mistake.csv')
  pinky.expectFault(/409 .*commit-upload/)
  await card.getByText(/ rows cannot be used/).waitFor()
  const codes = card.getByRole('list', { name: 'Faults by code' }).getByRole('listitem')
  await codes.nth(9).waitFor()
  expect(await codes.count()).toBe(10)
  const href = (await page
    .getByRole('link', { name: 'Download every-mistake.csv' })
    .getAttribute('href'))!

  // The decision can be made later, and elsewhere.
  await page.goto('/uploads?state=ready')
  const waiting = page.getByRole('row').filter({ hasText: 'every-mistake.csv' })
  await waiting.getByRole('link', { name: 'Decide' }).click()
  await (await hydrated(page.getByRole('button', { name: /^Keep / }))).click()
  const report = page.getByRole('region', { name: 'How the model did on this file' })
  await report.getByText('Recall', { exact: true }).waitFor()

  const etag = (await page.request.get(href)).headers().etag!
  const again = await page.request.get(href, { headers: { 'If-None-Match': etag } })
  expect(again.status()).toBe(304)
  expect((await fetch(`${desk.APP_URL}${href}`)).status).toBe(401)
})

test('the history is filtered by dataset and state in the URL', async () => {
  const { page } = pinky
  await page.goto('/uploads?dataset=demo&state=committed')
  const rows = page.getByRole('region', { name: 'Earlier uploads' }).locator('tbody tr')
  await rows.first().waitFor()
  for (const text of await rows.allTextContents()) expect(text).toContain('Stored')
  await (await hydrated(page.getByLabel('State', { exact: true }))).selectOption({
    label: 'Discarded',
  })
  await page.waitForURL(/\?dataset=demo&state=discarded$/)
  await page.getByLabel('Dataset', { exact: true }).selectOption({ value: 'ibm' })
  await page.waitForURL(/\?dataset=ibm&state=discarded$/)
  await page.getByText('No upload is like that').waitFor()
  await page.getByRole('button', { name: 'Show all' }).click()
  await page.waitForURL(/\/uploads$/)
  await rows.first().waitFor()
})

/** Takes away what Pinky stored of a file. */
async function removeStored(name: string): Promise<void> {
  const client = createClient(
    desk.NEXT_PUBLIC_SUPABASE_URL,
    desk.NEXT_PUBLIC_SUPABASE_PUBLISHABLE_KEY,
    { auth: { persistSession: false } },
  )
  await client.auth.signInWithPassword({ email: desk.PINKY_EMAIL, password: desk.PINKY_PASSWORD })
  const stored = await client
    .from('uploads')
    .select('id')
    .match({ file_name: name, state: 'committed' })
  expect(stored.error).toBeNull()
  for (const { id } of stored.data ?? []) {
    const { error } = await client.rpc('remove_upload', { upload_id: id })
    expect(error).toBeNull()
  }
}

/** Drops a file as a desktop does. */
async function drop(page: Page, name: string, csv: Buffer): Promise<void> {
  const zone = await hydrated(page.getByRole('region', { name: 'Choose files' }))
  const dataTransfer = await page.evaluateHandle(
    ([fileName, text]) => {
      const data = new DataTransfer()
      data.items.add(new File([text], fileName, { type: 'text/csv' }))
      return data
    },
    [name, csv.toString()] as const,
  )
  for (const event of ['dragenter', 'dragover', 'drop']) {
    await zone.dispatchEvent(event, { dataTransfer })
  }
}

async function readSummary(page: Page): Promise<string> {
  return (await page.getByText(/^[\d,]+ transactions worth/).textContent()) ?? ''
}
