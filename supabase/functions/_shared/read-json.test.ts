import assert from 'node:assert/strict'
import { MAX_BODY_BYTES, readJson } from './read-json.ts'

const post = (body: BodyInit) => new Request('http://function/', { method: 'POST', body })

Deno.test('JSON is read', async () => {
  assert.deepEqual(await readJson(post('{"a": "ä"}')), { a: 'ä' })
})

Deno.test('anything else is null', async () => {
  for (const body of ['', '{', 'undefined', '\u0000', new Uint8Array([0xff, 0xfe])]) {
    assert.equal(await readJson(post(body)), null)
  }
  assert.equal(await readJson(new Request('http://function/')), null)
})

Deno.test('a body that does not end is not read to its end', async () => {
  let sent = 0
  const endless = new ReadableStream<Uint8Array>({
    pull(controller) {
      sent += 65_536
      controller.enqueue(new Uint8Array(65_536))
    },
  })
  assert.equal(await readJson(post(endless)), null)
  assert.ok(sent < MAX_BODY_BYTES * 2)
})
