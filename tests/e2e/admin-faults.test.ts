import type { Page } from 'playwright-core'
import postgres from 'postgres'
import { afterAll, afterEach, beforeEach, expect, inject, onTestFinished, test } from 'vitest'
import { followVisitor } from './follow-visitor.ts'
import { hydrated, openWindow } from './open-browser.ts'
import { insertThreeVersions } from './three-versions.ts'

const desk = inject('desk')
const sql = postgres(desk.SUPABASE_DB_URL, { max: 1, onnotice: () => {} })
const brain = followVisitor('BRAIN')
const REASON = 'It misses too much of what came since'
let removeVersions: () => Promise<void>

// Every try of a test begins with three versions that nobody has changed.
beforeEach(async () => {
  removeVersions = await insertThreeVersions(sql, 'ulb')
})
afterEach(() => removeVersions())
afterAll(() => sql.end({ timeout: 1 }))

/** Opens the dialog of an action on version 1 and gives the reason. */
async function begin(page: Page, action: string) {
  await page.goto('/ulb/admin/models?first=2&second=1')
  const actions = page.getByRole('row', { name: /^Actions/ })
  await (await hydrated(actions.getByRole('button', { name: action }).last())).click()
  const dialog = page.getByRole('dialog', { name: /version 1$/ })
  await dialog.getByLabel('Reason').fill(REASON)
  return { actions, dialog, confirm: dialog.getByRole('button', { name: `${action} version 1` }) }
}

test('an action on a version that was retired meanwhile says so, and then the page shows it', async () => {
  const { page } = brain
  const { actions, dialog, confirm } = await begin(page, 'Promote')
  await sql`
    update public.model_versions set retired_at = now()
    where version = 1 and dataset_id = (select id from public.datasets where slug = 'ulb')`
  brain.expectFault(/409 .*promote_model_version/)
  await confirm.click()
  await dialog
    .getByRole('alert')
    .filter({ hasText: 'Cannot promote this version: Version 1 is retired' })
    .waitFor()
  expect(await dialog.getByLabel('Reason').inputValue()).toBe(REASON)
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  await actions.getByText('Retired: it never serves again.').waitFor()
})

test('without a connection an action says so at once, keeps the reason and is not made later', async () => {
  const { page, context } = brain
  const { dialog, confirm } = await begin(page, 'Retire')
  brain.expectFault(/ERR_INTERNET_DISCONNECTED/)
  await context.setOffline(true)
  onTestFinished(() => context.setOffline(false))
  await confirm.click()
  await dialog.getByRole('alert').filter({ hasText: 'the service does not answer' }).waitFor()
  expect(await dialog.getByLabel('Reason').inputValue()).toBe(REASON)
  await context.setOffline(false)
  await page.reload()
  const [version] =
    await sql`select retired_at from public.model_versions where artifact_path = 'by-hand/900001'`
  expect(version!.retired_at).toBeNull()
})

test('an ended session leads to the sign-in page, and the reason is there afterwards', async () => {
  const { page, context } = brain
  const { actions, dialog, confirm } = await begin(page, 'Promote')
  const cookies = await context.cookies()
  onTestFinished(() => context.addCookies(cookies))
  brain.expectFault(/status of 401/)
  await context.clearCookies()
  await confirm.click()
  await page.getByText('Your session has ended').waitFor()
  await dialog.waitFor({ state: 'detached' })
  await context.addCookies(cookies)
  await actions.getByRole('button', { name: 'Promote' }).last().click()
  expect(await dialog.getByLabel('Reason').inputValue()).toBe(REASON)
})

test('a second click while the first is under way does nothing', async () => {
  const { page } = brain
  const { actions, dialog, confirm } = await begin(page, 'Retire')
  let calls = 0
  const held = Promise.withResolvers<void>()
  await page.route(/retire_model_version/, async (route) => {
    if (route.request().method() === 'POST') calls++
    await held.promise
    await route.continue()
  })
  await confirm.dblclick()
  const waiting = dialog.getByRole('button', { name: 'One moment …' })
  await waiting.waitFor()
  await waiting.press('Enter')
  held.resolve()
  await actions.getByText('Retired: it never serves again.').waitFor()
  expect(calls).toBe(1)
})

test('without a connection the code of dialogs and messages does not come: it is told, and the page stays', async () => {
  // A window of its own holds no code from before.
  const { page, context } = await openWindow(brain.context.browser()!, desk.APP_URL)
  onTestFinished(() => context.close())
  await context.addCookies(await brain.context.cookies())
  await page.goto('/ulb/admin/models?first=2&second=1')
  const promote = await hydrated(page.getByRole('button', { name: 'Promote' }).last())
  await context.setOffline(true)
  await promote.click()
  const told = page.getByRole('alert').filter({ hasText: 'This cannot be opened' })
  await told.getByText('The app does not answer').waitFor()
  await told.getByRole('button', { name: 'Close' }).click()
  await told.waitFor({ state: 'detached' })
  await page.getByRole('heading', { name: 'Compare versions' }).waitFor()
})
