import type { Month } from '../../../core/month.ts'
import { findAdmittedRole } from '../_shared/admission.ts'
import { connectDatabase } from '../_shared/database.ts'
import type { PublishedVersion } from '../_shared/model-store.ts'

/** A stored transaction, as models see it. */
export interface StoredTransaction {
  datasetId: number
  /** Slug of the dataset's profile. */
  profile: string
  occurredAt: Date
  /** As they were computed when the row came in; NaN = missing. */
  features: number[]
}

/** A version that may be asked. */
export interface KeptVersion extends PublishedVersion {
  family: string
  alias: 'champion' | 'challenger' | null
  /** True for the version whose prediction of this transaction people saw. */
  is_served: boolean
  trained_until: Date
}

/** Reads what scoring needs, and writes nothing but the caller's rate. */
export interface ScoringStore {
  findRole(userId: string): Promise<'analyst' | 'admin' | null>
  /** Null when the dataset's month does not hold it. */
  findTransaction(dataset: string, month: Month, id: number): Promise<StoredTransaction | null>
  /** Versions that are not retired, the newest first. */
  listVersions(transaction: StoredTransaction, id: number, limit: number): Promise<KeptVersion[]>
}

/** The store of the running service. */
export function openStore(): ScoringStore {
  const sql = connectDatabase()
  return {
    findRole: (userId) => findAdmittedRole(sql, userId, 'score-transaction'),

    async findTransaction(dataset, month, id) {
      const [row] = await sql<
        { dataset_id: number; profile: string; occurred_at: Date; features: number[] }[]
      >`
        select found.dataset_id, datasets.profile, found.occurred_at, to_json(found.features::text[]) as features
        from public.datasets
        join public.transactions as found on found.dataset_id = datasets.id
        where datasets.slug = ${dataset} and found.id = ${id}
          and found.occurred_at >= ${`${month}-01`}::timestamp at time zone 'UTC'
          and found.occurred_at < (${`${month}-01`}::timestamp + interval '1 month') at time zone 'UTC'`
      if (row === undefined) return null
      return {
        datasetId: row.dataset_id,
        profile: row.profile,
        occurredAt: row.occurred_at,
        // As text, since JSON has no NaN.
        features: row.features.map(Number),
      }
    },

    async listVersions({ datasetId, occurredAt }, id, limit) {
      return await sql<KeptVersion[]>`
        select version.id, version.version, version.family, version.artifact_path, version.artifact_sha256,
          version.threshold, version.trained_until, alias.alias, served.model_version_id is not null as is_served
        from public.model_versions as version
        left join public.model_aliases as alias
          on alias.dataset_id = version.dataset_id and alias.model_version_id = version.id
        left join public.predictions as served
          on served.transaction_id = ${id} and served.is_served and served.model_version_id = version.id
          and served.occurred_at >= date_trunc('milliseconds', ${occurredAt}::timestamptz)
          and served.occurred_at < ${occurredAt}::timestamptz + interval '1 millisecond'
        where version.dataset_id = ${datasetId} and version.retired_at is null
        order by version.version desc
        limit ${limit}`
    },
  }
}
