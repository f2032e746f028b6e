import { expect, test } from 'vitest'
import { eventSubject } from './event-subject.ts'

test.each([
  ['upload_committed', { uploadId: 'abc' }, '/uploads/abc'],
  ['training_succeeded', { run_id: 7, version: 3 }, '/demo/admin/runs?run=7'],
  ['model_promoted', { version: 3, previous_version: 2 }, '/demo/admin/models?first=3'],
  ['settings_changed', { reason: 'x' }, '/demo/admin/settings'],
])('%s leads to what it is about', (kind, payload, href) => {
  expect(eventSubject({ kind, payload }, 'demo')?.href).toBe(href)
})

test('what is gone or unknown leads nowhere', () => {
  expect(
    eventSubject({ kind: 'upload_discarded', payload: { uploadId: 'abc' } }, 'demo'),
  ).toBeNull()
  expect(eventSubject({ kind: 'training_failed', payload: { run_id: 7 } }, null)).toBeNull()
  expect(eventSubject({ kind: 'role_changed', payload: {} }, 'demo')).toBeNull()
})
