import 'server-only'
import { cache } from 'react'
import { createQueryClient } from './query-client.ts'

/** One query client per request, so that nobody is served what another person read. */
export const requestQueryClient = cache(createQueryClient)
