import type { Browser, Locator, Page, Route } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest'
import { findViolations } from './find-violations.ts'
import { hydrated, openBrowser, openWindow, signIn, type Visitor } from './open-browser.ts'
import { sparkovUpload, withBadAmounts } from './sparkov-upload.ts'

const desk = inject('desk')
const count = (value: number) => value.toLocaleString('en-GB')
const january = '/demo/months/2019-01'

let browser: Browser
let pinky: Visitor

beforeAll(async () => {
  browser = await openBrowser()
  pinky = await openPinky()
})

// What one test holds back must not wait in the next one.
afterEach(async () => await pinky.page.unrouteAll({ behavior: 'ignoreErrors' }))

afterAll(async () => await browser?.close())

describe('a file with faults', () => {
  const month = sparkovUpload(4201, { withLabel: false, cards: 25 })
  const labels = sparkovUpload(4201, { withLabel: true, cards: 25 })
  const damaged = [5, 12, 40]
  const goodCount = month.rowCount - damaged.length
  const csv = withBadAmounts(month.lines, damaged)

  test('is dropped, shows its first rows and faults before anything is sent, then its rejected rows; the good ones change the month', async () => {
    const { page } = pinky
    await page.goto(january)
    const before = await readTransactionCount(page)

    await page.goto('/uploads')
    await drop(page, 'strangers.csv', csv)
    const card = page.getByRole('region', { name: 'strangers.csv', exact: true })
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

    await card.getByLabel('Into dataset').selectOption({ label: 'Demo bank' })
    await card.getByRole('button', { name: 'Upload', exact: true }).click()
    await card.getByText(`3 of ${count(month.rowCount)} rows cannot be used`).waitFor()
    forgive(pinky, /409 .*commit-upload/)
    const rejected = card.getByRole('region', { name: 'Rejected rows' })
    await rejected.locator('tbody tr').first().waitFor()
    expect(await rejected.locator('tbody tr').allTextContents()).toEqual(
      damaged.map((line) => expect.stringMatching(`^${line}amttwelveNot a number`)),
    )
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
    expect(await readTransactionCount(page)).toBe(before + goodCount)
  })

  test('gets its labels later: precision and recall appear for the file and the month', async () => {
    const { page } = pinky
    const labelled = await readLabelledShare(page)
    await chooseFiles(page, { name: 'labels.csv', buffer: labels.csv })
    const card = page.getByRole('region', { name: 'labels.csv', exact: true })
    await card.getByLabel('Into dataset').selectOption({ label: 'Demo bank' })
    await card.getByRole('button', { name: 'Upload', exact: true }).click()
    // The damaged rows are good in this file, and new.
    await card.getByText(`${damaged.length} transactions stored`).waitFor()
    const report = card.getByRole('region', { name: 'How the model did on this file' })
    await report.getByText('Average precision').waitFor()
    const figures = (await report.locator('dl').first().textContent()) ?? ''
    expect(figures).toMatch(/Average precision0\.\d+.*Precision\d+\.\d%.*Recall\d+\.\d%/)
    await report.getByRole('figure', { name: /^Precision-recall curve/ }).waitFor()
    const cells = await report.getByRole('table').locator('td').allTextContents()
    const matrix = cells.flatMap((text) => text.match(/[\d,]+/)?.[0].replaceAll(',', '') ?? [])
    const rows = matrix.reduce((sum, cell) => sum + Number(cell), 0)
    expect(rows).toBe(labels.rowCount)

    await card.getByRole('link', { name: 'See its details' }).click()
    // The card on the list has the same heading, one level below.
    await page.getByRole('heading', { name: 'labels.csv', level: 1 }).waitFor()
    await page.getByRole('figure', { name: /^Precision-recall curve/ }).waitFor()
    expect(await findViolations(page)).toEqual([])
    const original = await page.request.get(
      (await page.getByRole('link', { name: 'Original file' }).getAttribute('href'))!,
    )
    expect(await original.body()).toEqual(labels.csv)

    await page.goto(january)
    expect(await readLabelledShare(page)).not.toBe(labelled)
    for (const name of ['Precision', 'Recall']) {
      const figure = page
        .locator('dl > div')
        .filter({ hasText: new RegExp(`^${name}`) })
        .first()
      // Other walks leave rows without labels in this month: then it says how many have one.
      expect(await figure.textContent()).toMatch(/\d+\.\d%|\d+% labelled/)
    }
  })

  test('the same file again is recognised, and nothing is stored twice', async () => {
    const { page } = pinky
    await chooseFiles(page, { name: 'again.csv', buffer: labels.csv })
    const card = page.getByRole('region', { name: 'again.csv', exact: true })
    await card.getByLabel('Into dataset').selectOption({ label: 'Demo bank' })
    await card.getByRole('button', { name: 'Upload', exact: true }).click()
    await card.getByText('This file is here already').waitFor()
  })
})

