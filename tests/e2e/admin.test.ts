import postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { findViolations } from './find-violations.ts'
import { followVisitor } from './follow-visitor.ts'
import { hydrated } from './open-browser.ts'
import { insertThreeVersions } from './three-versions.ts'

const desk = inject('desk')
const pages = ['models', 'runs', 'monitoring', 'backtest'] as const
let removeVersions: () => Promise<void>
const sql = postgres(desk.SUPABASE_DB_URL, { max: 1, onnotice: () => {} })

beforeAll(async () => {
  removeVersions = await insertThreeVersions(sql, 'ulb')
  // More runs than a page holds, out of the reach of the identity column.
  await removeRuns()
  await sql`
    insert into public.training_runs (id, dataset_id, trigger, state, error, finished_at)
    overriding system value
    select 910000 + number, (select id from public.datasets where slug = 'sparkov'), 'push',
           (case when number % 8 = 0 then 'failed' else 'refused' end)::public.run_state,
           case when number % 8 = 0 then 'The disk was full.' end, now()
    from generate_series(1, 25) as number`
})

const removeRuns = () => sql`delete from public.training_runs where id between 910001 and 910025`

afterAll(async () => {
  await removeVersions?.()
  await removeRuns()
  await sql.end({ timeout: 1 })
})

describe('Pinky', () => {
  const pinky = followVisitor('PINKY')

  test.each(pages)('is refused /demo/admin/%s by the server', async (name) => {
    pinky.expectFault(/status of 403/)
    const response = await pinky.page.goto(`/demo/admin/${name}`)
    expect(response?.status()).toBe(403)
    await pinky.page.getByRole('heading', { name: 'This page is for admins' }).waitFor()
  })
})

