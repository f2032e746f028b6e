import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import type { GetHostile } from './open-hostile.ts'

/** What the logs hold of it all. */
export function testLogs(hostile: GetHostile): void {
  test('what was refused is in the logs, with request ids and without secrets', async () => {
    const logs = path.join(hostile().desk.dataDir, 'logs')
    const text = readdirSync(logs)
      .map((file) => readFileSync(path.join(logs, file), 'utf8'))
      .join('\n')
    const refusals = text
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .map((line) => JSON.parse(line) as { room?: string; status?: number; requestId?: string })
      .filter(({ status }) => status !== undefined && status >= 400 && status < 500)
    expect(refusals.filter(({ room }) => room === 'gateway').length).toBeGreaterThan(100)
    expect(refusals.filter(({ room }) => room === 'functions').length).toBeGreaterThan(20)
    expect(refusals.every(({ requestId }) => /^[0-9a-f-]{36}$/.test(requestId ?? ''))).toBe(true)
    const secrets = [
      hostile().desk.stack.secretKey,
      hostile().desk.stack.jwtSecret,
      hostile().desk.stack.passwords.pinky,
      hostile().pinkyToken,
      new URL(hostile().desk.stack.databaseUrl).password,
    ]
    for (const secret of secrets) expect(text.includes(secret)).toBe(false)
  })
}
