import type { Locator, Page, Route } from 'playwright-core'
import { expect, inject, onTestFinished, test } from 'vitest'
import { findViolations } from './find-violations.ts'
import { followVisitor } from './follow-visitor.ts'
import { hydrated, openWindow, signIn } from './open-browser.ts'
import { seedsFrom, sparkovUpload } from './sparkov-upload.ts'
import { cardOf, chooseFiles, count } from './upload-page.ts'

const desk = inject('desk')
const nextSeed = seedsFrom(4_300)
const pinky = followVisitor('PINKY')

test('two files follow one another; one is paused, continued in another browser, and survives moving about', async () => {
  const { page } = pinky
  // Names of their own: what another try began stays in the history.
  const files = [1, 2].map(() => {
    const seed = nextSeed()
    return { name: `queued-${seed}.csv`, ...sparkovUpload(seed, { withLabel: false }) }
  })
  const [first, second] = files
  await page.goto('/uploads')
  const held = await holdRequests(page, '**/functions/v1/ingest-upload')
  await chooseFiles(page, ...files.map(({ name, csv }) => ({ name, buffer: csv })))
  for (const { name } of files)
    await cardOf(page, name).getByLabel('Into dataset').selectOption({ label: 'Demo bank' })
  await page.getByRole('button', { name: 'Upload all 2, one after the other' }).click()
  const [one, two] = files.map(({ name }) => cardOf(page, name)) as [Locator, Locator]
  await two.getByText('Waiting for its turn').waitFor()
  await held.arrival()

  // Leaving the site asks; moving within the app does not, and a chip leads back.
  const [question] = await Promise.all([
    page.waitForEvent('dialog'),
    page.close({ runBeforeUnload: true }),
  ])
  await question.dismiss()
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Months' }).click()
  await page.getByRole('heading', { name: 'Months', exact: true }).waitFor()
  const chip = page.getByRole('link', { name: new RegExp(first!.name) })
  await chip.getByText('One more file follows').waitFor()
  expect(await findViolations(page)).toEqual([])
  await chip.click()

  // A lost connection is waited for, and said so.
  pinky.expectFault(/ingest-upload/)
  await held.fail()
  await one.getByText(/Attempt 1 failed; the next one follows/).waitFor()
  await one.getByRole('button', { name: 'Pause' }).click()
  await one.getByText('Paused; what was sent is kept').waitFor()
  await held.release()
  await two.getByText(`${count(second!.rowCount)} transactions stored`).waitFor()

  const elsewhere = await openWindow(pinky.context.browser()!, desk.APP_URL)
  onTestFinished(() => elsewhere.context.close())
  await signIn(elsewhere.page, desk.PINKY_EMAIL, desk.PINKY_PASSWORD)
  await elsewhere.page.goto('/uploads?state=receiving')
  const input = elsewhere.page.getByLabel(`${first!.name} again`)
  await (await hydrated(input)).setInputFiles({
    name: 'another.csv',
    mimeType: 'text/csv',
    buffer: second!.csv,
  })
  await elsewhere.page.getByText('This is not the file that was begun').waitFor()
  await input.setInputFiles({ name: first!.name, mimeType: 'text/csv', buffer: first!.csv })
  await elsewhere.page.getByText(`${count(first!.rowCount)} transactions stored`).waitFor()
  // The other file has changed cards meanwhile, so the service asks for the parts once more.
  expect(elsewhere.faults.filter((text) => !/409 .*ingest-upload/.test(text))).toEqual([])

  await one.getByRole('button', { name: 'Resume' }).click()
  await one.getByText('This file is here already').waitFor()
})

test('everything works by keyboard alone', async () => {
  const { page } = pinky
  await page.goto('/uploads')
  await hydrated(page.getByRole('button', { name: 'Choose files' }))
  // The browser hands choosers over only some time after it was asked to.
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    focusByTab(page, page.getByRole('button', { name: 'Choose files' })).then(() =>
      page.keyboard.press('Enter'),
    ),
  ])
  const { csv, rowCount } = sparkovUpload(nextSeed(), { withLabel: false, cards: 3 })
  await chooser.setFiles({ name: 'keys.csv', mimeType: 'text/csv', buffer: csv })
  const card = cardOf(page, 'keys.csv')
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