test('a stored upload is removed after a question, not before the later one that was built on it', async () => {
  const { page } = pinky
  await page.goto(january)
  const before = await readTransactionCount(page)
  const month = sparkovUpload(4251, { withLabel: false, cards: 4 })
  // The second file repeats the first one's rows and brings their labels.
  const files = [month, sparkovUpload(4251, { withLabel: true, cards: 4 })]
  const pages: string[] = []
  for (const [at, file] of files.entries()) {
    const name = `taken-back-${at}.csv`
    await chooseFiles(page, { name, buffer: file.csv })
    const card = page.getByRole('region', { name, exact: true })
    await card.getByLabel('Into dataset').selectOption({ label: 'Demo bank' })
    await card.getByRole('button', { name: 'Upload', exact: true }).click()
    await card.getByRole('link', { name: 'See its details' }).click()
    await page.waitForURL(/\/uploads\/[0-9a-f-]{36}$/)
    await page.getByRole('button', { name: 'Remove this upload' }).waitFor()
    pages.push(page.url())
  }
  const [first, second] = pages as [string, string]
  const open = async (url: string) => {
    await page.goto(url)
    await (await hydrated(page.getByRole('button', { name: 'Remove this upload' }))).click()
    return page.getByRole('dialog', { name: /^Remove taken-back-/ })
  }

  const refused = await open(first)
  await refused.getByText(`${count(month.rowCount)} transactions in Jan 2019`).waitFor()
  await refused.getByRole('button', { name: 'Remove it' }).click()
  await refused
    .getByRole('alert')
    .getByText(/remove taken-back-1\.csv first/)
    .waitFor()
  forgive(pinky, /409 .*remove_upload/)

  for (const url of [second, first]) {
    const dialog = await open(url)
    await dialog.getByRole('button', { name: 'Remove it' }).click()
    await page.getByText('Nothing of this file is stored.').waitFor()
    expect(await page.getByRole('button', { name: 'Remove this upload' }).count()).toBe(0)
  }
  await page.goto(january)
  expect(await readTransactionCount(page)).toBe(before)
})

test('two files follow one another; one is paused, continued in another browser, and survives moving about', async () => {
  const { page } = pinky
  const [first, second] = [4301, 4302].map((seed) => sparkovUpload(seed, { withLabel: false }))
  await page.goto('/uploads')
  const held = await holdRequests(page, '**/functions/v1/ingest-upload')
  await chooseFiles(
    page,
    { name: 'first.csv', buffer: first!.csv },
    { name: 'second.csv', buffer: second!.csv },
  )
  for (const name of ['first.csv', 'second.csv']) {
    const choice = page.getByRole('region', { name, exact: true }).getByLabel('Into dataset')
    await choice.selectOption({ label: 'Demo bank' })
  }
  await page.getByRole('button', { name: 'Upload all 2, one after the other' }).click()
  const [one, two] = ['first.csv', 'second.csv'].map((name) =>
    page.getByRole('region', { name, exact: true }),
  ) as [Locator, Locator]
  await two.getByText('Waiting for its turn').waitFor()
  await held.arrival()

  // Leaving the site asks; moving within the app does not, and a chip leads back.
  const question = page.waitForEvent('dialog')
  await page.close({ runBeforeUnload: true })
  await (await question).dismiss()
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Months' }).click()
  await page.getByRole('heading', { name: 'Months', exact: true }).waitFor()
  const chip = page.getByRole('link', { name: /first\.csv/ })
  await chip.getByText('One more file follows').waitFor()
  expect(await findViolations(page)).toEqual([])
  await chip.click()

  // A lost connection is waited for, and said so.
  await held.fail()
  await one.getByText(/Attempt 1 failed; the next one follows/).waitFor()
  forgive(pinky, /ingest-upload/)
  await one.getByRole('button', { name: 'Pause' }).click()
  await one.getByText('Paused; what was sent is kept').waitFor()
  await held.release()
  await two.getByText(`${count(second!.rowCount)} transactions stored`).waitFor()

  const elsewhere = await openPinky()
  await elsewhere.page.goto('/uploads?state=receiving')
  const input = elsewhere.page.getByLabel('first.csv again')
  await (await hydrated(input)).setInputFiles({
    name: 'another.csv',
    mimeType: 'text/csv',
    buffer: second!.csv,
  })
  await elsewhere.page.getByText('This is not the file that was begun').waitFor()
  await input.setInputFiles({ name: 'first.csv', mimeType: 'text/csv', buffer: first!.csv })
  await elsewhere.page.getByText(`${count(first!.rowCount)} transactions stored`).waitFor()
  // The other file has changed cards meanwhile, so the service asks for the parts once more.
  expect(elsewhere.faults.filter((text) => !/409 .*ingest-upload/.test(text))).toEqual([])
  await elsewhere.context.close()

  await one.getByRole('button', { name: 'Resume' }).click()
  await one.getByText('This file is here already').waitFor()
})

