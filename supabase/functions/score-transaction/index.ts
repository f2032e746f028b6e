import { authenticate } from '../_shared/auth.ts'
import { serveJson } from '../_shared/http.ts'
import { openVersion } from '../_shared/model-store.ts'
import { recordCalls } from '../_shared/record-calls.ts'
import { handleScoring } from './handler.ts'
import { openStore } from './store.ts'

Deno.serve(
  recordCalls(
    'score-transaction',
    serveJson('score-transaction', (request) =>
      handleScoring(request, { authenticate, store: openStore(), openVersion }),
    ),
  ),
)
