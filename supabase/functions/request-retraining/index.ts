import { connectDatabase } from '../_shared/database.ts'
import { openDispatchStore, readDispatchTarget } from '../_shared/dispatch-training.ts'
import { serveJson } from '../_shared/http.ts'
import { handleRequest } from './handler.ts'
import { openStore } from './store.ts'

Deno.serve(
  serveJson('request-retraining', (request, log) =>
    handleRequest(request, {
      store: openStore(),
      dispatches: openDispatchStore(connectDatabase()),
      target: readDispatchTarget((name) => Deno.env.get(name)),
      log,
    }),
  ),
)
