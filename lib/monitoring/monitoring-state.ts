import * as z from 'zod/mini'
import { isMonth, type Month } from '../../core/month.ts'

/** What the monitoring page shows besides its log, all of it in the URL. */
export interface MonitoringState {
  /** The version that months are compared with; the champion when null. */
  version: number | null
  /** The cell that is open: a feature's name, or `fraud_score`, and a month. */
  cell: { feature: string; month: Month } | null
}

const paramsSchema = z.object({
  version: z.catch(
    z.nullable(z.pipe(z.string(), z.pipe(z.transform(Number), z.int().check(z.minimum(1))))),
    null,
  ),
  feature: z.catch(z.nullable(z.string().check(z.regex(/^\w{1,60}$/))), null),
  month: z.catch(z.nullable(z.custom<Month>((value) => isMonth(String(value)))), null),
})

/** Reads the state from a URL's parameters; what makes no sense is left out. */
export function parseMonitoringState(
  params: Record<string, string | string[] | undefined>,
): MonitoringState {
  const { version, feature, month } = z.parse(paramsSchema, {
    version: params.version ?? null,
    feature: params.feature ?? null,
    month: params.month ?? null,
  })
  return { version, cell: feature && month ? { feature, month } : null }
}

/** Writes the state into parameters that hold other state as well. */
export function writeMonitoringState(
  params: URLSearchParams,
  { version, cell }: MonitoringState,
): URLSearchParams {
  const next = new URLSearchParams(params)
  for (const [name, value] of [
    ['version', version],
    ['feature', cell?.feature],
    ['month', cell?.month],
  ] as const) {
    if (value) next.set(name, String(value))
    else next.delete(name)
  }
  return next
}
