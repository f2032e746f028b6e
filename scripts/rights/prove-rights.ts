import type { Sql } from 'postgres'
import { listWithdrawals } from './list-withdrawals.ts'
import { renderRightsSetup } from './render-rights-suite.ts'

/**
 * Takes away one policy, grant or protection after the other, each in a savepoint that is rolled back, and runs the
 * tests of the object that it belongs to. Answers how many were tried, and which of them no test noticed.
 */
export async function proveRights(sql: Sql): Promise<{ tried: number; unnoticed: string[] }> {
  const withdrawals = await listWithdrawals(sql)
  const setup = await renderRightsSetup()
  const unnoticed: string[] = []
  const done = Symbol('rolled back')
  await sql
    .begin(async (transaction) => {
      await transaction.unsafe(`set local client_min_messages = error; ${setup}`).simple()
      const before =
        await transaction`select label, finding from pg_temp.findings() where finding is not null`
      if (before.length > 0) {
        const findings = before.map(({ label, finding }) => `${label}: ${finding}`).join('\n')
        throw new Error(`The rights suite must pass before it can be proven.\n${findings}`)
      }
      for (const { description, statement, kind, name } of withdrawals) {
        await transaction
          .savepoint(async (savepoint) => {
            await savepoint.unsafe(statement)
            const [found] = await savepoint`
              select exists (select 1 from pg_temp.findings(${kind}, ${name}) where finding is not null) as is_noticed`
            if (!found?.is_noticed) unnoticed.push(description)
            throw done
          })
          .catch((error: unknown) => {
            if (error !== done) throw error
          })
      }
      throw done
    })
    .catch((error: unknown) => {
      if (error !== done) throw error
    })
  return { tried: withdrawals.length, unnoticed }
}
