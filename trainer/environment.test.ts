import { expect, test } from 'vitest'
import { readEnvironment } from './environment.ts'

const complete = {
  SUPABASE_DB_URL: 'postgres://postgres:secret@localhost:5432/postgres',
  NEXT_PUBLIC_SUPABASE_URL: 'http://localhost:54321',
  SUPABASE_SECRET_KEY: 'sb_secret_x',
}

test('the app’s name of the URL will do', () => {
  expect(readEnvironment({ ...complete, GITHUB_SHA: 'abc' })).toEqual({
    databaseUrl: complete.SUPABASE_DB_URL,
    supabaseUrl: complete.NEXT_PUBLIC_SUPABASE_URL,
    secretKey: complete.SUPABASE_SECRET_KEY,
    gitSha: 'abc',
  })
})

test('everything that is missing is named at once, and no value is shown', () => {
  expect(() => readEnvironment({})).toThrow(
    /SUPABASE_DB_URL is not set; SUPABASE_URL is not set; SUPABASE_SECRET_KEY is not set/,
  )
  const wrong = { ...complete, SUPABASE_DB_URL: 'mysql://me:hunter2@localhost' }
  expect(() => readEnvironment(wrong)).toThrow(/SUPABASE_DB_URL must begin with postgres:\/\//)
  expect(() => readEnvironment(wrong)).not.toThrow(/hunter2/)
})
