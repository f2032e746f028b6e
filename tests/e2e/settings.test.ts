import postgres from 'postgres'
import {
  afterAll,
  afterEach,
  beforeAll,
  beforeEach,
  describe,
  expect,
  inject,
  onTestFinished,
  test,
} from 'vitest'
import { findViolations } from './find-violations.ts'
import { followVisitor } from './follow-visitor.ts'
import { hydrated, openWindow, signIn } from './open-browser.ts'

const desk = inject('desk')
const sql = postgres(desk.SUPABASE_DB_URL, { max: 1, onnotice: () => {} })
const pinky = followVisitor('PINKY')
const brain = followVisitor('BRAIN')
let settingsBefore: postgres.JSONValue

beforeAll(async () => {
  const [row] = await sql`select settings from public.datasets where slug = 'ulb'`
  settingsBefore = row!.settings
})
// Another try, and other walks, begin with the settings of the demo.
afterEach(async () => {
  await sql`update public.datasets set settings = ${sql.json(settingsBefore)} where slug = 'ulb'`
})
afterAll(() => sql.end({ timeout: 1 }))

test('Pinky is refused the settings by the server', async () => {
  pinky.expectFault(/status of 403/)
  const response = await pinky.page.goto('/ulb/admin/settings')
  expect(response?.status()).toBe(403)
})

describe('Brain', () => {
  beforeEach(async () => void (await brain.page.goto('/ulb/admin/settings')))

  test('is told beside the field what cannot be saved, and loses nothing by a reload', async () => {
    const { page } = brain
    await (await hydrated(page.getByLabel('Review cost'))).fill('-1')
    await page.getByRole('button', { name: 'Save settings' }).click()
    await page.getByText('The cost of a review is a number from 0 to 1,000,000.').waitFor()
    await page.getByText('Say why: it is kept in the log.').waitFor()
    expect(await page.getByLabel('Review cost').getAttribute('aria-invalid')).toBe('true')

    await page.reload()
    await expect.poll(() => page.getByLabel('Review cost').inputValue()).toBe('-1')
  })

  test('changes policy and review cost by keyboard, and the change is told', async () => {
    const { page } = brain
    const reason = `Reviews take longer now, ${Date.now()}`
    const policy = await hydrated(page.getByRole('radio', { name: 'Best F' }))
    await policy.focus()
    await page.keyboard.press('ArrowDown')
    await page.getByLabel('Review cost').fill('8.5')
    await page.getByLabel('Reason').fill(reason)
    await page.getByLabel('Reason').press('Tab')
    await page.keyboard.press('Enter')
    const changes = page.getByRole('region', { name: 'Changes' })
    const entry = changes.getByRole('listitem').filter({ hasText: reason })
    await entry.waitFor()
    expect(await entry.textContent()).toMatch(/best F \(beta 1\) → alert budget.*5 → 8\.5/)
    const [row] = await sql`select settings from public.datasets where slug = 'ulb'`
    expect(row!.settings).toMatchObject({
      threshold_policy: { kind: 'alert-budget' },
      review_cost: 8.5,
    })
    await expect.poll(() => page.getByLabel('Reason').inputValue()).toBe('')
  })

  test('keeps what was typed when the session ends in the middle of it', async () => {
    const { page, context } = brain
    // A fresh page holds no token yet, so that saving asks for the session.
    await (await hydrated(page.getByLabel('Review cost'))).fill('12')
    await page.getByLabel('Reason').fill('Typed before the session ended')
    const cookies = await context.cookies()
    onTestFinished(() => context.addCookies(cookies))
    await context.clearCookies()
    brain.expectFault(/status of 401/)
    await page.getByRole('button', { name: 'Save settings' }).click()
    await page.getByText('Your session has ended').waitFor()
    await context.addCookies(cookies)
    await page.reload()
    await expect.poll(() => page.getByLabel('Review cost').inputValue()).toBe('12')
    expect(await page.getByLabel('Reason').inputValue()).toBe('Typed before the session ended')
    await (await hydrated(page.getByRole('button', { name: 'Discard changes' }))).click()
    expect(await page.getByLabel('Review cost').inputValue()).toBe('5')
  })

  test('is shown both values when somebody else saves in the meantime, and overwrites nothing unseen', async () => {
    const { page } = brain
    const reason = `Reviews got dearer, ${Date.now()}`
    const otherReason = `The other admin was quicker, ${Date.now()}`
    await (await hydrated(page.getByLabel('Review cost'))).fill('12')
    await page.getByLabel('Reason').fill(reason)

    const other = await openWindow(brain.context.browser()!, desk.APP_URL)
    onTestFinished(() => other.context.close())
    await signIn(other.page, desk.BRAIN_EMAIL, desk.BRAIN_PASSWORD)
    await other.page.goto('/ulb/admin/settings')
    await (await hydrated(other.page.getByLabel('Review cost'))).fill('9')
    await other.page.getByLabel('Overdue after').fill('14')
    await other.page.getByLabel('Reason').fill(otherReason)
    await other.page.getByRole('button', { name: 'Save settings' }).click()
    const saved = other.page.getByRole('region', { name: 'Changes' }).getByRole('listitem')
    await saved.filter({ hasText: otherReason }).waitFor()

    brain.expectFault(/409 .*update_dataset_settings/)
    const [refused] = await Promise.all([
      page.waitForResponse(/update_dataset_settings/),
      page.getByRole('button', { name: 'Save settings' }).click(),
    ])
    expect(refused.status()).toBe(409)
    const note = page.getByRole('alert').filter({ hasText: 'changed while you were typing' })
    await note.getByText(otherReason).waitFor()
    expect(await note.getByRole('listitem').allTextContents()).toEqual(
      expect.arrayContaining([
        'Review cost: 5 → 9',
        'Days until overdue: 30 → 14',
        expect.stringContaining('Review cost: you typed 12, stored is 9.'),
      ]),
    )
    expect(await page.getByLabel('Review cost').inputValue()).toBe('12')
    expect(await page.getByLabel('Overdue after').inputValue()).toBe('14')
    expect(await findViolations(page)).toEqual([])

    await note.getByRole('button', { name: 'Keep what I typed' }).click()
    await note.waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'Save settings' }).click()
    const changes = page.getByRole('region', { name: 'Changes' }).getByRole('listitem')
    await changes.filter({ hasText: reason }).waitFor()
    const [row] = await sql`select settings from public.datasets where slug = 'ulb'`
    expect(row!.settings).toMatchObject({ review_cost: 12, retrain_overdue_days: 14 })
  })

  test('reads the page in light and dark without a fault that axe finds', async () => {
    expect(await findViolations(brain.page)).toEqual([])
  })
})
