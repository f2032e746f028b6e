import { connectDatabase } from '../_shared/database.ts'
import { openDispatchStore, readDispatchTarget } from '../_shared/dispatch-training.ts'
import { serveJson } from '../_shared/http.ts'
import { recordCalls } from '../_shared/record-calls.ts'
import { handleRequest } from './handler.ts'
import { openStore } from './store.ts'

Deno.serve(
  recordCalls(
    'request-retraining',
    serveJson('request-retraining', (request, log) =>
      handleRequest(request, {
        store: openStore(),
        dispatches: openDispatchStore(connectDatabase()),
        target: readDispatchTarget((name) => Deno.env.get(name)),
        log,
      }),
    ),
  ),
)
