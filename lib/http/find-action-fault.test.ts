import { describe, expect, test } from 'vitest'
import { findActionFault } from './find-action-fault.ts'

const send = (body: BodyInit, headers: Record<string, string> = {}) =>
  new Request('http://desk.test/', { method: 'POST', body, headers })
const action = { 'next-action': 'a'.repeat(42) }
const find = (request: Request) => findActionFault(request, 1_000)

function form(fields: Record<string, string | Blob>): FormData {
  const data = new FormData()
  for (const [name, value] of Object.entries(fields)) data.append(name, value)
  return data
}

const ID = '6'.repeat(42)

describe('what pages send is let through', () => {
  test.each([
    '[]',
    '["plain",1,null,{"a":["$undefined"]}]',
    '["$$ is how a string with a dollar is written"]',
  ])('arguments %s', async (text) => {
    expect(await find(send(text, action))).toBeNull()
  })

  test('a form, with the state before it', async () => {
    const fields = { '0': '[{"error":null,"email":"$undefined"},"$K1"]', '1_email': '$me' }
    expect(await find(send(form(fields), action))).toBeNull()
    expect(await find(send(form({ '0': '["$K1"]' }), action))).toBeNull()
  })

  test('a form of a page without scripts', async () => {
    const fields = {
      $ACTION_REF_1: '',
      '$ACTION_1:0': `{"id":"${ID}","bound":"$@1"}`,
      '$ACTION_1:1': '[{"error":null}]',
      email: '$me',
    }
    expect(await find(send(form(fields)))).toBeNull()
  })

  test('other requests', async () => {
    expect(await find(new Request('http://desk.test/', { headers: action }))).toBeNull()
    expect(await find(send('{', { 'content-type': 'application/json' }))).toBeNull()
  })
})

describe('what no page sends is a 400', () => {
  test.each([
    '',
    '[',
    '{}',
    '"$K1"',
    '["$K1"]',
    '["$@0"]',
    '["$1"]',
    '[{"a":["$F1"]}]',
    `[${'1,'.repeat(100)}1]`,
    `${'['.repeat(400)}`,
  ])('arguments %s', async (text) => {
    expect(await find(send(text, action))).toMatchObject({ status: 400, code: 'malformed_action' })
  })

  test.each([
    form({}),
    form({ '0': 'x' }),
    form({ '0': '["$Q1"]' }),
    form({ '0': new Blob(['[]']) }),
  ])('forms (%#)', async (body) => {
    expect((await find(send(body, action)))?.status).toBe(400)
  })

  test.each([
    form({ '$ACTION_1:0': '{' }),
    form({ '$ACTION_1:0': `{"id":"${ID}","bound":"$@1"}` }),
    form({ '$ACTION_1:0': `{"id":"${ID}","bound":"$@0"}` }),
    form({ '$ACTION_1:0': `{"id":"${ID}","bound":"$@1"}`, '$ACTION_1:1': '["$@1"]' }),
  ])('forms of pages without scripts (%#)', async (body) => {
    expect((await find(send(body)))?.status).toBe(400)
  })

  test('a form that is cut off, or has no boundary', async () => {
    const cut = '--x\r\ncontent-disposition: form-data; name="0"\r\n\r\n[]'
    for (const type of ['multipart/form-data; boundary=x', 'multipart/form-data'])
      for (const headers of [action, {}])
        expect((await find(send(cut, { ...headers, 'content-type': type })))?.status).toBe(400)
  })
})

test('another type is a 415, and too many bytes a 413, also when nothing says how many there are', async () => {
  expect((await find(send('[]', { ...action, 'content-type': 'text/csv' })))?.status).toBe(415)
  const stream = new Response('x'.repeat(2_000)).body!
  const endless = new Request('http://desk.test/', {
    method: 'POST',
    body: stream,
    headers: { ...action, 'content-type': 'text/plain' },
    duplex: 'half',
  } as RequestInit)
  expect((await find(endless))?.status).toBe(413)
})
