import { authenticate } from '../_shared/auth.ts'
import { serveJson } from '../_shared/http.ts'
import { handleCommit } from './handler.ts'
import { openStore } from './store.ts'

Deno.serve(
  serveJson('commit-upload', (request, log) =>
    handleCommit(request, { authenticate, store: openStore(), log }),
  ),
)
