import type { Formatter } from '@/lib/format/formatter.ts'
import type { Importance, ImportanceMeasure } from '@/lib/models/feature-importance.ts'

/** 12.3%, or 0.123 ± 0.004 for what shuffling costs; a dash where nothing was measured. */
export function writeImportance(
  measure: ImportanceMeasure,
  importance: Importance | null,
  format: Formatter,
): string {
  if (importance === null) return '–'
  return measure === 'permutation'
    ? `${format.score(importance.value)} ± ${format.score(importance.spread)}`
    : format.percent(importance.value)
}
