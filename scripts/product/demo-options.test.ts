import { expect, test } from 'vitest'
import { parseDemoOptions } from './demo-options.ts'

test('without options the demo uses its usual ports and tells the whole story', () => {
  expect(parseDemoOptions([], {})).toMatchObject({
    supabase: 'local',
    story: 'full',
    host: '127.0.0.1',
    ports: { app: 3000, api: 54321, database: 54322, functions: 54325 },
  })
})

test('moving the API moves the ports behind it, so that two demos fit on one machine', () => {
  expect(parseDemoOptions([], { PORT: '3100', API_PORT: '55321' }).ports).toEqual({
    app: 3100,
    api: 55321,
    database: 0,
    functions: 0,
  })
})

test('an option wins over the environment', () => {
  expect(parseDemoOptions(['--port', '3200'], { PORT: '3100' }).ports.app).toBe(3200)
})

test.each([
  [['--port', '70000'], /70000 is no port/],
  [['--port', 'web'], /web is no port/],
  [['--story', 'long'], /no story "long"/],
  [['--frob'], /--frob/],
])('%j is refused in one sentence', (args, message) => {
  expect(() => parseDemoOptions(args, {})).toThrow(message)
})
