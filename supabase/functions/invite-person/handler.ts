import { z } from 'zod'
import type { Caller } from '../_shared/auth.ts'
import { type Log, type Outcome, refuse } from '../_shared/http.ts'
import { readJson } from '../_shared/read-json.ts'
import type { InvitationStore, LinkType, NewAccount } from './store.ts'

/** Somebody new, or somebody who needs another link. */
const bodySchema = z.union([
  z.strictObject({
    email: z.string().trim().toLowerCase().max(254).pipe(z.email()),
    role: z.enum(['analyst', 'admin']),
  }),
  z.strictObject({ person: z.uuid() }),
])

/** What the handler works with; tests pass their own. */
export interface InvitationContext {
  authenticate: (request: Request) => Promise<Outcome<Caller>>
  store: InvitationStore
  /** Whether Supabase Auth is set up to send mails that lead to the app's own page. */
  sendsMail: boolean
  log: Log
}

/** How somebody gets in: by the mail that was sent, or by a link that the admin hands over. */
export interface InvitationReport {
  person: string
  email: string
  /** Null where a mail was sent. What it holds opens the account: it is shown to the admin and kept nowhere. */
  link: { type: LinkType; tokenHash: string } | null
}

/**
 * Invites somebody as analyst or admin: POST {email, role}; or makes another link for somebody who has not accepted or
 * lost the password: POST {person}. Admins only. An account is left only together with its role.
 */
export async function handleInvitation(
  request: Request,
  context: InvitationContext,
): Promise<Outcome<InvitationReport>> {
  const caller = await context.authenticate(request)
  if (caller.error !== null) return caller
  const { userId } = caller.data
  const role = await context.store.findRole(userId)
  if (role !== 'admin') return refuse('not_allowed', 'Only admins invite people.')
  const sent = await readJson(request)
  const body = bodySchema.safeParse(sent)
  if (!body.success) return explainBody(sent)
  return 'person' in body.data
    ? await renewLink(userId, body.data.person, context)
    : await invite(userId, body.data, context)
}

async function invite(
  actor: string,
  { email, role }: { email: string; role: 'analyst' | 'admin' },
  { store, sendsMail, log }: InvitationContext,
): Promise<Outcome<InvitationReport>> {
  const known = await store.findPerson(email)
  if (known?.isInvited === false) {
    return refuse(
      'account_exists',
      `${email} has an account already. Find it in the list to give a role or make a new link.`,
    )
  }
  // An account without a role is what an interrupted invitation left: it is completed.
  if (known !== null && known.role !== null) return refuseSecond(email)
  const made = await makeAccount(email, store, sendsMail)
  if (made.error !== null) return made
  const { person, link } = made.data
  let isKept = known !== null // whoever was there before keeps what they had
  try {
    const recorded = await store.recordInvitation(actor, person, role)
    if (recorded.error !== null) return recorded
    isKept = true
    if (!recorded.data) return refuseSecond(email)
  } finally {
    if (!isKept) await store.removeAccount(person)
  }
  log('info', 'person invited', { role, by: link === null ? 'mail' : 'link' })
  return { data: { person, email, link }, error: null }
}

/** By mail where that is set up and works, else with a link. */
async function makeAccount(
  email: string,
  store: InvitationStore,
  sendsMail: boolean,
): Promise<Outcome<NewAccount>> {
  const mailed = sendsMail ? await store.inviteByMail(email) : null
  return mailed === null ? await store.inviteByLink(email) : { data: mailed, error: null }
}

async function renewLink(
  actor: string,
  person: string,
  { store, sendsMail, log }: InvitationContext,
): Promise<Outcome<InvitationReport>> {
  if (person === actor) {
    return refuse('not_allowed', 'Change your own password on the page Account.')
  }
  const found = await store.recordLink(actor, person)
  if (found.error !== null) return found
  if (found.data === null) {
    return refuse('person_not_found', 'There is no such person. Reload the page.')
  }
  const { email, isInvited } = found.data
  const type = isInvited ? 'invite' : 'recovery'
  log('info', 'link made', { type })
  if (sendsMail && (await store.sendLink(email, type))) {
    return { data: { person, email, link: null }, error: null }
  }
  const made = await store.makeLink(email, type)
  if (made.error !== null) return made
  return { data: { person, email, link: { type, tokenHash: made.data } }, error: null }
}

function refuseSecond(email: string): Outcome<never> {
  return refuse(
    'account_exists',
    `${email} is invited already. Find the invitation in the list to make a new link or to withdraw it.`,
  )
}

/** An address that is none is a person's slip; anything else is a program's. */
function explainBody(sent: unknown): Outcome<never> {
  const shape = z.strictObject({ email: z.string(), role: z.enum(['analyst', 'admin']) })
  return shape.safeParse(sent).success
    ? refuse('invalid_address', 'This is not an e-mail address. Check it and try again.')
    : refuse(
        'invalid_request',
        'Send {"email": an address, "role": "analyst" or "admin"}, or {"person": the id of somebody who needs a link}.',
      )
}
