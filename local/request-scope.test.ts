import { PassThrough } from 'node:stream'
import { expect, it } from 'vitest'
import { inScope } from './request-scope.ts'

it('writes what is printed for a request as one line of JSON, whatever was sent', () => {
  const log = new PassThrough()
  // A file's stream, of which no more is needed here.
  const scope = { isRest: true, log: log as unknown as import('node:fs').WriteStream }
  const sent = 'no number: "1\n{"level":"info","message":"forged"}\r\n"'
  inScope(scope, () => console.error('failed:', sent))
  const lines = log.read().toString().split('\n')
  expect(lines).toHaveLength(2)
  expect(JSON.parse(lines[0])).toMatchObject({ level: 'error', message: `failed: ${sent}` })
})
