// npm run screenshots
// Takes the pictures of the README from the running demo, in light and dark.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { openBrowser, signIn } from '../tests/e2e/open-browser.ts'
import { CommandFailure } from './command-failure.ts'
import { readLocalEnv } from './read-local-env.ts'
import { readOptions } from './read-options.ts'
import { runMain } from './run-main.ts'

type Picture = { name: string; as: 'PINKY' | 'BRAIN'; open(page: Page): Promise<unknown> }

const pictures: Picture[] = [
  { name: 'months', as: 'PINKY', open: (page) => page.goto('/demo/months') },
  { name: 'month', as: 'PINKY', open: (page) => page.goto('/demo/months/2019-01') },
  {
    name: 'transaction',
    as: 'PINKY',
    open: async (page) => {
      await page.goto('/demo/months/2019-01')
      await page.locator('a[href*="/transactions/"]:visible').first().click()
      await page.getByText('Strongest reasons').waitFor()
    },
  },
  { name: 'review', as: 'PINKY', open: (page) => page.goto('/demo/review') },
  { name: 'models', as: 'BRAIN', open: (page) => page.goto('/demo/admin') },
]

const folder = join(import.meta.dirname, '../docs/images')

await runMain(main)

async function main(): Promise<void> {
  readOptions('screenshots', {})
  readLocalEnv()
  const baseURL = process.env.APP_URL
  if (!baseURL) {
    throw new CommandFailure(
      'Cannot take pictures: no demo is running. Start it with `npm run demo`.',
    )
  }
  await fetch(new URL('/api/health', baseURL))
  mkdirSync(folder, { recursive: true })
  const browser = await openBrowser()
  try {
    for (const colorScheme of ['light', 'dark'] as const) {
      for (const person of ['PINKY', 'BRAIN'] as const) {
        const context = await browser.newContext({
          baseURL,
          colorScheme,
          viewport: { width: 1440, height: 900 },
          locale: 'en-US',
          reducedMotion: 'reduce',
        })
        const page = await context.newPage()
        await signIn(page, required(`${person}_EMAIL`), required(`${person}_PASSWORD`))
        for (const picture of pictures.filter(({ as }) => as === person)) {
          await picture.open(page)
          await showsEverything(page)
          const suffix = colorScheme === 'dark' ? '-dark' : ''
          const path = join(folder, `${picture.name}${suffix}.png`)
          await page.screenshot({ path })
          console.log(path)
        }
        await context.close()
      }
    }
  } finally {
    await browser.close()
  }
}

/** Waits until nothing in the window is a place that waits for its content. */
async function showsEverything(page: Page): Promise<void> {
  await page.waitForLoadState('networkidle')
  await page.waitForFunction(() =>
    [...document.querySelectorAll('[data-slot="skeleton"]')].every((place) => {
      const { top, bottom } = place.getBoundingClientRect()
      return bottom <= 0 || top >= window.innerHeight
    }),
  )
}

function required(name: string): string {
  const value = process.env[name]
  if (value) return value
  throw new CommandFailure(
    `Cannot sign in: ${name} is not set. Start the demo with \`npm run demo\`.`,
  )
}
