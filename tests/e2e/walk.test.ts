import { createHash } from 'node:crypto'
import { createClient } from '@supabase/supabase-js'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { writeDamagedUpload } from './damaged-upload.ts'
import {
  fillSignIn,
  hydrated,
  openBrowser,
  openWindow,
  signIn,
  type Visitor,
} from './open-browser.ts'

const desk = inject('desk')
let browser: Browser

beforeAll(async () => {
  browser = await openBrowser()
})

afterAll(async () => await browser?.close())

const count = (value: number) => value.toLocaleString('en-GB')

describe('a signed-out visitor', () => {
  test.each(['/demo/months', '/demo/months/2019-01', '/uploads', '/demo/admin'])(
    'who asks for %s sees the sign-in page',
    async (path) => {
      const { context, page } = await openWindow(browser, desk.APP_URL)
      await page.goto(path)
      expect(new URL(page.url()).pathname).toBe('/sign-in')
      await page.getByRole('button', { name: 'Sign in', exact: true }).waitFor()
      await context.close()
    },
  )

  test('finds the way in on the first page', async () => {
    const { context, page, faults } = await openWindow(browser, desk.APP_URL)
    await page.goto('/')
    await page.getByRole('link', { name: 'Sign in' }).first().click()
    await page.waitForURL('**/sign-in')
    expect(faults).toEqual([])
    await context.close()
  })

  test('with a wrong password is told so and stays outside', async () => {
    const { context, page } = await openWindow(browser, desk.APP_URL)
    await page.goto('/sign-in')
    await fillSignIn(page, desk.PINKY_EMAIL, 'narf narf narf')
    await page
      .getByRole('alert')
      .filter({ hasText: /password/i })
      .waitFor()
    await page.goto('/demo/months')
    expect(new URL(page.url()).pathname).toBe('/sign-in')
    await context.close()
  })
})

