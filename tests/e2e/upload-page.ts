import type { Locator, Page } from 'playwright-core'
import { hydrated } from './open-browser.ts'

/** The month that uploads of the walks belong to. */
export const january = '/demo/months/2019-01'

/** A number as the pages write it. */
export const count = (value: number): string => value.toLocaleString('en-GB')

/** Chooses files on the upload page, which is opened first. */
export async function chooseFiles(
  page: Page,
  ...files: { name: string; buffer: Buffer }[]
): Promise<void> {
  if (!page.url().endsWith('/uploads')) await page.goto('/uploads')
  const input = await hydrated(page.getByLabel('Files of transactions'))
  await input.setInputFiles(files.map((file) => ({ ...file, mimeType: 'text/csv' })))
}

/** The card of a chosen file. */
export function cardOf(page: Page, name: string): Locator {
  return page.getByRole('region', { name, exact: true })
}

/** Chooses a file, sends it to the story's dataset and returns its card. */
export async function uploadToDemo(page: Page, name: string, buffer: Buffer): Promise<Locator> {
  await chooseFiles(page, { name, buffer })
  const card = cardOf(page, name)
  await card.getByLabel('Into dataset').selectOption({ label: 'Demo bank' })
  await card.getByRole('button', { name: 'Upload', exact: true }).click()
  return card
}

/** How many transactions the month that is open has. */
export async function readTransactionCount(page: Page): Promise<number> {
  const text = await page.getByText(/^[\d,]+ transactions worth/).textContent()
  return Number(text?.split(' ')[0]?.replaceAll(',', ''))
}
