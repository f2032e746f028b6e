import type { Browser, Page, Response } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { openBrowser, openWindow, signIn } from './open-browser.ts'

const desk = inject('desk')
let browser: Browser

/** Words that belong to the inside: stacks, SQL, the names of internal things. */
const INSIDE =
  /\bat \w+.*\(.*:\d+:\d+\)|node_modules|PostgresError|SQLSTATE|select .* from |pg_catalog/i

beforeAll(async () => {
  browser = await openBrowser()
})

afterAll(async () => await browser?.close())

/** Opens every kind of page that links lead to, and collects violations of the policy and all client files. */
async function walkEverywhere(page: Page, email: string, password: string) {
  const violations: string[] = []
  const clientFiles = new Set<string>()
  await page.context().exposeFunction('reportViolation', (line: string) => violations.push(line))
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      const report = Reflect.get(window, 'reportViolation') as (line: string) => void
      report(`${location.pathname}: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`)
    })
  })
  page.on('request', (request) => {
    if (request.url().includes('/_next/static/')) clientFiles.add(request.url())
  })
  await signIn(page, email, password)
  const documents = new Map<string, Response>()
  // Only mails lead to the page of the invited.
  const waiting = ['/', `/welcome?type=invite&token_hash=${'f'.repeat(56)}`]
  const seenShapes = new Set<string>()
  while (waiting.length > 0) {
    const path = waiting.shift()!
    // One page of each shape: months and transactions look alike.
    const shape = path.replace(/\?.*/, '').replaceAll(/\d[\w-]*|[0-9a-f]{8}-[\w-]+/g, '…')
    if (seenShapes.has(shape)) continue
    seenShapes.add(shape)
    const answer = await page.goto(path)
    if (answer) documents.set(path, answer)
    await page.waitForLoadState('networkidle')
    const links = await page
      .locator('a[href^="/"]')
      .evaluateAll((anchors) => anchors.map((anchor) => anchor.getAttribute('href') ?? ''))
    // A file to download is no page.
    waiting.push(...links.filter((link) => !/^\/api\/|\/export(?:\?|$)/.test(link)))
  }
  return { violations, documents, clientFiles: await download(clientFiles) }
}

async function download(urls: Set<string>): Promise<Map<string, string>> {
  const texts = [...urls].map(async (url) => [url, await (await fetch(url)).text()] as const)
  return new Map(await Promise.all(texts))
}

