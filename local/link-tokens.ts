import { createHash, randomBytes } from 'node:crypto'
import type postgres from 'postgres'

/** What a link lets its holder do: join after an invitation, or choose another password. */
export type LinkKind = 'invite' | 'recovery'

/** As `otp_expiry` of supabase/config.toml. */
const LIFETIME = '24 hours'

/** What a link carries, told once: the database keeps only a hash of it. */
export type LinkToken = {
  /** What a person could type, as `email_otp` of GoTrue; long enough not to be guessed. */
  otp: string
  /** What `verifyOtp({ token_hash })` takes: SHA-224 of address and otp, as in GoTrue. */
  hashedToken: string
}

/** Makes the token of a link. An earlier one of the same person and kind stops working. */
export async function createLinkToken(
  sql: postgres.Sql,
  user: { id: string; email: string },
  kind: LinkKind,
): Promise<LinkToken> {
  const otp = randomBytes(16).toString('hex')
  const hashedToken = hashOtp(user.email, otp)
  await sql`
    insert into local_stack.link_tokens (user_id, kind, stored_hash)
    values (${user.id}, ${kind}, ${hashForStorage(hashedToken)})
    on conflict (user_id, kind) do update set stored_hash = excluded.stored_hash, created_at = now()`
  return { otp, hashedToken }
}

/**
 * Uses a link up and confirms its holder's address. Of two at the same moment one gets null.
 * @returns a token that lite accepts for a recovery of the same person right now; null for an unknown, used,
 *   replaced or expired one, and for one of the other kind
 */
export async function redeemLinkToken(
  sql: postgres.Sql,
  hashedToken: string,
  kind: LinkKind,
): Promise<string | null> {
  const passage = randomBytes(32).toString('hex')
  const opened = await sql`
    with used as (
      delete from local_stack.link_tokens
      where stored_hash = ${hashForStorage(hashedToken)} and kind = ${kind}
      returning user_id, created_at
    )
    update auth.users
    set recovery_token = ${passage}, recovery_sent_at = now(),
        email_confirmed_at = coalesce(users.email_confirmed_at, now())
    from used
    where users.id = used.user_id and used.created_at > now() - ${LIFETIME}::interval
    returning users.id`
  return opened.length === 1 ? passage : null
}

/** GoTrue's hash of what was typed. */
export function hashOtp(email: string, otp: string): string {
  return createHash('sha224')
    .update(email.toLowerCase() + otp)
    .digest('hex')
}

/** Whoever reads the database or a backup of it holds no link. */
function hashForStorage(hashedToken: string): string {
  return createHash('sha256').update(hashedToken).digest('hex')
}
