import { authenticate } from '../_shared/auth.ts'
import { connectDatabase } from '../_shared/database.ts'
import {
  dispatchWaitingRuns,
  openDispatchStore,
  readDispatchTarget,
} from '../_shared/dispatch-training.ts'
import { serveJson } from '../_shared/http.ts'
import { keepAlive } from '../_shared/keep-alive.ts'
import { recordCalls } from '../_shared/record-calls.ts'
import { handleCommit } from './handler.ts'
import { openStore } from './store.ts'

Deno.serve(
  recordCalls(
    'commit-upload',
    serveJson('commit-upload', async (request, log) => {
      const outcome = await handleCommit(request, { authenticate, store: openStore(), log })
      // New labels may have asked for a training run; the answer does not wait for the workflow to be told.
      if (outcome.error === null) {
        const target = readDispatchTarget((name) => Deno.env.get(name))
        const told = dispatchWaitingRuns(openDispatchStore(connectDatabase()), target, log)
        keepAlive(told.catch((error) => log('error', 'dispatch broke', { error: String(error) })))
        const { dataset } = outcome.data
        const counted = connectDatabase()`
        select private.refresh_drift(id) from public.datasets where slug = ${dataset}`
        keepAlive(
          counted.catch((error) => log('error', 'drift not counted', { error: String(error) })),
        )
      }
      return outcome
    }),
  ),
)
