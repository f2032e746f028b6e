import type { LearnedCandidate } from './list-candidates.ts'
import { nameCandidates } from './name-candidates.ts'

/** A candidate's learning curve; `progress` puts trees and epochs on one scale. */
export interface LearningLine {
  id: number
  family: string
  name: string
  /** Which of its family it is, from 1. */
  number: number
  isSelected: boolean
  points: { step: number; progress: number; averagePrecision: number }[]
}

/** Curves of the candidates that recorded one. */
export function listLearningLines(candidates: readonly LearnedCandidate[]): LearningLine[] {
  return nameCandidates(candidates).flatMap(({ candidate, name, number }) => {
    const { id, family, isSelected } = candidate
    const points = candidate.learningCurve.flatMap(
      ({ step, validationAveragePrecision: averagePrecision }) =>
        typeof step === 'number' && typeof averagePrecision === 'number'
          ? [{ step, averagePrecision }]
          : [],
    )
    const last = points.at(-1)?.step ?? 0
    if (last === 0) return []
    const scaled = points.map((point) => ({ ...point, progress: point.step / last }))
    return [{ id, family, name, number, isSelected, points: scaled }]
  })
}