describe('Brain', () => {
  const brain = followVisitor('BRAIN')

  test('compares two versions on the same hold-out, and is told when there is none', async () => {
    const { page } = brain
    await page.goto('/ulb/admin/models?first=2&second=1')
    await page.getByText('Both were measured on the same hold-out').waitFor()
    await page.getByText(/Version 2 is better: .* \+0\.200 \(\+0\.150 to \+0\.250\)/).waitFor()
    await page
      .getByRole('figure', { name: /^Precision against recall of Version 2 and Version 1/ })
      .waitFor()
    const measured = page.getByRole('row', { name: /^Average precision/ })
    expect(await measured.textContent()).toMatch(/0\.600.*0\.400/)

    const second = await hydrated(page.getByLabel('Second version'))
    await second.selectOption('3')
    await page.getByText('These two were measured on different hold-outs').waitFor()
    await expect.poll(() => new URL(page.url()).search).toBe('?first=2&second=3')
    expect(await page.getByText('hash-of-3…').count()).toBe(1)
  })

  test('opens a cell of the heat map, by keyboard, and sees both histograms', async () => {
    const { page } = brain
    await page.goto('/demo/admin/monitoring')
    await (await hydrated(page.getByRole('button', { name: /^Show all \d+/ }))).click()
    const map = page.getByRole('table', { name: 'Drift by feature and month' })
    const amount = map.getByRole('row').filter({
      has: page.getByRole('rowheader', { name: 'Amount', exact: true }),
    })
    const heads = await map.getByRole('columnheader').allTextContents()
    const january = heads.findIndex((text) => text.startsWith('Jan 2019'))
    const cell = await hydrated(amount.getByRole('button').nth(january - 1))
    await cell.focus()
    expect(await cell.getAttribute('title')).toMatch(/^Amount, January 2019: \w+, PSI 0\.\d{3}$/)
    await page.keyboard.press('Enter')
    const detail = page.getByRole('region', { name: 'Amount in January 2019' })
    await detail.getByRole('figure', { name: /^Shares by bin/ }).waitFor()
    expect(await detail.textContent()).toMatch(/Population stability index 0\.\d{3}/)
    await expect.poll(() => new URL(page.url()).search).toBe('?feature=amount&month=2019-01')

    await detail.getByText('As a table').click()
    expect(await detail.getByRole('row').count()).toBeGreaterThan(5)
    await page.reload()
    await (await hydrated(detail.getByRole('button', { name: 'Close' }))).click()
    await detail.waitFor({ state: 'detached' })
  })

  test('shows drift as figures', async () => {
    const { page } = brain
    await page.goto('/demo/admin/monitoring')
    await (await hydrated(page.getByRole('radio', { name: 'Table' }))).click()
    const table = page.getByRole('region', { name: /^Population stability index/ })
    await table.waitFor()
    expect(await table.getByRole('row').count()).toBeGreaterThan(10)
  })

  test('filters the log, and the link shows the same', async () => {
    const { page } = brain
    await page.goto('/demo/admin/monitoring')
    const log = page.getByRole('region', { name: 'Log' })
    const kind = await hydrated(log.getByLabel('Kind'))
    await kind.selectOption('upload_committed')
    await page.waitForURL(/kind=upload_committed/)
    await log.locator('ol[aria-busy="false"]').waitFor()
    await log.getByText('Version 1 serves').waitFor({ state: 'detached' })
    const shown = await log.getByRole('listitem').count()
    expect(shown).toBeGreaterThan(0)
    expect(await log.getByText(/^An upload (stored|brought)/).count()).toBe(shown)

    await page.reload()
    expect(await log.getByLabel('Kind').inputValue()).toBe('upload_committed')
    await (await hydrated(log.getByRole('button', { name: 'Show everything' }))).click()
    await log.getByText('Version 1 serves').waitFor()
  })

  test('pages through the runs; state, page and the open run stand in the link', async () => {
    const { page } = brain
    await page.goto('/sparkov/admin/runs')
    const runs = page.getByRole('main').locator('ol > li')
    const next = await hydrated(page.getByRole('button', { name: 'Next page' }))
    await expect.poll(() => runs.count()).toBe(20)
    await next.click()
    await page.getByText('21 to 25 of 25').waitFor()
    await expect.poll(() => new URL(page.url()).search).toBe('?page=2')
    await page.reload()
    await expect.poll(() => runs.count()).toBe(5)

    await (await hydrated(page.getByLabel('Outcome'))).selectOption('failed')
    await page.getByText('1 to 3 of 3').waitFor()
    await expect.poll(() => new URL(page.url()).search).toBe('?state=failed')
    await expect.poll(() => runs.getByText('The disk was full.').count()).toBe(3)

    const [oldest] =
      await sql`select min(id)::integer as id from public.training_runs where trigger = 'push' and id >= 910001`
    await page.goto(`/sparkov/admin/runs?run=${oldest!.id}`)
    const open = page.locator('details[open]')
    await open.getByText(`Run ${oldest!.id}`, { exact: true }).waitFor()
    await page.getByText('21 to 25 of 25').waitFor()
  })

  test('sees how every candidate of a run learned', async () => {
    const { page } = brain
    await page.goto('/demo/admin/runs')
    const run = page.getByRole('listitem').filter({ hasText: 'Run 1' })
    await (await hydrated(run.locator('details'))).locator('summary').click()
    await run.getByRole('figure', { name: /while each candidate learned/ }).waitFor()
  })

  test('sees a backtest with its differences and the gate', async () => {
    const { page } = brain
    await page.goto('/ulb/admin/backtest')
    await page
      .getByText(
        /when the gate allows is ahead of one never retrained by 0\.200 .*\(\+0\.100 to \+0\.300\)/,
      )
      .waitFor()
    await page.getByRole('figure', { name: /three ways of keeping the model/ }).waitFor()
    const gate = page.getByRole('region', { name: 'What the gate decided' })
    expect(await gate.textContent()).toContain('RefusedNo gain is expected.')
  })

  test.each([
    '/ulb/admin/models?first=2&second=1',
    '/demo/admin/runs',
    '/demo/admin/monitoring',
    '/ulb/admin/backtest',
  ])('axe finds nothing wrong with %s', async (path) => {
    const { page } = brain
    await page.goto(path, { waitUntil: 'networkidle' })
    expect(await findViolations(page)).toEqual([])
  })
})
