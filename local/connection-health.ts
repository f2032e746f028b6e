import type postgres from 'postgres'

/** Whether the connections of one set are whole. A set with a broken one is given up altogether. */
export type ConnectionHealth = {
  isBroken: boolean
  /** Called once, when the first connection breaks. */
  onBreak: () => void
}

/** Driver options that keep connections open for good, so that one that closes has broken. */
export function watchedBy(health: ConnectionHealth): postgres.Options<Record<string, never>> {
  return {
    onnotice: () => {},
    idle_timeout: 0,
    max_lifetime: 0,
    onclose() {
      if (health.isBroken) return
      health.isBroken = true
      health.onBreak()
    },
  }
}

/**
 * Lets no transaction go on after a connection broke: its rollback, written to a connection that is gone,
 * would end the process, and handing such a connection back would hand it to the next request.
 */
export function refuseWhenBroken(driver: postgres.Sql, health: ConnectionHealth): void {
  const reserve = driver.reserve.bind(driver)
  driver.reserve = async () => {
    const connection = await reserve()
    const { unsafe, release } = connection
    connection.unsafe = ((...statement: Parameters<typeof unsafe>) =>
      health.isBroken
        ? Promise.reject(new Error('The connection to the database broke.'))
        : unsafe.apply(connection, statement)) as typeof unsafe // a rejection stands in for the query that never was
    connection.release = () => {
      if (!health.isBroken) release.call(connection)
    }
    return connection
  }
}
