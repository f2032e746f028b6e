import {
  averageDifferences,
  type Interval,
  type PairedDifference,
  type ResampledDifference,
  resampleDifference,
  summariseDifference,
} from '../../core/evaluation/bootstrap.ts'
import type { Month } from '../../core/month.ts'
import { type DatasetSettings, reviewCostCents } from '../../core/publishing/dataset-settings.ts'
import { evaluateHoldout } from '../evaluate-holdout.ts'
import type { PartRows } from '../prepare-parts.ts'
import type { Generation, WalkedMonth } from './walk-forward.ts'

/** The ways of keeping a model that are compared, in the order of tables and charts. */
export const ways = ['neverRetrained', 'everyMonth', 'whenGateAllows'] as const

/** One of {@link ways}. */
export type Way = (typeof ways)[number]

/** Who is compared with whom: positive differences favour the first. */
const comparisons = [
  ['everyMonth', 'neverRetrained'],
  ['whenGateAllows', 'neverRetrained'],
  ['whenGateAllows', 'everyMonth'],
] as const satisfies readonly [Way, Way][]

/** How one way did in one month. */
export interface WayInMonth {
  /** The month before which the model was trained, and the end of what it had seen (ISO). */
  trainedFor: Month
  trainedUntil: string
  family: string
  averagePrecision: Interval
  precision: number
  recall: number
  flagged: number
  caught: number
  missed: number
  /** In cents: fraud caught minus reviews, as in the cost of a version. */
  savedCents: number
}

/** One month of the comparison. */
export interface ComparedMonth {
  month: Month
  rows: number
  frauds: number
  ways: Record<Way, WayInMonth | null>
  differences: ComparedWays[]
}

/** The average precision of one way minus that of another. */
export interface ComparedWays {
  first: Way
  second: Way
  difference: PairedDifference
  /** Months in which both had a model. */
  monthCount: number
}

/** Measures months as they come, and their mean at the end. */
export class WayComparison {
  readonly months: ComparedMonth[] = []
  readonly #settings: DatasetSettings
  readonly #resampled = comparisons.map((): ResampledDifference[] => [])

  constructor(settings: DatasetSettings) {
    this.#settings = settings
  }

  /** Lets the models predict the month and measures them against its labels. */
  add({ month, rows, models }: WalkedMonth): ComparedMonth {
    const scores = new Map<Generation, Float32Array>()
    for (const way of ways) {
      const model = models[way]
      if (model && !scores.has(model))
        scores.set(model, model.scorer.score(rows.features, rows.rowCount))
    }
    const measured = new Map(
      [...scores].map(([model, own]) => [model, this.#measure(model, rows, own)]),
    )
    const differences: ComparedWays[] = []
    for (const [index, [first, second]] of comparisons.entries()) {
      const [a, b] = [models[first], models[second]]
      if (!a || !b) continue
      const resampled = resampleDifference(
        {
          first: scores.get(a)!,
          second: scores.get(b)!,
          isFraud: rows.labels,
          cards: rows.cards,
        },
        { seed: `backtest ${month}` },
      )
      this.#resampled[index]!.push(resampled)
      differences.push({ first, second, difference: summariseDifference(resampled), monthCount: 1 })
    }
    const of = (way: Way) => {
      const model = models[way]
      return model ? measured.get(model)! : null
    }
    const compared: ComparedMonth = {
      month,
      rows: rows.rowCount,
      frauds: rows.labels.reduce((sum, label) => sum + label, 0),
      ways: {
        neverRetrained: of('neverRetrained'),
        everyMonth: of('everyMonth'),
        whenGateAllows: of('whenGateAllows'),
      },
      differences,
    }
    this.months.push(compared)
    return compared
  }

  /** The mean difference over the months, with its interval. */
  summarise(): ComparedWays[] {
    return comparisons.flatMap(([first, second], index) => {
      const parts = this.#resampled[index]!
      if (parts.length === 0) return []
      const difference = summariseDifference(averageDifferences(parts))
      return [{ first, second, difference, monthCount: parts.length }]
    })
  }

  #measure(model: Generation, rows: PartRows, scores: Float32Array): WayInMonth {
    const { metrics } = evaluateHoldout(
      rows,
      scores,
      model.threshold,
      reviewCostCents(this.#settings),
      this.#settings.alert_budget,
    )
    const { truePositives, falsePositives, falseNegatives } = metrics.confusion
    return {
      trainedFor: model.month,
      trainedUntil: new Date(model.trainedUntil).toISOString(),
      family: model.family,
      averagePrecision: metrics.averagePrecision,
      precision: metrics.precision,
      recall: metrics.recall,
      flagged: truePositives + falsePositives,
      caught: truePositives,
      missed: falseNegatives,
      savedCents: metrics.cost.savedCents,
    }
  }
}