test('a visitor without data sees every kind of mistake by one click, and how the model did on the rest', async () => {
  const { page } = pinky
  await page.goto('/uploads')
  await (await hydrated(page.getByRole('button', { name: 'Upload every-mistake.csv' }))).click()
  const card = page.getByRole('region', { name: 'every-mistake.csv', exact: true })
  await card.getByText(/ rows cannot be used/).waitFor()
  forgive(pinky, /409 .*commit-upload/)
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

test('everything works by keyboard alone', async () => {
  const { page } = pinky
  await page.goto('/uploads')
  await hydrated(page.getByRole('button', { name: 'Choose files' }))
  const chooser = page.waitForEvent('filechooser')
  await focusByTab(page, page.getByRole('button', { name: 'Choose files' }))
  await page.keyboard.press('Enter')
  const { csv, rowCount } = sparkovUpload(4401, { withLabel: false, cards: 3 })
  await (await chooser).setFiles({ name: 'keys.csv', mimeType: 'text/csv', buffer: csv })
  const card = page.getByRole('region', { name: 'keys.csv', exact: true })
  await card.getByText(`All ${rowCount} rows were checked here`).waitFor()
  await focusByTab(page, card.getByLabel('Into dataset'))
  // Type-ahead of the device's own list.
  await page.keyboard.type('Demo')
  await focusByTab(page, card.getByRole('button', { name: 'Upload', exact: true }))
  await page.keyboard.press('Enter')
  await card.getByText(`${rowCount} transactions stored`).waitFor()
  await focusByTab(page, card.getByRole('button', { name: 'Take keys.csv off the list' }))
  await page.keyboard.press('Enter')
  await card.waitFor({ state: 'detached' })
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

test('met no error in the browser on the upload pages', () => {
  // The months' own walk answers for the months' pages.
  expect(pinky.faults.filter((text) => !/\/months\//.test(text))).toEqual([])
})

async function openPinky(): Promise<Visitor> {
  const visitor = await openWindow(browser, desk.APP_URL)
  await signIn(visitor.page, desk.PINKY_EMAIL, desk.PINKY_PASSWORD)
  return visitor
}

async function chooseFiles(
  page: Page,
  ...files: { name: string; buffer: Buffer }[]
): Promise<void> {
  if (!page.url().endsWith('/uploads')) await page.goto('/uploads')
  const input = await hydrated(page.getByLabel('Files of transactions'))
  await input.setInputFiles(files.map((file) => ({ ...file, mimeType: 'text/csv' })))
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

/** Keeps requests to an address waiting until they are failed or let go. */
async function holdRequests(page: Page, url: string) {
  let waiting: Route[] = []
  let mode: 'hold' | 'release' = 'hold'
  const arrived = Promise.withResolvers<void>()
  await page.route(url, async (route) => {
    if (mode === 'release') return await route.continue()
    waiting.push(route)
    arrived.resolve()
  })
  const take = () => {
    const routes = waiting
    waiting = []
    return routes
  }
  return {
    /** Settles when the first request waits. */
    arrival: () => arrived.promise,
    /** Breaks the connections of those that wait; later ones wait too. */
    fail: async () => {
      for (const route of take()) await route.abort('connectionfailed')
    },
    /** Lets all go on, and later ones too. */
    release: async () => {
      mode = 'release'
      for (const route of take()) await route.continue().catch(() => {})
    },
  }
}

/** Presses Tab until the element has the focus. */
async function focusByTab(page: Page, target: Locator): Promise<void> {
  for (let step = 0; step < 80; step++) {
    if (await target.evaluate((element) => element === document.activeElement)) return
    await page.keyboard.press('Tab')
  }
  throw new Error('Tab does not reach it.')
}

async function readTransactionCount(page: Page): Promise<number> {
  const text = await page.getByText(/^[\d,]+ transactions worth/).textContent()
  return Number(text?.split(' ')[0]?.replaceAll(',', ''))
}

async function readLabelledShare(page: Page): Promise<string> {
  return (await page.getByText(/^[\d,]+ transactions worth/).textContent()) ?? ''
}

/** Takes faults off the list that the last step meant to cause, and sees that it did. */
function forgive(visitor: Visitor, expected: RegExp): void {
  const others = visitor.faults.filter((text) => !expected.test(text))
  expect(others.length).toBeLessThan(visitor.faults.length)
  visitor.faults.splice(0, visitor.faults.length, ...others)
}
