import { createClient, type SupabaseClient } from '@supabase/supabase-js'
import type { Browser, Page } from 'playwright-core'
import postgres from 'postgres'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { routes } from '../../lib/routes.ts'
import { findViolations } from './find-violations.ts'
import {
  fillSignIn,
  hydrated,
  openBrowser,
  openWindow,
  signIn,
  type Visitor,
} from './open-browser.ts'

const desk = inject('desk')
const sql = postgres(desk.SUPABASE_DB_URL, { max: 1, onnotice: () => {} })
const PASSWORD = 'an owl on the night bus'
const OTHER_PASSWORD = 'a heron on the day bus'
let browser: Browser
let brain: Visitor

beforeAll(async () => {
  browser = await openBrowser()
  brain = await openWindow(browser, desk.APP_URL)
  await brain.context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await signIn(brain.page, desk.BRAIN_EMAIL, desk.BRAIN_PASSWORD)
})

afterAll(async () => {
  // Other walks count on the people of the demo alone.
  await sql`delete from auth.users where email like '%@invited.test'`
  await sql.end({ timeout: 1 })
  await browser?.close()
})

/** Another person at each attempt, so that a walk can be repeated. */
function newAddress(): string {
  return `person-${crypto.randomUUID().slice(0, 8)}@invited.test`
}

function visitor(): SupabaseClient {
  return createClient(desk.NEXT_PUBLIC_SUPABASE_URL, desk.NEXT_PUBLIC_SUPABASE_PUBLISHABLE_KEY, {
    auth: { persistSession: false, autoRefreshToken: false },
  })
}

async function signedIn(email: string, password: string): Promise<SupabaseClient> {
  const client = visitor()
  const { error } = await client.auth.signInWithPassword({ email, password })
  if (error) throw error
  return client
}

/** The address of a link that Brain makes without the page. */
async function inviteByApi(email: string): Promise<string> {
  const client = await signedIn(desk.BRAIN_EMAIL, desk.BRAIN_PASSWORD)
  const { data, error } = await client.functions.invoke('invite-person', {
    body: { email, role: 'analyst' },
  })
  if (error) throw error
  return routes.welcome(data.data.link)
}

/** An analyst of a walk's own. */
async function addMember(): Promise<string> {
  const email = newAddress()
  const link = new URL(await inviteByApi(email), desk.APP_URL)
  const client = visitor()
  const token_hash = link.searchParams.get('token_hash') ?? ''
  const opened = await client.auth.verifyOtp({ type: 'invite', token_hash })
  const changed = await client.auth.updateUser({ password: PASSWORD })
  if (opened.error ?? changed.error) throw opened.error ?? changed.error
  return email
}

function rowOf(page: Page, list: 'People' | 'Invitations', email: string) {
  return page.getByRole('region', { name: list }).getByRole('listitem').filter({ hasText: email })
}

async function choosePassword(page: Page, password: string, repeated = password) {
  await (await hydrated(page.getByLabel('New password', { exact: true }))).fill(password)
  await page.getByLabel('New password again').fill(repeated)
  await page.locator('form button[type=submit]').click()
}

const inTheDesk = (url: URL) => /^\/\w+\/months/.test(url.pathname)

test('Brain invites; the new person chooses a password and sees the months; the link does not work twice', async () => {
  const email = newAddress()
  const { page } = brain
  await page.goto('/ulb/admin/people')
  await (await hydrated(page.getByRole('button', { name: 'Invite', exact: true }))).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('E-mail address').fill('nobody')
  await dialog.getByRole('button', { name: 'Invite', exact: true }).click()
  await dialog.getByRole('alert').filter({ hasText: 'not an e-mail address' }).waitFor()
  expect(await findViolations(page)).toEqual([])
  await dialog.getByLabel('E-mail address').fill(email)
  await dialog.getByRole('button', { name: 'Invite', exact: true }).click()
  await dialog.getByRole('heading', { name: `${email} is invited as an analyst` }).waitFor()
  expect(await findViolations(page)).toEqual([])
  await dialog.getByRole('button', { name: 'Copy link' }).click()
  await dialog.getByRole('button', { name: 'Copied' }).waitFor()
  const link = await page.evaluate(() => navigator.clipboard.readText())
  expect(link).toBe(await dialog.getByLabel('Link').inputValue())
  expect(new URL(link).origin).toBe(new URL(desk.APP_URL).origin)
  await dialog.getByRole('button', { name: 'Done' }).click()
  await rowOf(page, 'Invitations', email).getByText(`by ${desk.BRAIN_EMAIL}`).waitFor()
  expect(await findViolations(page)).toEqual([])

  // Scanners of mails open every link, more than once.
  for (const method of ['GET', 'HEAD', 'GET'])
    expect((await fetch(link, { method, redirect: 'manual' })).status).toBe(200)

  const { context, page: theirs } = await openWindow(browser, desk.APP_URL)
  await theirs.goto(link)
  await choosePassword(theirs, 'too short', 'not the same')
  await theirs.getByText('A password needs at least 12 characters.').waitFor()
  await theirs.getByText('This is not the same password.').waitFor()
  expect(await findViolations(theirs)).toEqual([])
  await choosePassword(theirs, PASSWORD)
  await theirs.waitForURL(inTheDesk)
  await theirs.getByRole('heading', { level: 1 }).waitFor()
  expect((await theirs.goto('/ulb/months'))?.status()).toBe(200)
  expect((await theirs.goto('/ulb/admin'))?.status()).toBe(403)
  await theirs.goto('/account')
  await theirs.getByText(`${email}, an analyst`).waitFor()
  await context.close()

  const late = await openWindow(browser, desk.APP_URL)
  await late.page.goto(link)
  await choosePassword(late.page, OTHER_PASSWORD)
  await late.page.getByRole('heading', { name: 'This link does not work' }).waitFor()
  expect(await findViolations(late.page)).toEqual([])
  expect(
    (await visitor().auth.signInWithPassword({ email, password: OTHER_PASSWORD })).error,
  ).not.toBeNull()
  await late.context.close()

  await page.reload()
  await rowOf(page, 'People', email).getByText('Analyst', { exact: true }).waitFor()
})

