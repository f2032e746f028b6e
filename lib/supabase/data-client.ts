import type { PostgrestClient } from '@supabase/postgrest-js'
import type { Database } from './database.types.ts'

/** All that reading and single writes need: a call to a function of the database, as the signed-in person. */
export type DataClient = Pick<PostgrestClient<Database>, 'rpc'>
