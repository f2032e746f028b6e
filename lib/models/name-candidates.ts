import { describeFamily } from '../../core/publishing/describe-family.ts'

/** Candidates of a run with names that tell them apart: numbered, in their order, where a family was tried more than once. */
export function nameCandidates<Candidate extends { id: number; family: string }>(
  candidates: readonly Candidate[],
): { candidate: Candidate; name: string; number: number }[] {
  const families = Map.groupBy(candidates, ({ family }) => family)
  return candidates.map((candidate) => {
    const twins = families.get(candidate.family)!.toSorted((a, b) => a.id - b.id)
    const number = twins.indexOf(candidate) + 1
    const name = describeFamily(candidate.family)
    return { candidate, name: twins.length > 1 ? `${name} ${number}` : name, number }
  })
}
