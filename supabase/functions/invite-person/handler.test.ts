import assert from 'node:assert/strict'
import { refuse, UnavailableError } from '../_shared/http.ts'
import { handleInvitation } from './handler.ts'
import type { InvitationStore, KnownPerson } from './store.ts'

const BRAIN = '6d1f0a52-7a54-4f0e-9f5c-3f1f6f0c7a02'
const PERSON = '6d1f0a52-7a54-4f0e-9f5c-3f1f6f0c7a09'
const NEW = { email: 'new@desk.test', role: 'analyst' }

/** What was asked of the store, in order, and what came of it. */
async function call(
  body: unknown,
  { sendsMail = false, ...replaced }: Partial<InvitationStore> & { sendsMail?: boolean } = {},
) {
  const steps: string[] = []
  const lines: string[] = []
  const store: InvitationStore = {
    findRole: () => Promise.resolve('admin'),
    findPerson: () => Promise.resolve(null),
    inviteByMail: () => Promise.resolve({ person: PERSON, link: null }),
    inviteByLink: () =>
      Promise.resolve({
        data: { person: PERSON, link: { type: 'invite', tokenHash: 'secret-token' } },
        error: null,
      }),
    recordInvitation: () => Promise.resolve({ data: true, error: null }),
    removeAccount: () => Promise.resolve(),
    recordLink: () =>
      Promise.resolve({ data: { email: NEW.email, isInvited: false }, error: null }),
    sendLink: () => Promise.resolve(true),
    makeLink: () => Promise.resolve({ data: 'secret-token', error: null }),
    ...replaced,
  }
  const watched = new Proxy(store, {
    get:
      (target, name: keyof InvitationStore) =>
      (...args: unknown[]) => {
        steps.push(`${name} ${args.join(' ')}`)
        return (target[name] as (...args: unknown[]) => unknown)(...args) // as it was called
      },
  })
  const answer = await handleInvitation(
    new Request('http://function/', {
      method: 'POST',
      body: typeof body === 'string' ? body : JSON.stringify(body),
    }),
    {
      authenticate: () => Promise.resolve({ data: { userId: BRAIN }, error: null }),
      store: watched,
      sendsMail,
      log: (...line) => lines.push(JSON.stringify(line)),
    },
  ).catch((error: unknown) => error as Error)
  return { answer, steps, lines }
}

function codeOf({ answer }: Awaited<ReturnType<typeof call>>): string | undefined {
  return answer instanceof Error ? answer.name : answer.error?.code
}

function known(person: Partial<KnownPerson>) {
  return {
    findPerson: () => Promise.resolve({ id: PERSON, isInvited: true, role: null, ...person }),
  }
}

Deno.test('an invitation is an account, a role and a link that the admin hands over', async () => {
  const { answer, steps, lines } = await call({ email: ' New@Desk.test ', role: 'analyst' })
  assert.deepEqual(answer, {
    data: {
      person: PERSON,
      email: 'new@desk.test',
      link: { type: 'invite', tokenHash: 'secret-token' },
    },
    error: null,
  })
  assert.deepEqual(steps, [
    `findRole ${BRAIN}`,
    'findPerson new@desk.test',
    'inviteByLink new@desk.test',
    `recordInvitation ${BRAIN} ${PERSON} analyst`,
  ])
  assert.doesNotMatch(lines.join(), /secret-token|new@desk/)
})

Deno.test('with mail set up the mail is sent, and where it cannot be, a link is made', async () => {
  const mailed = await call(NEW, { sendsMail: true })
  assert.deepEqual(mailed.answer, {
    data: { person: PERSON, email: NEW.email, link: null },
    error: null,
  })
  const refused = await call(NEW, { sendsMail: true, inviteByMail: () => Promise.resolve(null) })
  assert.match(JSON.stringify(refused.answer), /secret-token/)
})

