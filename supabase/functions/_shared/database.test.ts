import assert from 'node:assert/strict'
import { isDatabaseUnavailable } from './database.ts'

Deno.test('what a moment may mend is told from what it may not', () => {
  // Shutting down, no room for another connection, a deadlock, a statement cut off after its time, a lost connection.
  for (const code of ['57P01', '53300', '40P01', '57014', 'ECONNRESET', 'CONNECTION_CLOSED']) {
    assert.equal(isDatabaseUnavailable({ code }), true, code)
  }
  // A duplicate, a missing right, a wrong statement.
  for (const code of ['23505', '42501', '42601']) {
    assert.equal(isDatabaseUnavailable({ code }), false, code)
  }
  assert.equal(isDatabaseUnavailable(new Error('without a code')), false)
  assert.equal(isDatabaseUnavailable(null), false)
})
