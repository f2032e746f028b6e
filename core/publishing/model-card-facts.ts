import type { Interval, PairedDifference } from '../evaluation/bootstrap.ts'
import type { DriftBand } from '../evaluation/drift.ts'

/** Rows of a part of the split; instants as ISO 8601. */
export interface CardPart {
  rows: number
  frauds: number
  from: string
  to: string
}

/** Everything that a model card says, as it is stored with the version and its run. Absent where it was not recorded. */
export interface ModelCardFacts {
  dataset: { slug: string; title: string; profile: string; currency: string }
  version: number
  family: string
  hyperparameters: Readonly<Record<string, unknown>>
  artifact: { path: string; sha256: string; bytes: number }
  threshold: number
  trainedUntil: string
  publishedAt: string
  run: {
    id: number
    trigger: string
    reason: string | null
    gitSha: string | null
    backend: string | null
    startedAt: string | null
    rowCount: number | null
    fraudCount: number | null
    dataHash: string | null
  }
  split: Partial<Record<'train' | 'validation' | 'holdout', CardPart>> & {
    partlyLabelledMonths?: readonly string[]
  }
  decision: { decision: string; code: string; reason: string } | null
  candidates: readonly {
    family: string
    hyperparameters: Readonly<Record<string, unknown>>
    averagePrecision: number | null
    durationMs: number
    isSelected: boolean
  }[]
  /** On the hold-out. */
  metrics: {
    averagePrecision?: Interval
    baseRate?: number
    /** Cards that the frauds were on; null where the dataset has no cards. */
    fraudCards?: number | null
    precision?: number
    recall?: number
    f1?: number
    brier?: number
    calibrationError?: number
    recallAtBudget?: readonly { share: number; recall: number }[]
    /** In cents. */
    cost?: { reviewCostCents: number; savedCents?: number }
    champion?: { version: number; averagePrecision: Interval } | null
    difference?: PairedDifference | null
  }
  calibration: readonly { meanScore: number; fraudShare: number; weight: number }[]
  importance: readonly { feature: string; importance: number }[]
  /** Of the newest month, against the rows that the model learned from; null where it was not counted. */
  drift: {
    month: string
    features: readonly { feature: string; psi: number; band: DriftBand }[]
  } | null
}
