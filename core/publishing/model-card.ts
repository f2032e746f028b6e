import { describeFamily } from './describe-family.ts'
import { describeHyperparameters } from './describe-hyperparameters.ts'
import type { ModelCardFacts } from './model-card-facts.ts'
import { writeCount, writeFigure, writeInterval } from './write-figures.ts'

/** Features that the card names. */
const FEATURES_SHOWN = 12

/** The model card of a version, in Markdown (M. Mitchell et al., Model Cards for Model Reporting, 2019). */
export function writeModelCard(facts: ModelCardFacts): string {
  return `${[
    `# ${facts.dataset.title}: model version ${facts.version}`,
    introduce(facts),
    '## What it is for',
    'It scores card transactions from 0 to 1 so that people look at the riskiest first. It decides nothing by itself: a flagged transaction waits for a review, and the reasons beside it say what raised its score.',
    '## Data',
    describeData(facts),
    '## What was tried',
    describeCandidates(facts),
    '## On the hold-out',
    describeMetrics(facts),
    '## Calibration',
    describeCalibration(facts),
    '## What it looks at',
    describeImportance(facts),
    '## Drift at the time',
    describeDrift(facts),
    '## Gate',
    describeDecision(facts),
    '## Limits',
    describeLimits(facts),
    '## To check it',
    `The artifact is \`${facts.artifact.path}\`, ${writeCount(facts.artifact.bytes)} bytes, SHA-256 \`${facts.artifact.sha256}\`. Every reader compares the hash before it scores.`,
  ].join('\n\n')}\n`
}

function introduce({ family, hyperparameters, threshold, publishedAt, run }: ModelCardFacts) {
  const commit = run.gitSha ? `, by commit \`${run.gitSha.slice(0, 12)}\`` : ''
  const reason = run.reason ? ` Why: ${escapeLine(run.reason)}` : ''
  return `${familyTitle(family)} (${listHyperparameters(hyperparameters)}), published on ${dayOf(publishedAt)} by run ${run.id} (${run.trigger}${commit}). It flags scores of at least ${writeFigure(threshold)}.${reason}`
}

function describeData({ dataset, run, split, trainedUntil }: ModelCardFacts) {
  const rows = (['train', 'validation', 'holdout'] as const).flatMap((part) => {
    const known = split[part]
    return known
      ? [
          [
            part === 'holdout' ? 'hold-out' : part,
            dayOf(known.from),
            dayOf(known.to),
            writeCount(known.rows),
            writeCount(known.frauds),
          ],
        ]
      : []
  })
  const total =
    run.rowCount === null
      ? ''
      : ` ${writeCount(run.rowCount)} labelled rows, ${writeCount(run.fraudCount ?? 0)} of them fraud.`
  const leftOut = split.partlyLabelledMonths?.length
    ? ` Left out, because fewer than half of their rows have a label: ${split.partlyLabelledMonths.join(', ')}.`
    : ''
  const hash = run.dataHash ? ` SHA-256 of the rows: \`${run.dataHash}\`.` : ''
  return `Dataset \`${dataset.slug}\`, format ${dataset.profile}.${total} Labels come from files and reviews only; parted by time, and exact copies never stand in two parts. The model has seen nothing from ${dayOf(trainedUntil)} on.${leftOut}${hash}

${table(['Part', 'From', 'Until', 'Rows', 'Frauds'], rows)}`
}

function describeCandidates({ candidates }: ModelCardFacts) {
  return table(
    ['Family', 'Hyperparameters', 'Average precision on validation', 'Time'],
    candidates.map((candidate) => [
      `${familyTitle(candidate.family)}${candidate.isSelected ? ' (chosen)' : ''}`,
      listHyperparameters(candidate.hyperparameters),
      candidate.averagePrecision === null ? '' : writeFigure(candidate.averagePrecision),
      `${(candidate.durationMs / 1000).toFixed(1)} s`,
    ]),
  )
}

function describeMetrics({ metrics, split, dataset }: ModelCardFacts) {
  const rows: string[][] = []
  const add = (label: string, value: string | undefined) => value && rows.push([label, value])
  const rate = (value: number | undefined) => (value === undefined ? undefined : writeFigure(value))
  add('Average precision', metrics.averagePrecision && writeInterval(metrics.averagePrecision))
  add('Guessing would score', rate(metrics.baseRate))
  if (metrics.champion) {
    add(
      `The champion then, version ${metrics.champion.version}`,
      writeInterval(metrics.champion.averagePrecision),
    )
  }
  if (metrics.difference) add('Difference, paired', writeInterval(metrics.difference))
  add('Precision at the threshold', rate(metrics.precision))
  add('Recall at the threshold', rate(metrics.recall))
  add('F1', rate(metrics.f1))
  for (const { share, recall } of metrics.recallAtBudget ?? []) {
    add(`Recall in the top ${Number((share * 100).toFixed(3))} %`, writeFigure(recall))
  }
  if (metrics.cost?.savedCents !== undefined) {
    add(
      'Money saved',
      `${writeCount(Math.round(metrics.cost.savedCents / 100))} ${dataset.currency}, at ${(metrics.cost.reviewCostCents / 100).toFixed(2)} per review`,
    )
  }
  const holdout = split.holdout
  const intro = holdout
    ? `Measured once, on ${writeCount(holdout.rows)} rows with ${writeCount(holdout.frauds)} frauds${metrics.fraudCards ? ` of ${writeCount(metrics.fraudCards)} cards` : ''} that are later than everything it learned from. `
    : ''
  return `${intro}${describeIntervals(metrics)}\n\n${table(['Measure', 'Value'], rows)}`
}