Deno.test('an account whose role cannot be given does not stay', async () => {
  const recordInvitation = () => Promise.reject(new UnavailableError('away'))
  const { answer, steps } = await call(NEW, { recordInvitation })
  assert.ok(answer instanceof UnavailableError)
  assert.equal(steps.at(-1), `removeAccount ${PERSON}`)

  const withdrawn = await call(NEW, {
    recordInvitation: () => Promise.resolve(refuse('not_allowed', 'Only admins invite people.')),
  })
  assert.equal(codeOf(withdrawn), 'not_allowed')
  assert.equal(withdrawn.steps.at(-1), `removeAccount ${PERSON}`)

  const before = await call(NEW, { recordInvitation, ...known({}) })
  assert.ok(!before.steps.some((step) => step.startsWith('removeAccount')), 'it was there before')
})

Deno.test('who is here already is not invited again, and a half-made account is completed', async () => {
  const member = await call(NEW, known({ isInvited: false }))
  const waiting = await call(NEW, known({ role: 'analyst' }))
  for (const refused of [member, waiting]) {
    assert.equal(codeOf(refused), 'account_exists')
    assert.ok(!refused.steps.some((step) => step.startsWith('invite')))
  }
  assert.equal(codeOf(await call(NEW, known({}))), undefined)
  const late = await call(NEW, {
    recordInvitation: () => Promise.resolve({ data: false, error: null }),
  })
  assert.equal(codeOf(late), 'account_exists')
  assert.ok(!late.steps.some((step) => step.startsWith('removeAccount')), 'somebody else made it')
})

Deno.test('another link is in the log before it is made, and is of the kind that is needed', async () => {
  const password = await call({ person: PERSON })
  assert.deepEqual(password.steps.slice(1), [
    `recordLink ${BRAIN} ${PERSON}`,
    `makeLink ${NEW.email} recovery`,
  ])
  const recordLink = () =>
    Promise.resolve({ data: { email: NEW.email, isInvited: true }, error: null })
  const again = await call({ person: PERSON }, { recordLink })
  assert.equal(again.steps.at(-1), `makeLink ${NEW.email} invite`)
  const mailed = await call({ person: PERSON }, { sendsMail: true, recordLink })
  assert.equal(mailed.steps.at(-1), `sendLink ${NEW.email} invite`)
  const nobody = await call(
    { person: PERSON },
    { recordLink: () => Promise.resolve({ data: null, error: null }) },
  )
  assert.equal(codeOf(nobody), 'person_not_found')
  assert.equal(
    codeOf(await call({ person: BRAIN })),
    'not_allowed',
    'nobody makes one for themself',
  )
})

Deno.test('only an admin of this moment is listened to', async () => {
  for (const role of ['analyst', null] as const) {
    const { answer, steps } = await call('{', { findRole: () => Promise.resolve(role) })
    assert.equal((answer as { error: { code: string } }).error.code, 'not_allowed') // not thrown: roles are values
    assert.equal(steps.length, 1)
  }
  const answer = await handleInvitation(new Request('http://function/', { method: 'POST' }), {
    authenticate: () => Promise.resolve(refuse('not_signed_in', 'Sign in.')),
    store: {} as InvitationStore, // never asked
    sendsMail: false,
    log: () => {},
  })
  assert.equal(answer.error?.code, 'not_signed_in')
})

Deno.test('what is no invitation is refused before anything is made', async () => {
  const programs = [
    '{',
    [],
    {},
    { email: NEW.email },
    { ...NEW, role: 'owner' },
    { ...NEW, extra: 1 },
    { ...NEW, person: PERSON },
    { email: 7, role: 'analyst' },
    { person: 'me' },
    { person: PERSON, role: 'admin' },
    `{"email":"${'x'.repeat(2_000_000)}@desk.test","role":"analyst"}`,
  ]
  for (const body of programs) assert.equal(codeOf(await call(body)), 'invalid_request')
  for (const email of ['', 'nobody', 'a@b', 'a b@desk.test', `${'a'.repeat(250)}@desk.test`]) {
    const refused = await call({ email, role: 'admin' })
    assert.equal(codeOf(refused), 'invalid_address', email)
    assert.equal(refused.steps.length, 1)
  }
})
