import type { TrainingOutcome } from './training-job.ts'

/** A run in Markdown: for the terminal and for the job summary of a workflow. */
export function writeSummary(outcome: TrainingOutcome): string {
  const { holdout, version } = outcome
  const title =
    version?.alias === 'champion'
      ? `${outcome.datasetSlug}: version ${version.version} promoted`
      : `${outcome.datasetSlug}: challenger refused${version ? `, and scores in shadow as version ${version.version}` : ''}`
  const lines = [
    `## ${title}`,
    '',
    outcome.decision.reason,
    '',
    '| Candidate | Average precision on validation | Time | Backend |',
    '|---|---|---|---|',
    ...outcome.candidates.map(
      (candidate) =>
        `| ${candidate.family}${candidate === outcome.chosen ? ' (chosen)' : ''} | ${figure(candidate.metrics.averagePrecision)} | ${(candidate.durationMs / 1000).toFixed(1)} s | ${candidate.fitted.backend} |`,
    ),
    '',
    '| On the hold-out | |',
    '|---|---|',
    `| Rows, frauds | ${holdout.rows.toLocaleString('en')}, ${holdout.frauds} |`,
    `| Average precision | ${interval(holdout.averagePrecision)} |`,
    ...(outcome.champion
      ? [
          `| Champion (version ${outcome.champion.version}) | ${interval(outcome.champion.averagePrecision)} |`,
        ]
      : []),
    `| Precision, recall, F1 at ${holdout.threshold.toFixed(4)} | ${figure(holdout.precision)}, ${figure(holdout.recall)}, ${figure(holdout.f1)} |`,
    ...holdout.recallAtBudget.map(
      ({ share, recall }) => `| Recall in the top ${share * 100} % | ${figure(recall)} |`,
    ),
    `| Brier score | ${holdout.brier.toExponential(2)} |`,
    '',
    `Run ${outcome.runId}; ${outcome.scoredCount.toLocaleString('en')} waiting rows scored; data sha256 ${outcome.dataHash.slice(0, 12)}…`,
  ]
  if (version)
    lines.push(`Artifact: ${version.bytes.toLocaleString('en')} bytes, sha256 ${version.sha256}`)
  return lines.join('\n')
}

function interval({ value, low, high }: { value: number; low: number; high: number }): string {
  return `${figure(value)} (${figure(low)} to ${figure(high)})`
}

function figure(value: number): string {
  return value.toFixed(3)
}
