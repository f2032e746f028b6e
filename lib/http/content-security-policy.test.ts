import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { contentSecurityPolicy } from './content-security-policy.ts'

const context = {
  nonce: 'bm9uY2U=',
  supabaseUrl: 'https://project.supabase.test/ignored',
  isSecure: true,
  isDevelopment: false,
}

const directive = (name: string, policy: string) =>
  policy
    .split('; ')
    .find((part) => part.split(' ')[0] === name)
    ?.split(' ')
    .slice(1)

describe('contentSecurityPolicy', () => {
  it('runs no script but those with the nonce and what they load', () => {
    const policy = contentSecurityPolicy(context)
    expect(directive('script-src', policy)).toEqual([
      "'self'",
      "'nonce-bm9uY2U='",
      "'strict-dynamic'",
    ])
    expect(directive('script-src-attr', policy)).toEqual(["'none'"])
    expect(directive('object-src', policy)).toEqual(["'none'"])
    expect(directive('base-uri', policy)).toEqual(["'none'"])
    expect(directive('frame-ancestors', policy)).toEqual(["'none'"])
  })

  it('takes no style sheet but files of the app, those with the nonce, and the one of toasts', async () => {
    const require = createRequire(import.meta.url)
    const sonner = join(dirname(require.resolve('sonner')), 'index.mjs')
    const [, written = ''] = /^__insertCSS\((".*")\)/m.exec(await readFile(sonner, 'utf8')) ?? []
    const hash = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`
    const policy = contentSecurityPolicy(context)
    expect(directive('style-src-elem', policy)).toEqual([
      "'self'",
      "'nonce-bm9uY2U='",
      hash(''),
      hash(JSON.parse(written)),
    ])
    expect(directive('style-src-attr', policy)).toEqual(["'unsafe-inline'"])
  })

  it('has directives for browsers that do not tell style sheets and attributes apart', () => {
    expect(directive('style-src', contentSecurityPolicy(context))).toEqual([
      "'self'",
      "'unsafe-inline'",
    ])
  })

  it('lets pages call the app and Supabase, and nobody else', () => {
    expect(directive('connect-src', contentSecurityPolicy(context))).toEqual([
      "'self'",
      'https://project.supabase.test',
    ])
    const unknown = contentSecurityPolicy({ ...context, supabaseUrl: null })
    expect(directive('connect-src', unknown)).toEqual(["'self'"])
  })

  it('upgrades requests only where the app itself travels over TLS', () => {
    expect(contentSecurityPolicy(context)).toContain('upgrade-insecure-requests')
    expect(contentSecurityPolicy({ ...context, isSecure: false })).not.toContain('upgrade')
  })

  it('evaluates text in development only', () => {
    expect(contentSecurityPolicy(context)).not.toContain('unsafe-eval')
    expect(contentSecurityPolicy({ ...context, isDevelopment: true })).toContain("'unsafe-eval'")
  })
})
