import type { LearnedCandidate } from './list-candidates.ts'

/** A candidate's learning curve; `progress` puts trees and epochs on one scale. */
export interface LearningLine {
  id: number
  name: string
  isSelected: boolean
  points: { step: number; progress: number; averagePrecision: number }[]
}

/** Curves of the candidates that recorded one, numbered where a family was tried more than once. */
export function listLearningLines(
  candidates: readonly LearnedCandidate[],
  nameFamily: (family: string) => string,
): LearningLine[] {
  const counts = Map.groupBy(candidates, ({ family }) => family)
  return candidates.flatMap((candidate) => {
    const ofFamily = counts.get(candidate.family)!
    const number = ofFamily.indexOf(candidate) + 1
    const points = candidate.learningCurve.flatMap(
      ({ step, validationAveragePrecision: averagePrecision }) =>
        typeof step === 'number' && typeof averagePrecision === 'number'
          ? [{ step, averagePrecision }]
          : [],
    )
    const last = points.at(-1)?.step ?? 0
    if (last === 0) return []
    return [
      {
        id: candidate.id,
        name: `${nameFamily(candidate.family)}${ofFamily.length > 1 ? ` ${number}` : ''}`,
        isSelected: candidate.isSelected,
        points: points.map((point) => ({ ...point, progress: point.step / last })),
      },
    ]
  })
}
