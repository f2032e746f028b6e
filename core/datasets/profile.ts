import type { Result } from '../result.ts'

/** What may be wrong with one row; see docs/row-faults.md for the table of codes. */
export const ROW_FAULT_CODES = [
  'missing_value',
  'not_a_number',
  'out_of_range',
  'not_a_date',
  'in_the_future',
  'unknown_value',
  'wrong_cell_count',
  'too_long',
  'unclosed_quote',
  'unreadable_text',
] as const

/** One of ROW_FAULT_CODES. */
export type RowFaultCode = (typeof ROW_FAULT_CODES)[number]

/** One fault of one row, before its line is known. */
export interface RowFault {
  column: string
  value: string
  code: RowFaultCode
  message: string
}

/** A validated row. Personal columns are gone; `cardId` lives only until it is hashed. */
export interface ParsedTransaction {
  /** Milliseconds since the epoch, UTC. */
  occurredAt: number
  /** Integer cents in the dataset's currency; negative for refunds. */
  amountCents: number
  /** The raw card number or id; never stored. Null for formats without cards. */
  cardId: string | null
  /** For display only. */
  cardLast4: string | null
  merchant: string | null
  category: string | null
  place: string | null
  isFraud: boolean | null
  /** uuid text of the 128-bit fingerprint of the row without its label. */
  fingerprint: string
  /** 1-based line of the row's first character in the file. */
  line: number
  /** Values that only this profile's features need, in the order the profile documents. */
  attributes: readonly number[]
}

/** How a feature's value is written for people. */
export type FeatureUnit =
  | 'money'
  | 'hour'
  | 'count'
  | 'kilometres'
  | 'seconds'
  | 'kilometresPerHour'
  | 'share'
  | 'ratio'
  | 'years'
  | 'flag'
  | 'category'
  | 'number'

/** One position of the feature vector. */
export interface FeatureDefinition {
  /** snake_case, stable: model artifacts refer to it. */
  name: string
  /** For people: "Amount", "Hour of day". */
  label: string
  unit: FeatureUnit
  /** Categorical features hold the code of a category; the model artifact holds their fitted encoding. */
  kind: 'numeric' | 'categorical'
  /** The feature that holds this card's own normal for the same quantity, where there is one. */
  usual?: string
  /**
   * The feature by whose name this one is told to people, where several say the same thing
   * (an amount, its logarithm, its ratio to the usual): their contributions are added up.
   */
  aspect?: string
  /**
   * The value in words: "{value} from home", "about {value} {payment|payments} in the last hour or so", where
   * `{value}` is the value with its unit and `{one|many}` goes by the count. For a flag: what its yes means.
   */
  phrase?: string
  /** True when the value grows with a card's history, so that its distribution moves without anything having changed. */
  grows?: true
  /** Code → name for people, for categorical features with a fixed list. */
  categories?: readonly string[]
}

/**
 * What a row of one data format is: its columns, its validation, its features.
 * A profile is data plus pure functions, so that one can also be built from a stored column mapping;
 * nothing outside switches on its slug.
 */
export interface DatasetProfile {
  slug: string
  title: string
  currency: string
  /** Columns that must be there, in canonical order (the order of the fingerprint). */
  columns: readonly string[]
  /** Columns that may be there and are ignored (an unnamed index, a sample's source). */
  ignoredColumns: readonly string[]
  /** The label column; it may be absent. */
  labelColumn: string
  /** Columns whose values are never stored, shown or logged. */
  personalColumns: readonly string[]
  /** True when rows carry a card, so that features depend on earlier rows. */
  hasCards: boolean
  features: readonly FeatureDefinition[]
  /**
   * Validates one row. `cells[position]` are the unquoted cells in the order of `columns`;
   * `label` is the label cell or null. `now` is the present in milliseconds since the epoch.
   */
  parseRow(
    cells: readonly string[],
    label: string | null,
    now: number,
  ): { transaction: Omit<ParsedTransaction, 'fingerprint' | 'line'> } | { faults: RowFault[] }
  /**
   * A short cut for formats of numbers: what `parseRow` makes of a row, straight from its bytes. `starts[first + i]` is
   * where the cell of `columns[i]` starts, with one byte between it and the next. Null leaves the row to `parseRow`.
   */
  parsePlainRow?(
    row: { bytes: Uint8Array; starts: Int32Array },
    first: number,
    label: string | null,
    now: number,
  ): Omit<ParsedTransaction, 'fingerprint' | 'line'> | null
  /**
   * Writes the feature vector (`features.length` values, float32) of a transaction at `out[offset]`.
   * `cardState` is the card's history before this transaction; null for formats without cards.
   */
  writeFeatures(
    transaction: ParsedTransaction,
    cardState: Float64Array | null,
    out: Float32Array,
    offset: number,
  ): void
  /** Advances the card's history by this transaction, in place. A no-op for formats without cards. */
  updateCardState(cardState: Float64Array, transaction: ParsedTransaction): void
}

/** A file whose header was recognised. */
export interface DetectedFormat {
  profile: DatasetProfile
  /** Position in the file's row of each canonical column, in the order of `profile.columns`. */
  columnPositions: readonly number[]
  /** Position of the label column, or null when the file has none. */
  labelPosition: number | null
  /** Number of cells that every row must have. */
  cellCount: number
}

/** What may be wrong with a whole file; see docs/row-faults.md for the table of codes. */
export const FILE_FAULT_CODES = [
  'empty_file',
  'header_only',
  'unknown_header',
  'duplicate_column',
  'wrong_delimiter',
  'wrong_encoding',
  'not_a_table',
  'zip_archive',
  'excel_workbook',
  'nul_bytes',
  'too_large',
  'line_too_long',
] as const

/** One of FILE_FAULT_CODES. */
export type FileFaultCode = (typeof FILE_FAULT_CODES)[number]

/** Recognises a format by its header. */
export type DetectProfile = (columns: readonly string[]) => Result<DetectedFormat, FileFaultCode>
