import { authenticate } from '../_shared/auth.ts'
import { serveJson } from '../_shared/http.ts'
import { recordCalls } from '../_shared/record-calls.ts'
import { handleInvitation } from './handler.ts'
import { openStore } from './store.ts'

Deno.serve(
  recordCalls(
    'invite-person',
    serveJson('invite-person', (request, log) =>
      handleInvitation(request, {
        authenticate,
        store: openStore(),
        sendsMail: Deno.env.get('INVITATIONS_BY_MAIL') === 'true',
        log,
      }),
    ),
  ),
)
