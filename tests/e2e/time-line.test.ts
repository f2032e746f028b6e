import { createClient } from '@supabase/supabase-js'
import postgres from 'postgres'
import { afterAll, beforeEach, expect, inject, test } from 'vitest'
import { findViolations } from './find-violations.ts'
import { followVisitor } from './follow-visitor.ts'
import { hydrated } from './open-browser.ts'
import { insertThreeVersions } from './three-versions.ts'

// What people do to the champion, on the time line of months.

const desk = inject('desk')
const pinky = followVisitor('PINKY')
const sql = postgres(desk.SUPABASE_DB_URL, { max: 1, onnotice: () => {} })
const slug = 'ibm'
let removeVersions: (() => Promise<void>) | undefined

/** Takes away what this walk made, so that another try and other walks find the dataset empty. */
async function empty(): Promise<void> {
  await sql.begin(async (transaction) => {
    // Events are only ever added, but for here.
    await transaction`set local session_replication_role = replica`
    for (const table of [
      'events',
      'model_aliases',
      'monthly_predictions',
      'monthly_transactions',
    ]) {
      await transaction`
        delete from ${transaction(`public.${table}`)}
        where dataset_id = (select id from public.datasets where slug = ${slug})`
    }
    await transaction`delete from public.uploads where file_name = 'time-line.csv'`
  })
  await removeVersions?.()
}

/** A month that one version scored, and the upload that brought it. */
async function addMonth(month: string, version: number): Promise<void> {
  const none = Array<number>(200).fill(0)
  await sql`
    insert into public.monthly_transactions
      (dataset_id, month, transaction_count, amount, labelled_count, fraud_count, fraud_amount)
    select id, ${month}, 1000, 50000, 0, 0, 0 from public.datasets where slug = ${slug}`
  await sql`
    insert into public.monthly_predictions (
      dataset_id, month, model_version_id, scored_count, flagged_count, flagged_amount, true_positive_count,
      false_positive_count, false_negative_count, true_negative_count, caught_amount, missed_amount,
      fraud_score_histogram, legitimate_score_histogram, unlabelled_score_histogram, fraud_amount_histogram
    )
    select datasets.id, ${month}, model_versions.id, 1000, 10, 500, 0, 0, 0, 0, 0, 0, ${none}, ${none}, ${none}, ${none}
    from public.datasets
    join public.model_versions on model_versions.dataset_id = datasets.id and model_versions.version = ${version}
    where datasets.slug = ${slug}`
  await sql`
    insert into public.uploads (
      dataset_id, uploaded_by, file_name, file_bytes, content_hash, column_names, has_labels, part_count, state, months,
      scored_count, committed_at
    )
    select datasets.id, users.id, 'time-line.csv', 10, ${month.replaceAll('-', '').padEnd(64, '0')}, '{User}', false, 1,
           'committed', array[${month}::date], 1000, clock_timestamp()
    from public.datasets, auth.users as users
    where datasets.slug = ${slug} and users.email = ${desk.PINKY_EMAIL}`
}

beforeEach(async () => {
  await empty()
  removeVersions = await insertThreeVersions(sql, slug)
  await sql`
    insert into public.model_aliases (dataset_id, alias, model_version_id, reason)
    select dataset_id, 'champion', id, 'The first one.' from public.model_versions
    where version = 1 and dataset_id = (select id from public.datasets where slug = ${slug})`
  await addMonth('2019-01-01', 1)
})
afterAll(async () => {
  await empty()
  await sql.end({ timeout: 1 })
})

test('a promotion by hand stands where its version scored first, a rollback that has scored nothing at the end', async () => {
  const brain = createClient(
    desk.NEXT_PUBLIC_SUPABASE_URL,
    desk.NEXT_PUBLIC_SUPABASE_PUBLISHABLE_KEY,
    { auth: { persistSession: false } },
  )
  await brain.auth.signInWithPassword({ email: desk.BRAIN_EMAIL, password: desk.BRAIN_PASSWORD })
  const [second] = await sql`
    select id from public.model_versions
    where version = 2 and dataset_id = (select id from public.datasets where slug = ${slug})`
  const promoted = await brain.rpc('promote_model_version', {
    version_id: second!.id,
    reason: 'It caught more in the shadow',
  })
  expect(promoted.error).toBeNull()
  await sql`update public.model_versions set promoted_at = now() where version = 1 and run_id = 900001`
  await addMonth('2019-02-01', 2)
  const back = await brain.rpc('roll_back_champion', {
    dataset_slug: slug,
    reason: 'Too many false alarms',
  })
  expect(back).toMatchObject({ data: 1, error: null })

  const { page } = pinky
  await page.goto(`/${slug}/months`)
  const promotion = await hydrated(
    page.getByRole('button', { name: 'Version 2 promoted by hand in place of 1' }),
  )
  await promotion.focus()
  const tooltip = page.getByRole('tooltip')
  await tooltip.getByText('“It caught more in the shadow”').waitFor()
  await tooltip.getByText('Scores from February 2019 on').waitFor()
  await page.keyboard.press('Escape')
  await tooltip.waitFor({ state: 'detached' })

  await page.getByRole('button', { name: 'Rolled back from version 2 to 1' }).focus()
  await tooltip.getByText('Has scored nothing since').waitFor()
  await tooltip.getByText(/^Brain, .* UTC$/).waitFor()

  await page.getByText('Trainings and changes as a table').click()
  const rows = page
    .getByRole('region', { name: 'Trainings, promotions and rollbacks' })
    .locator('tbody tr')
  const [newest, older] = await rows.allTextContents()
  expect(newest).toMatch(/^Nothing scored since.*Rolled back.*Brain, .*Too many false alarms$/)
  expect(older).toMatch(/^From February 2019 on.*Version 2 promoted by hand.*in the shadow$/)
  expect(await findViolations(page)).toEqual([])
})
