import { expect, test } from 'vitest'
import { isSecure } from './is-secure.ts'

const behind = (protocol: string) => new Headers({ 'x-forwarded-proto': protocol })

test('the proxy nearest to the visitor says how they came', () => {
  expect(isSecure(behind('https'), {})).toBe(true)
  expect(isSecure(behind('https, http'), {})).toBe(true)
  expect(isSecure(behind('http'), {})).toBe(false)
  expect(isSecure(new Headers(), {})).toBe(false)
})

test('where the app runs may say it of every visitor', () => {
  expect(isSecure(new Headers(), { VERCEL: '1' })).toBe(true)
  expect(isSecure(new Headers(), { APP_URL: 'https://desk.example' })).toBe(true)
  expect(isSecure(new Headers(), { APP_URL: 'http://localhost:3000' })).toBe(false)
})
