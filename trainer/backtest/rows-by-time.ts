import { addMonths, type Month, monthStart } from '../../core/month.ts'
import { FingerprintSet } from '../fingerprint-set.ts'
import { type PartRows, takeParts } from '../prepare-parts.ts'
import { firstAtLeast } from '../split-by-time.ts'
import { firstRows, type TrainingData } from '../training-data.ts'

/** The rows before an instant, without a copy: rows are in time order. */
export function rowsBefore(data: TrainingData, instant: number): TrainingData {
  return firstRows(data, firstAtLeast(data.occurredAt, instant))
}

/** A month's rows without those that an earlier month's row equals: a model may have learned that one. */
export function rowsOfMonth(data: TrainingData, month: Month): PartRows {
  const from = monthStart(month)
  const to = monthStart(addMonths(month, 1))
  const start = firstAtLeast(data.occurredAt, from)
  const end = firstAtLeast(data.occurredAt, to)
  const seen = new FingerprintSet(data.fingerprints)
  for (let row = 0; row < start; row++) seen.add(row)
  const rows = Uint32Array.from({ length: end - start }, (_, i) => start + i).filter(
    (row) => !seen.has(row),
  )
  const fraudCount = rows.reduce((sum, row) => sum + data.labels[row]!, 0)
  return takeParts(data, { rows, fraudCount, from, to })
}
