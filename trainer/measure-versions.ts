import { bootstrapDifference, type PairedDifference } from '../core/evaluation/bootstrap.ts'
import { type DatasetSettings, reviewCostCents } from '../core/publishing/dataset-settings.ts'
import { evaluateHoldout } from './evaluate-holdout.ts'
import { openVersion } from './open-version.ts'
import { takeParts } from './prepare-parts.ts'
import type { SplitPart } from './split-by-time.ts'
import type { TrainedDataset } from './trained-dataset.ts'
import type { TrainingData } from './training-data.ts'
import type { TrainingContext } from './training-job.ts'
import type { AliasedVersion } from './version-store.ts'

/** Versions measured, the newest ones: a paired bootstrap for every two of them takes a few seconds. */
const MOST_VERSIONS = 6

interface MeasuredVersion extends ReturnType<typeof evaluateHoldout> {
  id: number
  scores: Float32Array
  /** By the id of another version: this one's average precision minus that one's. */
  differences: Record<number, PairedDifference>
}

/** The hold-out of a run. */
export interface RunHoldout {
  runId: number
  data: TrainingData
  part: SplitPart
}

/**
 * Lets the newest versions that may still serve score the hold-out of a run, and stores what each measured, so that any
 * two of them can be compared on the same transactions. Only versions whose training window ends before the hold-out
 * take part; one whose artifact cannot be used is left out. Returns how many were measured.
 */
export async function measureVersions(
  { sql, storage, log }: TrainingContext,
  dataset: TrainedDataset,
  settings: DatasetSettings,
  featureNames: readonly string[],
  { runId, data, part }: RunHoldout,
): Promise<number> {
  const versions = await sql<(Omit<AliasedVersion, 'trainedUntil'> & { trainedUntil: Date })[]>`
    select id::float8 as "modelVersionId", version, artifact_path as "artifactPath",
           artifact_sha256 as "artifactSha256", threshold, trained_until as "trainedUntil"
    from public.model_versions
    where dataset_id = ${dataset.id} and retired_at is null and trained_until <= ${new Date(part.from)}
    order by version desc
    limit ${MOST_VERSIONS}`
  const holdout = takeParts(data, part)
  const measured: MeasuredVersion[] = []
  for (const version of versions) {
    const opened = await openVersion(
      storage,
      { ...version, trainedUntil: version.trainedUntil.getTime() },
      featureNames,
    )
    if (opened.error !== null) {
      log('measure', `version ${version.version} is left out: ${opened.error.message}`)
      continue
    }
    const scores = opened.data.score(holdout.features, holdout.rowCount)
    const { metrics, curves } = evaluateHoldout(
      holdout,
      scores,
      Math.fround(version.threshold),
      reviewCostCents(settings),
      settings.alert_budget,
    )
    const id = version.modelVersionId
    const differences: Record<number, PairedDifference> = {}
    for (const other of measured) {
      const difference = bootstrapDifference(
        {
          first: scores,
          second: other.scores,
          isFraud: holdout.labels,
          cards: holdout.cards,
        },
        { seed: 'holdout' },
      )
      differences[other.id] = difference
      other.differences[id] = turnRound(difference)
    }
    measured.push({ id, scores, metrics, curves, differences })
  }
  const rows = measured.map(({ scores: _, ...row }) => row)
  await sql`
    insert into public.version_evaluations
      (run_id, model_version_id, holdout_from, holdout_to, metrics, curves, differences)
    select ${runId}, measured.id, ${new Date(part.from)}, ${new Date(part.to)}, measured.metrics, measured.curves,
           measured.differences
    from jsonb_to_recordset(${sql.json(rows as never)})
      as measured (id bigint, metrics jsonb, curves jsonb, differences jsonb)
    on conflict do nothing`
  log('measure', `${measured.length} versions on the same hold-out`)
  return measured.length
}

/** The same comparison from the other side. */
function turnRound({ value, mean, low, high, shareBetter, resampled }: PairedDifference) {
  return {
    value: -value,
    mean: -mean,
    low: -high,
    high: -low,
    shareBetter: 1 - shareBetter,
    resampled,
  }
}
