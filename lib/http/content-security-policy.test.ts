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
