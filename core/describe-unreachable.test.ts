import { expect, test } from 'vitest'
import { describeUnreachable } from './describe-unreachable.ts'

const refused = Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:5432'), {
  code: 'ECONNREFUSED',
  syscall: 'connect',
  address: '127.0.0.1',
  port: 5432,
})

test.each([
  ['a refused connection', refused, '127.0.0.1:5432 does not answer (ECONNREFUSED)'],
  [
    'what fetch makes of it',
    new TypeError('fetch failed', { cause: new AggregateError([refused]) }),
    '127.0.0.1:5432 does not answer (ECONNREFUSED)',
  ],
  [
    'a name that nobody has',
    Object.assign(new Error(), { code: 'ENOTFOUND', syscall: 'getaddrinfo', hostname: 'db.test' }),
    'db.test does not answer (ENOTFOUND)',
  ],
  [
    'silence until the time was over',
    Object.assign(new Error(), { code: 'CONNECT_TIMEOUT', address: '10.0.0.9', port: 5432 }),
    '10.0.0.9:5432 does not answer (CONNECT_TIMEOUT)',
  ],
])('names who did not answer: %s', (_, error, words) => {
  expect(describeUnreachable(error)).toBe(words)
})

test.each([
  new Error('something else'),
  Object.assign(new Error(), { code: 'ENOENT', syscall: 'open' }),
  'text',
  null,
])('any other error is not explained', (error) => {
  expect(describeUnreachable(error)).toBeNull()
})
