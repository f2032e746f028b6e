import type { UploadOutcome } from './upload-outcome.ts'

/** What came of an upload, in lines for a terminal. `formatName` is the slug of the recognised format. */
export function describeOutcome(outcome: UploadOutcome, formatName: string): string {
  const head = `recognised as ${formatName}`
  if (outcome.status === 'already_committed') {
    const day = outcome.committedAt.slice(0, 16).replace('T', ' ')
    return `${head}; already uploaded on ${day} UTC as ${outcome.fileName}; nothing stored`
  }
  if (outcome.status === 'discarded') {
    return `${head}; ${counted(outcome.rejectedCount, 'row')} rejected, so the upload was discarded; nothing stored`
  }
  if (outcome.status === 'needs_decision') {
    return `${head}; ${number(outcome.rejectedCount)} of ${counted(outcome.rowCount, 'row')} rejected; nothing stored yet`
  }

  const lines = [
    `${head}, stored ${counted(outcome.acceptedCount, 'row')} in dataset ${outcome.dataset}, ` +
      `${number(outcome.rejectedCount)} rejected, already known ${number(outcome.knownCount)}`,
  ]
  if (outcome.labelsAddedCount > 0 || outcome.labelConflictCount > 0) {
    const conflicts =
      outcome.labelConflictCount === 0
        ? ''
        : `; ${counted(outcome.labelConflictCount, 'label')} contradicted a stored one, which stayed`
    lines.push(`labels added to ${counted(outcome.labelsAddedCount, 'known row')}${conflicts}`)
  }
  if (outcome.scoredCount > 0) {
    lines.push(
      `flagged ${number(outcome.flaggedCount)} of ${counted(outcome.scoredCount, 'row')} (amount ${outcome.flaggedAmount.toFixed(2)})`,
    )
  } else if (outcome.championVersion === null) {
    lines.push(
      `no model exists yet for ${outcome.dataset}: run \`npm run train -- --dataset ${outcome.dataset}\``,
    )
  }
  const { months } = outcome
  if (months.length > 0) {
    lines.push(
      `months ${months[0]}${months.length > 1 ? ` to ${months.at(-1)} (${months.length})` : ''}`,
    )
  }
  return lines.join('\n')
}

function number(value: number): string {
  return value.toLocaleString('en')
}

function counted(count: number, noun: string): string {
  return `${number(count)} ${noun}${count === 1 ? '' : 's'}`
}
