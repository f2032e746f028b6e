import postgres, { type Sql } from 'postgres'
import { knownTypes } from '../core/postgres-types.ts'

/** Most connections at once: a copy out of the database, a heartbeat, and what is written meanwhile. */
const CONNECTIONS = 3

/** Opens the trainer's client of the database. */
export function openDatabase(url: string): Sql {
  return postgres(url, {
    ...knownTypes,
    max: CONNECTIONS,
    connect_timeout: 15,
    // A transaction pooler keeps no prepared statements.
    prepare: false,
    onnotice: () => {},
  })
}