test('an invitation is made and withdrawn with the keyboard alone; its link is dead', async () => {
  const email = newAddress()
  const { page } = brain
  await page.goto('/ulb/admin/people')
  await (await hydrated(page.getByRole('button', { name: 'Invite', exact: true }))).focus()
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog')
  await dialog.locator('input:focus').waitFor()
  await page.keyboard.type(email)
  await page.keyboard.press('Enter')
  const link = await dialog.getByLabel('Link').inputValue()
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'detached' })

  const row = rowOf(page, 'Invitations', email)
  await row.getByRole('button', { name: 'Withdraw invitation' }).focus()
  await page.keyboard.press('Enter')
  const question = page.getByRole('dialog', { name: `Withdraw the invitation of ${email}` })
  await question.getByRole('button', { name: 'Withdraw invitation' }).focus()
  await page.keyboard.press('Enter')
  await row.waitFor({ state: 'detached' })
  await page.getByText(`The invitation of ${email} is withdrawn`).waitFor()
  expect(await sql`select 1 from auth.users where email = ${email}`).toEqual([])

  const { context, page: theirs } = await openWindow(browser, desk.APP_URL)
  await theirs.goto(link)
  await choosePassword(theirs, PASSWORD)
  await theirs.getByRole('heading', { name: 'This link does not work' }).waitFor()
  await context.close()
})

test('who lost the password gets a link, and may think twice about the new one', async () => {
  const email = await addMember()
  const { page } = brain
  await page.goto('/ulb/admin/people')
  const button = rowOf(page, 'People', email).getByRole('button', { name: 'Lost password' })
  await (await hydrated(button)).click()
  const dialog = page.getByRole('dialog')
  expect(await findViolations(page)).toEqual([])
  await dialog.getByRole('button', { name: 'Make the link' }).click()
  const link = await dialog.getByLabel('Link').inputValue()

  const { context, page: theirs } = await openWindow(browser, desk.APP_URL)
  await theirs.goto(link)
  await choosePassword(theirs, PASSWORD)
  await theirs.getByText('This is the password from before. Choose another one.').waitFor()
  await choosePassword(theirs, OTHER_PASSWORD)
  await theirs.waitForURL(inTheDesk)
  expect((await context.cookies()).filter(({ name }) => name.includes('half-way'))).toEqual([])
  await signedIn(email, OTHER_PASSWORD)
  await context.close()
})

test('the account page changes the password, which ends other sessions, and signs out everywhere', async () => {
  const email = await addMember()
  const elsewhere = await signedIn(email, PASSWORD)
  const { context, page } = await openWindow(browser, desk.APP_URL)
  await signIn(page, email, PASSWORD)
  await page.goto('/account')
  await (await hydrated(page.getByLabel('Present password'))).fill(PASSWORD)
  await page.getByLabel('New password', { exact: true }).fill(OTHER_PASSWORD)
  await page.getByLabel('New password again').fill(OTHER_PASSWORD)
  await page.getByRole('button', { name: 'Change the password' }).click()
  await page.getByRole('status').filter({ hasText: 'Your password is changed.' }).waitFor()
  expect(await findViolations(page)).toEqual([])
  expect((await elsewhere.auth.refreshSession()).error).not.toBeNull()
  expect(
    (await visitor().auth.signInWithPassword({ email, password: PASSWORD })).error,
  ).not.toBeNull()

  const again = await signedIn(email, OTHER_PASSWORD)
  expect((await page.goto('/account'))?.status()).toBe(200)
  await (await hydrated(page.getByRole('button', { name: 'Sign out everywhere' }))).click()
  await page.waitForURL((url) => url.pathname === '/sign-in')
  expect((await again.auth.refreshSession()).error).not.toBeNull()
  await page.goto('/ulb/months')
  expect(new URL(page.url()).pathname).toBe('/sign-in')
  await fillSignIn(page, email, OTHER_PASSWORD)
  await page.waitForURL(inTheDesk)
  await context.close()
})

test('incomplete, forged and foreign links are answered with what to do, and lead nowhere else', async () => {
  const { context, page } = await openWindow(browser, desk.APP_URL)
  const token = 'f'.repeat(56)
  for (const query of [
    '',
    '?type=invite',
    `?type=signup&token_hash=${token}`,
    '?type=invite&token_hash=%3Cscript%3E',
    `?type=invite&type=recovery&token_hash=${token}`,
    `?type=invite&token_hash=${'f'.repeat(3_000)}`,
  ]) {
    const response = await page.goto(`/welcome${query}`)
    expect(response?.status(), query).toBe(200)
    await page.getByRole('heading', { name: 'This link does not work' }).waitFor()
    expect(await page.getByLabel('New password', { exact: true }).count(), query).toBe(0)
  }
  expect(await findViolations(page)).toEqual([])
  await page.goto(
    `/welcome?type=invite&token_hash=${token}&next=//evil.test&redirect_to=//evil.test`,
  )
  await choosePassword(page, PASSWORD)
  await page.getByRole('heading', { name: 'This link does not work' }).waitFor()
  expect(new URL(page.url()).origin).toBe(new URL(desk.APP_URL).origin)
  expect((await context.cookies()).filter(({ name }) => name.startsWith('sb-'))).toEqual([])
  await context.close()
})
