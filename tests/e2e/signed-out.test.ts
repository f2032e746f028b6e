import { expect, inject, test } from 'vitest'
import { followVisitor } from './follow-visitor.ts'
import { fillSignIn } from './open-browser.ts'

const desk = inject('desk')

// Somebody who has not signed in.
const stranger = followVisitor()

test.each(['/demo/months', '/demo/months/2019-01', '/uploads', '/demo/admin'])(
  'who asks for %s sees the sign-in page',
  async (path) => {
    const { page } = stranger
    await page.goto(path)
    expect(new URL(page.url()).pathname).toBe('/sign-in')
    await page.getByRole('button', { name: 'Sign in', exact: true }).waitFor()
  },
)

test('finds the way in on the first page', async () => {
  const { page } = stranger
  await page.goto('/')
  await page.getByRole('link', { name: 'Sign in' }).first().click()
  await page.waitForURL('**/sign-in')
})

test('with a wrong password is told so and stays outside', async () => {
  const { page } = stranger
  await page.goto('/sign-in')
  await fillSignIn(page, desk.PINKY_EMAIL, 'narf narf narf')
  await page
    .getByRole('alert')
    .filter({ hasText: /password/i })
    .waitFor()
  await page.goto('/demo/months')
  expect(new URL(page.url()).pathname).toBe('/sign-in')
})
