import postgres from 'postgres'
import { afterAll, expect, inject, test } from 'vitest'
import { followVisitor } from './follow-visitor.ts'
import { hydrated } from './open-browser.ts'

const desk = inject('desk')
const sql = postgres(desk.SUPABASE_DB_URL, { max: 1, onnotice: () => {} })
const pinky = followVisitor('PINKY')
const brain = followVisitor('BRAIN')

test('a link to the months shows them in the same measure', async () => {
  const { page } = pinky
  await page.goto('/demo/months')
  await (await hydrated(page.getByRole('radio', { name: 'Amount' }))).click()
  await page.waitForURL('**/demo/months?measure=amount')
  await page.reload()
  await page.getByRole('radio', { name: 'Amount', checked: true }).waitFor()
  await page.getByText('Flagged, not confirmed').waitFor()
  await (await hydrated(page.getByRole('radio', { name: 'Number' }))).click()
  await page.waitForURL('**/demo/months')
})

test('a link to a month shows the same threshold, and filters leave it where it is', async () => {
  const { page } = pinky
  await page.goto('/demo/months/2019-01?threshold=0.9')
  await page.getByText('Threshold 0.900').waitFor()
  await (await hydrated(page.getByRole('slider', { name: 'Threshold' }))).press('End')
  await page.waitForURL(/[?&]threshold=1(&|$)/)
  await page.getByRole('button', { name: 'Amount' }).click()
  await page.waitForURL(/[?&]sort=amount(&|$)/)
  expect(new URL(page.url()).searchParams.get('threshold')).toBe('1')
  await page.getByRole('button', { name: 'Back to served' }).click()
  await page.waitForURL((url) => url.search === '?sort=amount')
})

test('a link to the queue opens the same flag', async () => {
  const { page } = pinky
  const current = page.getByRole('list', { name: 'Waiting' }).locator('[aria-current="true"]')
  await page.goto('/demo/review')
  await hydrated(current)
  const first = await current.textContent()
  await page.keyboard.press('j')
  await page.waitForURL(/\/demo\/review\?item=\d+$/)
  await expect.poll(() => current.textContent()).not.toBe(first)
  const second = await current.textContent()
  await page.reload()
  await current.waitFor()
  await expect.poll(() => current.textContent()).toBe(second)
})

test('the command palette leads to a version in the list of models', async () => {
  const { page } = brain
  await page.goto('/demo/months')
  await hydrated(page.getByRole('button', { name: 'Search or jump to' }))
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox').fill('model version 1')
  await page.getByRole('option', { name: /^Model version 1\b/ }).click()
  await page.waitForURL('**/demo/admin#version-1')
  const row = page.locator('#version-1')
  await expect
    .poll(() =>
      row.evaluate((element) => {
        const { top, bottom } = element.getBoundingClientRect()
        return top >= 0 && bottom <= window.innerHeight
      }),
    )
    .toBe(true)
})

/** An upload of Pinky's that nobody decided on, with more faults than a page holds. */
const DAMAGED = '00000000-0000-4000-8000-00000000f250'
const removeDamaged = () => sql`delete from public.uploads where id = ${DAMAGED}`
afterAll(async () => {
  await removeDamaged()
  await sql.end({ timeout: 1 })
})

test('a link to rejected rows shows the same page of them', async () => {
  const { page } = pinky
  await removeDamaged()
  await sql`
    insert into public.uploads (
      id, dataset_id, uploaded_by, file_name, file_bytes, content_hash, column_names, has_labels, part_count, state,
      row_count, rejected_count
    )
    select ${DAMAGED}, datasets.id, users.id, 'damaged.csv', 10, ${'f250'.padEnd(64, '0')}, '{amt}', false, 1, 'ready',
           250, 250
    from public.datasets, auth.users as users
    where datasets.slug = 'sparkov' and users.email = ${desk.PINKY_EMAIL}`
  await sql`
    insert into public.rejected_rows (upload_id, part_number, line, column_name, value, code, message)
    select ${DAMAGED}, 0, line, 'amt', 'x', 'not_a_number', 'Not a number.' from generate_series(2, 251) as line`
  const rejected = page.getByRole('region', { name: 'Rejected rows' })
  const first = () => rejected.locator('tbody tr').first().locator('td').first().textContent()
  await page.goto(`/uploads/${DAMAGED}`)
  await (await hydrated(rejected.getByRole('button', { name: 'Next page' }))).click()
  await page.waitForURL(/\?rejected=2$/)
  await expect.poll(first).toBe('102')
  await page.reload()
  await rejected.getByText('101 to 200 of 250').waitFor()
  expect(await first()).toBe('102')
  await page.goBack()
  await rejected.getByText('1 to 100 of 250').waitFor()

  await page.goto(`/uploads/${DAMAGED}?rejected=9`)
  await rejected.getByText('There are 250, none of them on this page').waitFor()
  await (await hydrated(rejected.getByRole('button', { name: 'Previous page' }))).click()
  await rejected.getByText('201 to 250 of 250').waitFor()
})
