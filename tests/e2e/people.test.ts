import { createClient } from '@supabase/supabase-js'
import type { Page } from 'playwright-core'
import postgres from 'postgres'
import { afterAll, afterEach, expect, inject, test } from 'vitest'
import { findViolations } from './find-violations.ts'
import { followVisitor } from './follow-visitor.ts'
import { hydrated } from './open-browser.ts'

const desk = inject('desk')
const sql = postgres(desk.SUPABASE_DB_URL, { max: 1, onnotice: () => {} })
const pinky = followVisitor('PINKY')
const brain = followVisitor('BRAIN')

// Another try, and other walks, begin with the roles of the demo.
afterEach(async () => {
  await sql`
    update public.user_roles set role = 'analyst'
    where user_id = (select id from auth.users where email = ${desk.PINKY_EMAIL})`
})
afterAll(() => sql.end({ timeout: 1 }))

function rowOf(page: Page, email: string) {
  return page
    .getByRole('region', { name: 'People' })
    .getByRole('listitem')
    .filter({ hasText: email })
}

async function roleOf(email: string): Promise<unknown> {
  const [row] = await sql`
    select user_roles.role from public.user_roles join auth.users on id = user_id where email = ${email}`
  return row?.role
}

test('Pinky is refused the page by the server', async () => {
  pinky.expectFault(/status of 403/)
  const response = await pinky.page.goto('/ulb/admin/people')
  expect(response?.status()).toBe(403)
})

test('Brain sees everybody, and cannot give up being an admin', async () => {
  const { page } = brain
  await page.goto('/ulb/admin/people')
  await rowOf(page, desk.PINKY_EMAIL).getByText('Analyst', { exact: true }).waitFor()
  const own = rowOf(page, desk.BRAIN_EMAIL)
  await own.getByText('You', { exact: true }).waitFor()
  for (const name of ['Make analyst', 'Withdraw role']) {
    expect(await own.getByRole('button', { name }).isDisabled(), name).toBe(true)
  }
  expect(await findViolations(page)).toEqual([])
})

test('the last admin stays one without the page, too', async () => {
  const client = createClient(
    desk.NEXT_PUBLIC_SUPABASE_URL,
    desk.NEXT_PUBLIC_SUPABASE_PUBLISHABLE_KEY,
  )
  const { data } = await client.auth.signInWithPassword({
    email: desk.BRAIN_EMAIL,
    password: desk.BRAIN_PASSWORD,
  })
  const { error, status } = await client.rpc('set_user_role', {
    person: data.user!.id,
    new_role: null,
  })
  expect(status).toBe(409)
  expect(error?.message).toBe('This is the last admin: make somebody else an admin first.')
  expect(await roleOf(desk.BRAIN_EMAIL)).toBe('admin')
})

test('Brain makes Pinky an admin and takes it back; her open page is told so', async () => {
  const { page } = brain
  await page.goto('/ulb/admin/people')
  const row = rowOf(page, desk.PINKY_EMAIL)
  await (await hydrated(row.getByRole('button', { name: 'Make admin' }))).click()
  const dialog = page.getByRole('dialog', { name: `Make ${desk.PINKY_EMAIL} an admin` })
  await dialog.waitFor()
  expect(await findViolations(page)).toEqual([])
  await dialog.getByRole('button', { name: 'Change role' }).click()
  await row.getByText('Admin', { exact: true }).waitFor()
  expect(await roleOf(desk.PINKY_EMAIL)).toBe('admin')

  const response = await pinky.page.goto('/ulb/admin/people')
  expect(response?.status()).toBe(200)
  const withdraw = rowOf(pinky.page, desk.BRAIN_EMAIL).getByRole('button', {
    name: 'Withdraw role',
  })
  await (await hydrated(withdraw)).click()

  await row.getByRole('button', { name: 'Make analyst' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Change role' }).click()
  await row.getByText('Analyst', { exact: true }).waitFor()
  expect(await roleOf(desk.PINKY_EMAIL)).toBe('analyst')

  pinky.expectFault(/set_user_role/)
  const stale = pinky.page.getByRole('dialog')
  await stale.getByRole('button', { name: 'Withdraw role' }).click()
  await stale
    .getByRole('alert')
    .filter({ hasText: 'Only admins give and withdraw roles.' })
    .waitFor()
  expect(await roleOf(desk.BRAIN_EMAIL)).toBe('admin')
})
