import * as z from 'zod/mini'
import type { DatasetProfile } from '../../core/datasets/profile.ts'
import { fail, ok, type Result } from '../../core/result.ts'
import type { FraudDeskClient } from '../supabase/server-client.ts'
import { isTemporaryStatus, withRetry } from './retry.ts'
import type { UploadFaultCode } from './upload-outcome.ts'

const datasetsSchema = z.array(z.object({ slug: z.string(), profile: z.string() }))

/**
 * The dataset that a file goes to: the one asked for, which must be of the file's format, else the one that is named
 * like the format. Returns its slug.
 */
export async function chooseDataset(
  client: FraudDeskClient,
  profile: DatasetProfile,
  fileName: string,
  wanted: string | undefined,
  signal: AbortSignal | undefined,
): Promise<Result<string, UploadFaultCode>> {
  const listed = await withRetry(async () => {
    const { data, error, status } = await client
      .from('datasets')
      .select('slug, profile')
      .order('id')
    if (error === null) return ok(datasetsSchema.parse(data))
    return {
      ...fail('unavailable', `The datasets cannot be listed: ${error.message}. Try again.`),
      isTemporary: isTemporaryStatus(status),
    }
  }, signal)
  if (listed.error !== null) return listed
  const datasets = listed.data
  if (datasets.length === 0) {
    return fail('not_allowed', 'Only analysts and admins upload files; ask an admin for the role.')
  }

  const slug = wanted ?? profile.slug
  const found = datasets.find((dataset) => dataset.slug === slug)
  const suitable = datasets.filter((dataset) => dataset.profile === profile.slug)
  if (found === undefined) {
    const names = (wanted === undefined ? suitable : datasets).map((dataset) => dataset.slug)
    return fail(
      'unknown_dataset',
      `There is no dataset "${slug}". Choose one of: ${names.join(', ') || 'none takes this format yet'}.`,
    )
  }
  if (found.profile !== profile.slug) {
    return fail(
      'wrong_dataset',
      `${fileName} is in the format ${profile.slug}, but dataset ${slug} takes ${found.profile}. Choose ${suitable.map((dataset) => dataset.slug).join(' or ')}.`,
    )
  }
  return ok(slug)
}
