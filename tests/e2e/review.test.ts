import type { Locator } from 'playwright-core'
import postgres from 'postgres'
import { afterAll, beforeEach, expect, inject, onTestFinished, test } from 'vitest'
import { type FollowedVisitor, followVisitor } from './follow-visitor.ts'
import { fillSignIn, hydrated, openWindow, signIn } from './open-browser.ts'

const desk = inject('desk')
const sql = postgres(desk.SUPABASE_DB_URL, { max: 1 })
const pinky = followVisitor('PINKY')
const brain = followVisitor('BRAIN')

// Whoever walked over this page before may still be looking at its first transactions.
beforeEach(async () => void (await sql`delete from public.review_claims`))
afterAll(() => sql.end({ timeout: 1 }))

const items = ({ page }: FollowedVisitor): Locator =>
  page.getByRole('list', { name: 'Waiting' }).getByRole('button')
const current = (visitor: FollowedVisitor): Locator =>
  visitor.page.getByRole('list', { name: 'Waiting' }).locator('[aria-current="true"]')

async function openQueue(visitor: FollowedVisitor): Promise<void> {
  await visitor.page.goto('/demo/review')
  await hydrated(items(visitor).first())
}

/** Waits until an item is the marked one. */
async function isMarked(visitor: FollowedVisitor, text: string): Promise<void> {
  await current(visitor).filter({ hasText: text }).waitFor()
}

const textOf = async (locator: Locator) => (await locator.textContent()) ?? ''

test('the queue lists the riskiest first, and keys walk through it', async () => {
  await openQueue(pinky)
  const scores = (await items(pinky).allTextContents()).map((text) =>
    Number(/(0\.\d{3}|1\.000)$/.exec(text)?.[0]),
  )
  expect(scores.length).toBeGreaterThan(5)
  expect(scores).toEqual(scores.toSorted((a, b) => b - a))

  const second = await textOf(items(pinky).nth(1))
  await pinky.page.keyboard.press('j')
  await isMarked(pinky, second)
  await pinky.page.keyboard.press('k')
  await isMarked(pinky, await textOf(items(pinky).first()))
})

test('F, L and U record what it was and go on, Z takes it back', async () => {
  const { page } = pinky
  await openQueue(pinky)
  const [first, second, third, fourth] = (await items(pinky).allTextContents()) as [
    string,
    string,
    string,
    string,
  ]
  const today = page.getByRole('region', { name: 'Today' })
  const reviewed = async () => Number(/^(\d+)/.exec(await textOf(today))?.[1])
  const before = await reviewed()
  for (const [key, next] of [
    ['f', second],
    ['l', third],
    ['u', fourth],
  ] as const) {
    await page.keyboard.press(key)
    await isMarked(pinky, next)
  }
  await expect.poll(reviewed).toBe(before + 3)
  for (const back of [third, second, first]) {
    await Promise.all([
      page.waitForResponse(/\/rpc\/undo_review/),
      page.keyboard.press('z'),
      isMarked(pinky, back),
    ])
  }
  await expect.poll(reviewed).toBe(before)
  await page.getByText('Taken back').waitFor()
  await expect
    .poll(async () => {
      await openQueue(pinky)
      return textOf(items(pinky).first())
    })
    .toBe(first)
})

test('two people are never on the same one unknowingly', async () => {
  await Promise.all([pinky.page.waitForResponse(/\/rpc\/claim_review/), openQueue(pinky)])
  const mine = await textOf(current(pinky))
  await openQueue(brain)
  await brain.page.getByText('Pinky is on it').waitFor()
  expect(await textOf(current(brain))).not.toBe(mine)

  await items(brain).first().click()
  await brain.page.getByText(/Pinky has been looking at this/).waitFor()
  expect(await brain.page.getByRole('button', { name: 'Fraud' }).isDisabled()).toBe(true)
  const waiting = await items(brain).count()
  await brain.page.keyboard.press('f')
  expect(await items(brain).count()).toBe(waiting)
  await brain.page.getByRole('button', { name: 'Take it over' }).click()
  await expect.poll(() => brain.page.getByRole('button', { name: 'Fraud' }).isEnabled()).toBe(true)
})

test('a review that fails puts everything back, the note too', async () => {
  const { page } = pinky
  await openQueue(pinky)
  const first = await textOf(current(pinky))
  await page.getByLabel('Note').fill('Called the customer')
  await page.route('**/rpc/record_review*', (route) => route.abort())
  pinky.expectFault(/record_review/)
  await page.getByRole('button', { name: 'Legitimate' }).click()
  await page.getByText('The review was not recorded').waitFor()
  await isMarked(pinky, first.slice(0, 12))
  expect(await textOf(current(pinky))).toContain(first.slice(0, 12))
  expect(await page.getByLabel('Note').inputValue()).toBe('Called the customer')
  await page.getByLabel('Note').fill('')
})

test('an expired session in the middle of a note loses nothing typed', async () => {
  const { page, context } = await openWindow(pinky.context.browser()!, desk.APP_URL)
  onTestFinished(() => context.close())
  await signIn(page, desk.PINKY_EMAIL, desk.PINKY_PASSWORD)
  await page.goto('/demo/months/2019-01')
  await page.locator('a[href*="/transactions/"]:visible').first().click()
  await page.waitForURL(/\/transactions\/\d+$/)
  const address = page.url()
  await page.reload()
  await (await hydrated(page.getByLabel('Note'))).fill('Half a thought')
  await context.clearCookies()
  await page.getByRole('button', { name: 'Unsure', exact: true }).click()
  await page.getByText('Your session has ended').waitFor()
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.waitForURL(/sign-in/)
  await fillSignIn(page, desk.PINKY_EMAIL, desk.PINKY_PASSWORD)
  await page.waitForURL(address)
  await expect.poll(() => page.getByLabel('Note').inputValue()).toBe('Half a thought')
})
