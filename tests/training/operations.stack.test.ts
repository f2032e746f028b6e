import { afterAll, beforeAll } from 'vitest'
import { testChallenger } from './operations/challenger.ts'
import { testLearning } from './operations/learning.ts'
import { type Operations, openOperations } from './operations/open-operations.ts'
import { testRequests } from './operations/requests.ts'
import { testRetention } from './operations/retention.ts'
import { testServing } from './operations/serving.ts'
import { testSettings } from './operations/settings.ts'

// One stack, one story: every test goes on where the one before it left off.

let operations: Operations

beforeAll(async () => {
  operations = await openOperations()
}, 120_000)

afterAll(() => operations?.close())

const desk = () => operations
testSettings(desk)
testLearning(desk)
testServing(desk)
testChallenger(desk)
testRetention(desk)
testRequests(desk)
