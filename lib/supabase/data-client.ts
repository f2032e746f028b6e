import type { PostgrestClient } from '@supabase/postgrest-js'
import type { Database } from './database.types.ts'

/** All that reading and single writes need: rows and functions of the database, as the signed-in person. */
export type DataClient = Pick<PostgrestClient<Database>, 'rpc' | 'from'>
