import 'server-only'
import { cache } from 'react'
import { createQueryClient } from './query-client.ts'

/**
 * One query client per request, so that nobody is served what another person read. Nothing is tried again: a page does
 * not wait for seconds, its browser tries what is missing.
 */
export const requestQueryClient = cache(() => createQueryClient(0))
