import { authenticate } from '../_shared/auth.ts'
import { serveJson } from '../_shared/http.ts'
import { recordCalls } from '../_shared/record-calls.ts'
import { handleIngest } from './handler.ts'
import { openStore } from './store.ts'

Deno.serve(
  recordCalls(
    'ingest-upload',
    serveJson('ingest-upload', (request, log) =>
      handleIngest(request, { authenticate, store: openStore(), now: Date.now(), log }),
    ),
  ),
)