function describeIntervals({ averagePrecision }: ModelCardFacts['metrics']): string {
  const drawn =
    averagePrecision?.resampled === 'card'
      ? 'whole cards are resampled, because the frauds of a card come together'
      : 'single transactions are resampled'
  return `Intervals are 95 % bootstrap intervals: ${drawn}.`
}

function describeCalibration({ metrics, calibration }: ModelCardFacts) {
  const brier = metrics.brier === undefined ? '' : `Brier score ${metrics.brier.toExponential(2)}`
  const error =
    metrics.calibrationError === undefined
      ? ''
      : `expected calibration error ${metrics.calibrationError.toExponential(2)}`
  const summary = [brier, error].filter(Boolean).join(', ')
  if (calibration.length === 0) return summary ? `${summary}.` : 'Not recorded.'
  return `${summary ? `${summary}. ` : ''}Where score and share of fraud agree, a score may be read as a probability.

${table(
  ['Mean score', 'Share of fraud', 'Rows'],
  calibration.map((bin) => [
    writeFigure(bin.meanScore),
    writeFigure(bin.fraudShare),
    writeCount(bin.weight),
  ]),
)}`
}

function describeImportance({ importance }: ModelCardFacts) {
  if (importance.length === 0) return 'Not recorded.'
  const shown = importance.slice(0, FEATURES_SHOWN)
  const rest = importance.length - shown.length
  return `Each feature's share of what moves the scores.${rest > 0 ? ` ${rest} more features move them less.` : ''}

${table(
  ['Feature', 'Share'],
  shown.map(({ feature, importance: share }) => [
    `\`${feature}\``,
    `${(share * 100).toFixed(1)} %`,
  ]),
)}`
}

function describeDrift({ drift }: ModelCardFacts) {
  if (!drift) return 'Not counted when this card was written.'
  const moved = drift.features.filter(({ band }) => band === 'moderate' || band === 'strong')
  if (moved.length === 0) {
    return `In ${drift.month} none of the ${drift.features.length} features had moved from what the model learned (PSI below 0.1, or too few rows to say).`
  }
  return `In ${drift.month}, against the rows that the model learned from:

${table(
  ['Feature', 'PSI', 'Band'],
  moved
    .toSorted((a, b) => b.psi - a.psi)
    .map(({ feature, psi, band }) => [`\`${feature}\``, writeFigure(psi), band]),
)}`
}

function describeDecision({ decision }: ModelCardFacts) {
  if (!decision) return 'Not recorded.'
  const verdict = decision.decision === 'promote' ? 'Promoted' : 'Refused, and kept to score beside'
  return `${verdict} (\`${decision.code}\`). ${decision.reason}`
}

function describeLimits({ split, metrics }: ModelCardFacts) {
  const frauds = split.holdout?.frauds
  const width =
    metrics.averagePrecision &&
    ` Its average precision is known to about ±${((metrics.averagePrecision.high - metrics.averagePrecision.low) / 2).toFixed(2)}.`
  return `- It knows the fraud of its training window. New habits are found by retraining, and late by as long as labels take.
- Rows without a label are left out, and a fraud that nobody reported counts as legitimate.
- Figures at the threshold hold for the hold-out's share of fraud.${frauds === undefined ? '' : ` They rest on ${writeCount(frauds)} frauds.`}${width ?? ''}
- It was fitted on this dataset alone and says nothing about cards of others.`
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const write = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
  return [write(head), `|${'---|'.repeat(head.length)}`, ...rows.map(write)].join('\n')
}

/** One line, without Markdown of its own: reasons are typed by people. */
function escapeLine(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/[<>[\]`*_|\\]/g, '\\$&')
}

function listHyperparameters(hyperparameters: Readonly<Record<string, unknown>>): string {
  return describeHyperparameters(hyperparameters).join('; ') || 'no hyperparameters'
}

function familyTitle(family: string): string {
  const words = describeFamily(family)
  return words.charAt(0).toUpperCase() + words.slice(1)
}

function dayOf(instant: string): string {
  return instant.slice(0, 10)
}