describe('Pinky', () => {
  let pinky: Visitor

  beforeAll(async () => {
    pinky = await openWindow(browser, desk.APP_URL)
    const { PINKY_EMAIL, PINKY_PASSWORD } = desk
    await signIn(pinky.page, PINKY_EMAIL, PINKY_PASSWORD)
  })

  afterAll(() => pinky?.context.close())

  test('sees every month of the story', async () => {
    const { page } = pinky
    await page.goto('/demo/months')
    await page.getByRole('figure', { name: /fraud per month/ }).waitFor()
    const months = page.getByRole('table').locator('tbody tr')
    expect(await months.count()).toBeGreaterThanOrEqual(25)
    expect(await months.first().getByRole('link').textContent()).toBe('January 2019')
    expect(await months.last().getByRole('link').textContent()).toBe('January 2017')
  })

  test('opens January 2019 and sees flagged transactions with reasons', async () => {
    const { page } = pinky
    await page.getByRole('link', { name: 'January 2019' }).first().click()
    await page.getByRole('heading', { name: 'January 2019' }).waitFor()
    const rows = page.getByRole('table').locator('tbody tr')
    await rows.first().waitFor()
    for (const row of await rows.all()) {
      expect(await row.getByRole('listitem').count()).toBeGreaterThan(0)
    }
    expect(await rows.first().getByRole('listitem').first().textContent()).toMatch(/\w{3}/)
  })

  test('sees which rows of a damaged file are rejected, keeps the good ones, and sees them counted', async () => {
    const { page } = pinky
    const upload = writeDamagedUpload()
    const goodCount = upload.rowCount - upload.rejectedCount
    await page.goto('/demo/months/2019-01')
    const before = await readTransactionCount(pinky)

    await uploadToDemo(pinky, 'january.csv', upload.csv)
    await page.getByText(`3 of ${count(upload.rowCount)} rows cannot be used`).waitFor()
    const rejected = page.getByRole('region', { name: 'Rejected rows' }).locator('tbody tr')
    await rejected.first().waitFor()
    expect(await rejected.count()).toBe(3)
    expect(await rejected.nth(0).textContent()).toMatch(/^12amttwelve/)
    expect(await rejected.nth(1).textContent()).toMatch(/^22trans_date_trans_timeyesterday/)
    expect(await rejected.nth(2).textContent()).toMatch(/^32/)

    await page.getByRole('button', { name: `Keep ${count(goodCount)} good rows` }).click()
    await page.getByText(`${count(goodCount)} transactions stored`).waitFor()
    // The service asked for a decision by refusing the first commit, which a browser logs.
    forgive(pinky, /409 .*commit-upload/)
    await page.goto('/demo/months/2019-01')
    expect(await readTransactionCount(pinky)).toBe(before + goodCount)
  })

  test('uploads the same file again and nothing is stored twice', async () => {
    const { page } = pinky
    await uploadToDemo(pinky, 'the same.csv', writeDamagedUpload().csv)
    await page.getByText('This file is here already').waitFor()
  })

  test('uploads a picture and reads one clear sentence', async () => {
    const { page } = pinky
    await chooseFile(pinky, 'holiday.png', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'))
    const alert = page.getByRole('alert').filter({ hasText: 'This file cannot be used' })
    await alert.waitFor()
    expect(await alert.textContent()).toMatch(/PNG|image|picture|binary/i)
    expect(await alert.textContent()).toContain('Nothing was sent')
  })

  test('sorts the flagged transactions and turns the page', async () => {
    const { page } = pinky
    await page.goto('/demo/months/2019-01')
    const amounts = async () => {
      const cells = await page
        .getByRole('table')
        .locator('tbody tr td:nth-child(2)')
        .allTextContents()
      return cells.map((text) => Number(text.replace(/[^\d.]/g, '')))
    }
    const sortable = page.getByRole('columnheader', { name: 'Amount' })
    await (await hydrated(sortable.getByRole('button'))).click()
    await page.waitForURL(/sort=amount/)
    await page
      .locator('table[aria-busy="false"] th[aria-sort="descending"]', { hasText: 'Amount' })
      .waitFor()
    const first = await amounts()
    expect(first).toHaveLength(50)
    expect(first).toEqual(first.toSorted((a, b) => b - a))

    await page.getByRole('navigation', { name: 'Pages' }).getByLabel('Next page').click()
    await page.waitForURL(/page=2/)
    await page.getByText(/^51 to /).waitFor()
    await page.locator('table[aria-busy="false"]').waitFor()
    const second = await amounts()
    expect(second.length).toBeGreaterThan(0)
    expect(second[0]).toBeLessThanOrEqual(first.at(-1)!)
  })

  test('opens one transaction, reads its reasons and records what it was', async () => {
    const { page } = pinky
    await page.goto('/demo/months/2019-01')
    await page.getByRole('table').locator('tbody tr').first().getByRole('link').click()
    await page.waitForURL(/\/transactions\/\d+$/)
    await page.getByRole('heading', { name: 'Strongest reasons' }).waitFor()
    expect(await page.getByRole('main').getByText('Flagged', { exact: true }).count()).toBe(1)

    await (await hydrated(page.getByRole('button', { name: 'Fraud', exact: true }))).click()
    await page.getByText('Recorded as fraud').waitFor()
    await page.reload()
    await page.getByText(`by ${desk.PINKY_EMAIL}`).waitFor()
  })

  test.each(['/admin', '/demo/admin'])('is refused %s by the server', async (path) => {
    const { page } = pinky
    const response = await page.goto(path)
    expect(response?.status()).toBe(403)
    await page.getByRole('heading', { name: 'This page is for admins' }).waitFor()
    forgive(pinky, /status of 403/)
  })

  test('met no error in the browser on the whole way', () => {
    expect(pinky.faults).toEqual([])
  })
})

describe('Brain', () => {
  let brain: Visitor

  beforeAll(async () => {
    brain = await openWindow(browser, desk.APP_URL)
    const { BRAIN_EMAIL, BRAIN_PASSWORD } = desk
    await signIn(brain.page, BRAIN_EMAIL, BRAIN_PASSWORD)
  })

  afterAll(() => brain?.context.close())

  test("sees the champion's average precision on the hold-out with its interval", async () => {
    const { page } = brain
    const response = await page.goto('/demo/admin')
    expect(response?.status()).toBe(200)
    const figure = page
      .locator('dl > div')
      .filter({ hasText: /^Average precision/ })
      .first()
    const [, value, low, high] = /precision(0\.\d+)(0\.\d+) to (0\.\d+)/
      .exec((await figure.textContent()) ?? '')!
      .map(Number)
    expect(low).toBeLessThan(value!)
    expect(high).toBeGreaterThan(value!)
    expect(low).toBeGreaterThan(0.02)
  })

  test('asks for retraining, and sees it run and the decision of the gate with its reason', async () => {
    const { page } = brain
    await page.getByRole('button', { name: 'Retrain' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('textbox').fill('Labels were corrected')
    await dialog.getByRole('button', { name: 'Request retraining' }).click()
    await page.getByText('Run 2 was requested').waitFor()
    await page
      .getByText(/^Average precision 0\.\d+ \(.*against the champion's 0\.\d+/)
      .first()
      .waitFor({ timeout: 90_000 })
  })

  test('met no error in the browser', () => {
    expect(brain.faults).toEqual([])
  })
})

test('the hash that the health check tells is that of the artifact in Storage', async () => {
  const { APP_URL, NEXT_PUBLIC_SUPABASE_URL, SUPABASE_SECRET_KEY } = desk
  const response = await fetch(`${APP_URL}/api/health`)
  expect(response.status).toBe(200)
  const health = await response.json()
  expect(health.status).toBe('ready')
  const { champion } = health.datasets.find(({ slug }: { slug: string }) => slug === 'demo')

  const client = createClient(NEXT_PUBLIC_SUPABASE_URL, SUPABASE_SECRET_KEY)
  const version = await client
    .from('model_versions')
    .select('artifact_path')
    .eq('artifact_sha256', champion.sha256)
    .single()
  expect(version.error).toBeNull()
  const artifact = await client.storage.from('models').download(version.data?.artifact_path)
  expect(artifact.error).toBeNull()
  const bytes = Buffer.from(await artifact.data!.arrayBuffer())
  expect(champion.sha256).toBe(createHash('sha256').update(bytes).digest('hex'))
})

async function readTransactionCount({ page }: Visitor): Promise<number> {
  const text = await page.getByText(/^[\d,]+ transactions worth/).textContent()
  return Number(text?.split(' ')[0]?.replaceAll(',', ''))
}

async function chooseFile({ page }: Visitor, name: string, buffer: Buffer): Promise<void> {
  await page.goto('/uploads')
  const input = await hydrated(page.getByLabel('Files of transactions'))
  await input.setInputFiles({ name, mimeType: 'application/octet-stream', buffer })
}

/** Chooses a file and sends it to the story's dataset, up to the service's answer. */
async function uploadToDemo(visitor: Visitor, name: string, csv: Buffer): Promise<void> {
  const { page } = visitor
  await chooseFile(visitor, name, csv)
  await page.getByLabel('Into dataset').selectOption({ label: 'Demo bank' })
  await page.getByRole('button', { name: 'Upload', exact: true }).click()
}

/** Takes faults off the list that the last step meant to cause, and sees that it did. */
function forgive(visitor: Visitor, expected: RegExp): void {
  const others = visitor.faults.filter((text) => !expected.test(text))
  expect(others.length).toBeLessThan(visitor.faults.length)
  visitor.faults.splice(0, visitor.faults.length, ...others)
}
