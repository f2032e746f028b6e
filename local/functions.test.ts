import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { mergeFunctionImports } from './function-imports.ts'
import type { Stack } from './stack.ts'
import { ANN, anonymous, makeTemporaryFolder, signedIn, startTestStack } from './test-stack.ts'

let stack: Stack

beforeAll(async () => {
  stack = await startTestStack()
})

afterAll(async () => {
  await stack?.stop()
})

const invoke = (name: string, init: RequestInit = {}) =>
  fetch(`${stack.apiUrl}/functions/v1/${name}`, init)

describe('an edge function', () => {
  it('has its packages, its project, core/ and the caller’s identity', async () => {
    const client = await signedIn(stack, ANN)
    const { data, error } = await client.functions.invoke('greet', { body: { name: 'Ann' } })
    expect(error).toBeNull()
    expect(data).toEqual({
      greeting: 'Hello, Ann',
      email: ANN,
      users: 2,
      month: '1970-01',
      path: '/greet',
      secretKeys: ['default'],
      hasHostSettings: false,
    })
  })

  it('is not called without a token of this project', async () => {
    expect((await invoke('greet', { method: 'POST' })).status).toBe(401)
    const headers = { authorization: `Bearer ${stack.publishableKey}` }
    expect((await invoke('greet', { method: 'POST', headers })).status).toBe(401)
    expect(
      (await anonymous(stack).functions.invoke('greet', { body: { name: 'x' } })).error,
    ).not.toBeNull()
  })

  it('that throws is a 500 that gives nothing away', async () => {
    const client = await signedIn(stack, ANN)
    const { data } = await client.auth.getSession()
    const response = await invoke('misbehave', {
      headers: { authorization: `Bearer ${data.session?.access_token}` },
    })
    expect(response.status).toBe(500)
    const body = await response.text()
    expect(body).not.toContain('secret detail')
    expect(body).not.toContain('.ts')
  })

  it('cannot write to the disk', async () => {
    const client = await signedIn(stack, ANN)
    const { error } = await client.functions.invoke('misbehave?way=write', { body: {} })
    expect(error).not.toBeNull()
    expect(existsSync('/tmp/fraud-desk-function-wrote-this')).toBe(false)
  })

  it('that does not exist is a 404', async () => {
    for (const name of ['none', '_shared', '..%2f..%2fcore', '']) {
      expect((await invoke(name)).status, name).toBe(404)
    }
  })
})

describe('the import maps of all functions', () => {
  it('are one where they agree', async () => {
    const imports = await mergeFunctionImports(`${import.meta.dirname}/fixtures/functions`)
    const greet = JSON.parse(
      await readFile(`${import.meta.dirname}/fixtures/functions/greet/deno.json`, 'utf8'),
    )
    expect(imports).toEqual(greet.imports)
  })

  it('stop the start where they disagree, naming both files', async () => {
    const folder = await makeTemporaryFolder()
    const { mkdir, writeFile } = await import('node:fs/promises')
    for (const [name, version] of [
      ['one', '4.0.0'],
      ['two', '4.6.7'],
    ]) {
      await mkdir(`${folder.path}/${name}`)
      await writeFile(
        `${folder.path}/${name}/deno.json`,
        `{"imports": {"zod": "npm:zod@${version}"}}`,
      )
    }
    await expect(mergeFunctionImports(folder.path)).rejects.toMatchObject({
      code: 'function_imports_disagree',
      message: expect.stringMatching(/two\/deno\.json.*"zod".*4\.6\.7.*one\/deno\.json.*4\.0\.0/),
    })
    await folder.remove()
  })
})
