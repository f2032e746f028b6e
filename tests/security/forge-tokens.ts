import { SignJWT } from 'jose'

/** Tokens that nobody may accept, by what is wrong with them. */
export async function forgeTokens(validToken: string): Promise<Record<string, string>> {
  const [header = '', payload = '', signature = ''] = validToken.split('.')
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Record<string, unknown>
  const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const sign = (changed: object, secret: string) =>
    new SignJWT({ ...claims, ...changed })
      .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
      .sign(new TextEncoder().encode(secret.padEnd(32, '.')))
  return {
    'alg none': `${encode({ alg: 'none', typ: 'JWT' })}.${payload}.`,
    'alg none with the signature left': `${encode({ alg: 'None' })}.${payload}.${signature}`,
    'another signature': await sign({}, 'not the secret'),
    'a role of its own': await sign({ role: 'service_role' }, 'not the secret'),
    'no signature': `${header}.${payload}`,
    'a changed payload': `${header}.${encode({ ...claims, role: 'service_role' })}.${signature}`,
    'nothing but dots': '..',
    'no token at all': 'x',
  }
}

/** A token that was good and has expired. */
export async function expiredToken(validToken: string, jwtSecret: string): Promise<string> {
  const claims = JSON.parse(
    Buffer.from(validToken.split('.')[1] ?? '', 'base64url').toString(),
  ) as Record<string, unknown>
  return await new SignJWT({ ...claims, iat: 1_500_000_000, exp: 1_500_003_600 })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .sign(new TextEncoder().encode(jwtSecret))
}
