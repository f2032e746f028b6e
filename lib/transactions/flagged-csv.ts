import type { FeatureDefinition } from '../../core/datasets/profile.ts'
import { describeReason } from '../../core/scoring/describe-reason.ts'
import type { FlaggedTransaction } from './list-flagged.ts'

const columns = [
  'id',
  'occurred_at',
  'amount',
  'currency',
  'merchant',
  'category',
  'place',
  'card_last4',
  'fraud_score',
  'threshold',
  'model_version',
  'label',
  'label_source',
  'reasons',
] as const

/** First line of the file, with its line end. */
export const flaggedCsvHeader = `${columns.join(',')}\r\n`

/** Lines of the file (RFC 4180), one per transaction, each with its line end. */
export function toCsvLines(
  rows: readonly FlaggedTransaction[],
  features: readonly FeatureDefinition[],
  currency: string,
): string {
  return rows
    .map((row) => {
      const cells: Record<(typeof columns)[number], string | number | null> = {
        id: row.id,
        occurred_at: row.occurredAt,
        amount: row.amount,
        currency,
        merchant: row.merchant,
        category: row.category,
        place: row.place,
        card_last4: row.cardLast4,
        fraud_score: row.fraudScore,
        threshold: row.threshold,
        model_version: row.version,
        label: row.label,
        label_source: row.labelSource,
        reasons: row.reasons
          .map((reason) => describeReason({ features }, reason, currency))
          .join('; '),
      }
      return `${columns.map((name) => csvCell(cells[name])).join(',')}\r\n`
    })
    .join('')
}

/**
 * One cell. A text that a spreadsheet would take for a formula gets an apostrophe in front
 * (https://owasp.org/www-community/attacks/CSV_Injection); numbers stay numbers, negative ones too.
 */
export function csvCell(value: string | number | null): string {
  if (value === null) return ''
  if (typeof value === 'number') return String(value)
  const harmless = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless
}
