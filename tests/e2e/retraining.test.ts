import { createHash } from 'node:crypto'
import { createClient } from '@supabase/supabase-js'
import { expect, inject, test } from 'vitest'
import { followVisitor } from './follow-visitor.ts'
import { hydrated } from './open-browser.ts'

// What Brain, an admin, does with the model.

/** The most that a training run takes. */
const TRAINING_MS = 180_000

const desk = inject('desk')
const brain = followVisitor('BRAIN')

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

test(
  'asks for retraining, and sees it run and the decision of the gate with its reason',
  async () => {
    const { page } = brain
    await page.goto('/demo/admin')
    const newest = page.getByRole('link', { name: /^Run \d+/ }).first()
    // What an earlier try asked for ends first.
    await newest
      .filter({ hasNotText: /^Run \d+(Requested|Running)/ })
      .waitFor({ timeout: TRAINING_MS })
    const before = /^Run \d+/.exec((await newest.textContent()) ?? '')?.[0]

    await (await hydrated(page.getByRole('button', { name: 'Retrain' }))).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('textbox').fill('Labels were corrected')
    await dialog.getByRole('button', { name: 'Request retraining' }).click()
    await page
      .getByText(/^Run \d+ was requested/)
      .first()
      .waitFor()
    await newest
      .filter({ hasNotText: new RegExp(`^${before}\\D`) })
      .getByText(/^Average precision 0\.\d+ \(.*against the champion's 0\.\d+/)
      .waitFor({ timeout: TRAINING_MS })
  },
  3 * TRAINING_MS,
)

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
