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
      const store = openStore()
      const outcome = await handleCommit(request, { authenticate, store, log })
      if (outcome.error !== null) return outcome
      // The answer does not wait for what follows from the new rows: labels may have asked for a training run.
      const follow = (work: Promise<unknown>, failure: string) =>
        keepAlive(work.catch((error) => log('error', failure, { error: String(error) })))
      const target = readDispatchTarget((name) => Deno.env.get(name))
      const dispatches = openDispatchStore(connectDatabase())
      follow(dispatchWaitingRuns(dispatches, target, log), 'dispatch broke')
      follow(store.countDrift(outcome.data.dataset), 'drift not counted')
      return outcome
    }),
  ),
)
