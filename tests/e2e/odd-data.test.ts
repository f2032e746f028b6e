import postgres from 'postgres'
import { afterAll, beforeAll, expect, inject, onTestFinished, test } from 'vitest'
import { followVisitor } from './follow-visitor.ts'
import { signIn } from './open-browser.ts'
import { insertThreeVersions } from './three-versions.ts'

// Data that nobody thinks of when drawing a page.

const desk = inject('desk')
const pinky = followVisitor('PINKY')
const sql = postgres(desk.SUPABASE_DB_URL, { max: 1, onnotice: () => {} })
const slug = 'ibm'
const months = ['2001-01-01', '2001-02-01']
let removeVersions: (() => Promise<void>) | undefined

async function remove(): Promise<void> {
  await sql`update public.datasets set currency = 'USD' where slug = ${slug}`
  const [dataset] = await sql`select id from public.datasets where slug = ${slug}`
  for (const table of [
    'predictions',
    'transactions',
    'monthly_predictions',
    'monthly_transactions',
    'model_aliases',
  ])
    await sql`delete from ${sql(`public.${table}`)} where dataset_id = ${dataset!.id}`
  await removeVersions?.()
}

// In yen: a quiet January with labels, and in February one flag whose merchant and place have no end and no space.
beforeAll(async () => {
  await remove()
  removeVersions = await insertThreeVersions(sql, slug)
  await sql`update public.datasets set currency = 'JPY' where slug = ${slug}`
  await sql`
    insert into public.model_aliases (dataset_id, alias, model_version_id, reason)
    select dataset_id, 'champion', id, 'The first one.' from public.model_versions
    where version = 1 and dataset_id = (select id from public.datasets where slug = ${slug})`
  await sql`select private.ensure_month_partitions(${months}::date[])`
  await sql`
    insert into public.transactions
      (dataset_id, occurred_at, fingerprint, card_hash, card_last4, amount, merchant, category, place, features, is_fraud, label_source)
    select datasets.id, row.at::timestamptz, md5('odd ' || row.at)::uuid, md5('odd card')::uuid, '1', row.amount,
           row.merchant, 'a_category_that_goes_on_and_on', row.place, '{1}', row.label,
           case when row.label is not null then 'file'::public.label_source end
    from public.datasets, (values
      ('2001-01-05 10:00Z', 1000, 'Quiet', 'Tokyo', false),
      ('2001-02-28 23:59:59Z', 123456789012, repeat('Endless', 40), repeat('Nowhere', 20), null)
    ) as row (at, amount, merchant, place, label)
    where datasets.slug = ${slug}`
  await sql`
    insert into public.predictions
      (transaction_id, occurred_at, dataset_id, model_version_id, fraud_score, threshold, is_flagged, reasons)
    select transactions.id, occurred_at, transactions.dataset_id, model_versions.id,
           case when is_fraud is null then 0.9 else 0.1 end, 0.5, is_fraud is null,
           case when is_fraud is null then '[{"feature": "amount", "label": "Amount", "value": 123456789012, "usual": 1000, "contribution": 4}]'::jsonb end
    from public.transactions
    join public.model_versions on model_versions.dataset_id = transactions.dataset_id and version = 1
    where transactions.dataset_id = (select id from public.datasets where slug = ${slug})`
  await sql`
    select private.refresh_months(id, ${months}::date[]) from public.datasets where slug = ${slug}`
})
afterAll(async () => {
  await remove()
  await sql.end({ timeout: 1 })
})

test('a phone in Japan shows amounts without decimals and names without end within its width', async () => {
  const context = await pinky.context.browser()!.newContext({
    baseURL: desk.APP_URL,
    locale: 'ja-JP',
    timezoneId: 'Asia/Tokyo',
    viewport: { width: 390, height: 844 },
    isMobile: true,
    hasTouch: true,
  })
  onTestFinished(() => context.close())
  context.setDefaultTimeout(45_000)
  const page = await context.newPage()
  await signIn(page, desk.PINKY_EMAIL, desk.PINKY_PASSWORD)
  const [flag] = await sql`
    select id from public.transactions
    where dataset_id = (select id from public.datasets where slug = ${slug}) and is_fraud is null`
  for (const [path, shown] of [
    [`/${slug}/months`, '2001年2月'],
    [`/${slug}/months/2001-02`, '￥123,456,789,012'],
    [`/${slug}/months/2001-02/transactions/${flag!.id}`, '￥123,456,789,012'],
    [`/${slug}/review`, '￥123,456,789,012'],
  ] as const) {
    await page.goto(path)
    await page.getByText(shown).filter({ visible: true }).first().waitFor()
    const tooWide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
    expect({ path, tooWide }).toEqual({ path, tooWide: 0 })
  }
})

test('a month without a flag says so, and no line of quality is drawn through nothing', async () => {
  const { page } = pinky
  await page.goto(`/${slug}/months/2001-01`)
  await page.getByText('Nothing was flagged').waitFor()
  await page.getByText('One transaction worth').waitFor()
  await page.goto(`/${slug}/months`)
  await page.getByRole('figure', { name: /fraud per month/ }).waitFor()
  expect(await page.getByRole('figure', { name: /[Pp]recision/ }).count()).toBe(0)
})