describe('a walk through every page as an admin', () => {
  let found: Awaited<ReturnType<typeof walkEverywhere>>
  let complaints: string[]

  beforeAll(async () => {
    const window = await openWindow(browser, desk.APP_URL)
    found = await walkEverywhere(window.page, desk.BRAIN_EMAIL, desk.BRAIN_PASSWORD)
    complaints = window.faults.filter((fault) => /content security policy|refused to/i.test(fault))
    await window.context.close()
  })

  test('meets no violation of the content security policy', () => {
    expect(found.documents.size).toBeGreaterThanOrEqual(6)
    expect(found.violations).toEqual([])
    expect(complaints).toEqual([])
  })

  test('finds the strict headers, another nonce and another request id on each', () => {
    const nonces = new Set<string>()
    const ids = new Set<string>()
    for (const [path, document] of found.documents) {
      const headers = document.headers()
      const policy = headers['content-security-policy'] ?? ''
      const scripts = /script-src ([^;]*)/.exec(policy)?.[1] ?? ''
      expect(scripts, path).toMatch(/^'self' 'nonce-[\w+/=]+' 'strict-dynamic'$/)
      const sheets = /style-src-elem ([^;]*)/.exec(policy)?.[1] ?? ''
      expect(sheets, path).toMatch(/^'self' 'nonce-[\w+/=]+' 'sha256-[\w+/=]+' 'sha256-[\w+/=]+'$/)
      expect(headers['cache-control'], path).toMatch(/private.*no-store/)
      nonces.add(/'nonce-([^']+)'/.exec(scripts)?.[1] ?? '')
      ids.add(headers['x-request-id'] ?? '')
      expect(headers['x-content-type-options'], path).toBe('nosniff')
      expect(headers['x-frame-options'], path).toBe('DENY')
      expect(headers['referrer-policy'], path).toBe('strict-origin-when-cross-origin')
      expect(headers['permissions-policy'], path).toContain('camera=()')
      expect(headers['cross-origin-opener-policy'], path).toBe('same-origin')
      expect(headers['x-powered-by'], path).toBeUndefined()
    }
    expect(nonces.size).toBe(found.documents.size)
    expect(ids.size).toBe(found.documents.size)
  })

  test('is given no secret in any client file', () => {
    expect(found.clientFiles.size).toBeGreaterThan(10)
    const secrets = [
      desk.SUPABASE_SECRET_KEY,
      desk.SUPABASE_DB_URL,
      new URL(desk.SUPABASE_DB_URL).password,
      desk.BRAIN_PASSWORD,
    ]
    for (const [url, text] of found.clientFiles) {
      for (const secret of secrets) expect(text.includes(secret), url).toBe(false)
      expect(text, url).not.toMatch(/sb_secret_|SERVICE_ROLE|SUPABASE_SECRET_KEY/)
    }
  })

  test('server actions refuse foreign pages and answer nonsense without a fault', async () => {
    const ids = new Set<string>()
    for (const text of found.clientFiles.values())
      for (const [id] of text.matchAll(/(?<=["'])[0-9a-f]{42}(?=["'])/g)) ids.add(id)
    expect(ids.size).toBeGreaterThan(0)
    const origin = new URL(desk.APP_URL).origin
    for (const action of ids) {
      const send = (headers: Record<string, string>, body: BodyInit) =>
        fetch(`${desk.APP_URL}/sign-in`, {
          method: 'POST',
          headers: { 'next-action': action, ...headers },
          body,
          redirect: 'manual',
        })
      const foreign = await send({ origin: 'https://evil.test' }, '[]')
      expect(foreign.status, action).toBe(403)
      for (const body of ['', '[', '"$K1"', '["$K1"]', '["$@0"]', '{}', '[{"a":"$undefined"}]']) {
        const answer = await send({ origin, 'content-type': 'text/plain' }, body)
        const text = await answer.text()
        expect(text, `${action} ${body}`).not.toMatch(INSIDE)
        // The last one could be meant: each action answers it by itself.
        expect(answer.status, `${action} ${body}`).toBeLessThan(500)
        if (!body.includes('undefined')) expect(answer.status, `${action} ${body}`).toBe(400)
      }
      const cut = await send(
        { origin, 'content-type': 'multipart/form-data; boundary=x' },
        '--x\r\n',
      )
      expect(cut.status, action).toBe(400)
      const csv = await send({ origin, 'content-type': 'text/csv' }, '[]')
      expect(csv.status, action).toBe(415)
      const noForm = await send({ origin, 'content-type': 'text/plain' }, '[null,{"get":1}]')
      expect(noForm.status, action).toBeLessThan(500)
      const huge = await send({ origin, 'content-type': 'text/plain' }, 'x'.repeat(2_000_000))
      expect(huge.status, action).toBe(413)
    }
  })
})

test.each(['0'.repeat(42), 'nonsense', 'toString'])(
  'an unknown server action %s is refused',
  async (action) => {
    const answer = await fetch(`${desk.APP_URL}/sign-in`, {
      method: 'POST',
      headers: { 'next-action': action, 'content-type': 'text/plain' },
      body: '[]',
    })
    expect([400, 404, 409]).toContain(answer.status)
    expect(await answer.text()).not.toMatch(INSIDE)
  },
)

describe('a hostile program', () => {
  const ask = (path: string, init: RequestInit = {}) =>
    fetch(`${desk.APP_URL}${path}`, { redirect: 'manual', ...init })

  test.each([
    '/%',
    '/..%2f..%2fetc/passwd',
    '/%00',
    '/demo/months/2019-13',
    "/demo/months/2019-01'--",
    '/nothing/here',
    '/uploads/not-an-id',
    '/demo/months/2019-01?page=-1&sort=%27;drop',
    `/demo/months/${'x'.repeat(6_000)}`,
    '/api/none',
  ])('asks for %s and is answered below 500', async (path) => {
    const answer = await ask(path)
    expect(answer.status).toBeLessThan(500)
    expect(await answer.text()).not.toMatch(INSIDE)
  })

  test('gets no token from another site, nor without a session', async () => {
    const foreign = await ask('/api/session/token', { headers: { 'sec-fetch-site': 'cross-site' } })
    expect(foreign.status).toBe(403)
    const visitor = await ask('/api/session/token', {
      headers: { 'sec-fetch-site': 'same-origin', 'sec-fetch-mode': 'cors' },
    })
    expect(visitor.status).toBe(401)
  })

  test('with a broken session cookie is signed out, not answered with a fault', async () => {
    for (const value of [
      'nonsense',
      'base64-e30',
      'base64-%%%',
      `base64-${btoa('{"access_token":1}')}`,
    ]) {
      const name = `sb-${new URL(desk.NEXT_PUBLIC_SUPABASE_URL).hostname.split('.')[0]}-auth-token`
      const answer = await ask('/demo/months', { headers: { cookie: `${name}=${value}` } })
      expect(answer.status, value).toBeLessThan(500)
      expect(answer.status, value).not.toBe(200)
    }
  })

  test.each([
    '//evil.test',
    'https://evil.test/',
    '/\\evil.test',
    '/%09/evil.test',
    '/.//evil.test',
  ])('cannot send people to %s after they sign in', async (next) => {
    const { context, page } = await openWindow(browser, desk.APP_URL)
    await page.goto(`/sign-in?next=${encodeURIComponent(next)}`)
    expect(await page.locator('input[name=next]').first().inputValue()).toMatch(/^\/(?![\\/])/)
    await context.close()
  })

  test('cannot run a script that it smuggled into a page', async () => {
    const { context, page } = await openWindow(browser, desk.APP_URL)
    await page.goto('/sign-in')
    const ran = await page.evaluate(async () => {
      const script = document.createElement('div')
      script.innerHTML = '<img src=x onerror="window.smuggled = true">'
      document.body.append(script)
      document.body.insertAdjacentHTML('beforeend', '<iframe src="https://evil.test"></iframe>')
      await new Promise((done) =>
        document.addEventListener('securitypolicyviolation', done, { once: true }),
      )
      return Reflect.has(window, 'smuggled')
    })
    expect(ran).toBe(false)
    await context.close()
  })

  test('goes back after somebody signed out, and finds nothing of theirs', async () => {
    const { context, page } = await openWindow(browser, desk.APP_URL)
    await signIn(page, desk.PINKY_EMAIL, desk.PINKY_PASSWORD)
    await page.goto('/demo/months')
    await page.locator('a[href="/uploads"]').first().click()
    await page.waitForURL('**/uploads')
    await page.goto('/account')
    await page.getByRole('button', { name: 'Sign out here' }).click()
    await page.waitForURL('**/sign-in')
    for (const path of ['/account', '/uploads', '/demo/months']) {
      await page.goBack({ waitUntil: 'commit' })
      await page.waitForURL((url) => url.searchParams.get('next') === path)
      await page.getByRole('button', { name: 'Sign in', exact: true }).waitFor()
      expect(await page.locator('main').innerText()).not.toMatch(/Flagged|Uploads/)
    }
    await context.close()
  })

  test('session cookies are out of reach of scripts and of other sites', async () => {
    const { context, page } = await openWindow(browser, desk.APP_URL)
    await signIn(page, desk.PINKY_EMAIL, desk.PINKY_PASSWORD)
    const session = (await context.cookies()).filter(({ name }) => name.startsWith('sb-'))
    expect(session.length).toBeGreaterThan(0)
    for (const cookie of session) expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Lax' })
    expect(await page.evaluate(() => document.cookie)).not.toContain('sb-')
    await context.close()
  })
})
