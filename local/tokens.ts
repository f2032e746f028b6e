import { jwtVerify, SignJWT } from 'jose'
import { z } from 'zod'

const sessionSchema = z.looseObject({
  access_token: z.string(),
  user: z.looseObject({
    phone: z.string().nullish(),
    app_metadata: z.record(z.string(), z.unknown()).nullish(),
    user_metadata: z.record(z.string(), z.unknown()).nullish(),
  }),
})

/**
 * Signs the access token of a session again with the claims that a hosted project puts in and lite leaves
 * out: `app_metadata`, `user_metadata`, `aal`, `amr`, `phone`, `is_anonymous` and the right issuer.
 * @param body the JSON body of a token answer; anything that is not a session comes back as it is
 */
export async function completeSession(
  body: unknown,
  jwtSecret: string,
  issuer: string,
): Promise<unknown> {
  const session = sessionSchema.safeParse(body)
  if (!session.success) return body
  const { access_token, user } = session.data
  const key = new TextEncoder().encode(jwtSecret)
  const { payload } = await jwtVerify(access_token, key, { algorithms: ['HS256'] })
  const completed = {
    ...payload,
    iss: issuer,
    phone: user.phone ?? '',
    app_metadata: user.app_metadata ?? {},
    user_metadata: user.user_metadata ?? {},
    aal: 'aal1',
    amr: [{ method: 'password', timestamp: payload.iat }],
    is_anonymous: false,
  }
  const token = await new SignJWT(completed)
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .sign(key)
  return { ...session.data, access_token: token }
}
