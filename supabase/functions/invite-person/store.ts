import type { AuthError } from '@supabase/supabase-js'
import { findAdmittedRole } from '../_shared/admission.ts'
import { connectService } from '../_shared/auth.ts'
import { connectDatabase } from '../_shared/database.ts'
import { type Outcome, refuse, UnavailableError } from '../_shared/http.ts'

/** What a link is for: to join, or to choose another password. As `verifyOtp` names it. */
export type LinkType = 'invite' | 'recovery'

/** An account that was just made, with its link where no mail was sent. */
export interface NewAccount {
  person: string
  link: { type: 'invite'; tokenHash: string } | null
}

/** What is known of an address. */
export interface KnownPerson {
  id: string
  /** Invited and not in yet. */
  isInvited: boolean
  role: 'analyst' | 'admin' | null
}

/** Everything that an invitation asks of the database and of Auth. Each throws UnavailableError when they do not answer. */
export interface InvitationStore {
  findRole(userId: string): Promise<'analyst' | 'admin' | null>
  findPerson(email: string): Promise<KnownPerson | null>
  /** Null where Auth sends no mail to this address, or none now; then no account was made. */
  inviteByMail(email: string): Promise<NewAccount | null>
  inviteByLink(email: string): Promise<Outcome<NewAccount>>
  /** Role and log entry. False when the person has a role already; refused when the actor is no admin any more. */
  recordInvitation(
    actor: string,
    person: string,
    role: 'analyst' | 'admin',
  ): Promise<Outcome<boolean>>
  removeAccount(person: string): Promise<void>
  /** Log entry of a link that is about to be made; null when there is nobody. */
  recordLink(
    actor: string,
    person: string,
  ): Promise<Outcome<{ email: string; isInvited: boolean } | null>>
  /** False where no mail went out. */
  sendLink(email: string, type: LinkType): Promise<boolean>
  makeLink(email: string, type: LinkType): Promise<Outcome<string>>
}

/** The store of the running service. */
export function openStore(): InvitationStore {
  const sql = connectDatabase()
  const auth = connectService().auth
  return {
    findRole: (userId) => findAdmittedRole(sql, userId, 'invite-person'),

    async findPerson(email) {
      const [row] = await sql<{ id: string; is_invited: boolean; role: KnownPerson['role'] }[]>`
        select users.id, users.email_confirmed_at is null as is_invited, user_roles.role
        from auth.users as users
        left join public.user_roles on user_roles.user_id = users.id
        where users.email = ${email}`
      return row === undefined ? null : { id: row.id, isInvited: row.is_invited, role: row.role }
    },

    async inviteByMail(email) {
      const { data, error } = await auth.admin.inviteUserByEmail(email)
      if (error !== null) requireAnswer(error)
      return error === null ? { person: data.user.id, link: null } : null
    },

    async inviteByLink(email) {
      const { data, error } = await auth.admin.generateLink({ type: 'invite', email })
      if (error !== null) return explainAuth(error)
      const tokenHash = data.properties.hashed_token
      return { data: { person: data.user.id, link: { type: 'invite', tokenHash } }, error: null }
    },

    recordInvitation: (actor, person, role) =>
      asAdmin(async () => {
        const [row] = await sql<{ is_recorded: boolean }[]>`
          select private.record_invitation(${actor}, ${person}, ${role}) as is_recorded`
        return row!.is_recorded
      }),

    async removeAccount(person) {
      const { error } = await auth.admin.deleteUser(person)
      if (error !== null) throw new UnavailableError(`Auth kept an account: ${error.message}`)
    },

    recordLink: (actor, person) =>
      asAdmin(async () => {
        const [row] = await sql<{ email: string; is_invited: boolean }[]>`
          select email, is_invited from private.record_link(${actor}, ${person})`
        return row === undefined ? null : { email: row.email, isInvited: row.is_invited }
      }),

    async sendLink(email, type) {
      const { error } =
        type === 'invite'
          ? await auth.admin.inviteUserByEmail(email)
          : await auth.resetPasswordForEmail(email)
      if (error !== null) requireAnswer(error)
      return error === null
    },

    async makeLink(email, type) {
      const { data, error } = await auth.admin.generateLink({ type, email })
      return error === null
        ? { data: data.properties.hashed_token, error: null }
        : explainAuth(error)
    },
  }
}

/** The role was looked at when the call came in; the database looks again, and may find it withdrawn. */
async function asAdmin<T>(work: () => Promise<T>): Promise<Outcome<T>> {
  try {
    return { data: await work(), error: null }
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === '42501') {
      return refuse('not_allowed', 'Only admins invite people.')
    }
    throw error
  }
}

/** Where Auth was reached and says no, the caller goes on another way. Throws UnavailableError otherwise. */
function requireAnswer(error: AuthError): void {
  if (error.status === undefined || error.status === 0) {
    throw new UnavailableError(`Auth did not answer: ${error.message}`, { cause: error })
  }
}

function explainAuth(error: AuthError): Outcome<never> {
  requireAnswer(error)
  switch (error.code) {
    case 'email_exists':
      return refuse('account_exists', 'This person has joined meanwhile. Reload the page.')
    case 'user_not_found':
      return refuse('person_not_found', 'There is no such person. Reload the page.')
    case 'validation_failed':
    case 'email_address_invalid':
      return refuse('invalid_address', 'Supabase Auth takes no such e-mail address.')
    case 'over_request_rate_limit':
      return refuse('rate_limited', 'Too many invitations. Wait a minute, then try again.', {
        retryAfterSeconds: 60,
      })
    default:
      throw new UnavailableError(`Auth answered ${error.status}: ${error.message}`, {
        cause: error,
      })
  }
}
