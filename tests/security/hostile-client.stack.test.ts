import { afterAll, beforeAll } from 'vitest'
import { testAnalyst } from './hostile-client/analyst.ts'
import { testLogs } from './hostile-client/logs.ts'
import { type Hostile, openHostile } from './hostile-client/open-hostile.ts'
import { testRequests } from './hostile-client/requests.ts'
import { testStorage } from './hostile-client/storage.ts'
import { testWithdrawnRole } from './hostile-client/withdrawn-role.ts'
import { testWithoutSignIn } from './hostile-client/without-sign-in.ts'

// A hostile client with the anonymous and the analyst's key. Whatever it tries is refused with a 4xx and never with a
// 5xx. One stack: the logs are looked through last.

let opened: Hostile

beforeAll(async () => {
  opened = await openHostile()
}, 120_000)

afterAll(async () => await opened?.desk.close())

const hostile = () => opened
testWithoutSignIn(hostile)
testAnalyst(hostile)
testStorage(hostile)
testRequests(hostile)
testWithdrawnRole(hostile)
testLogs(hostile)
