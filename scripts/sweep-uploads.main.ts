/**
 * Sweeps uploads that nobody finished; for a schedule. Needs no packages, only Node 22.
 *
 *     NEXT_PUBLIC_SUPABASE_URL=… SUPABASE_SECRET_KEY=… node scripts/sweep-uploads.main.ts
 */
import { sweepUploads } from '../lib/uploads/sweep-uploads.ts'

const { NEXT_PUBLIC_SUPABASE_URL: url, SUPABASE_SECRET_KEY: secretKey } = process.env
if (!url || !secretKey) {
  console.error('Cannot sweep uploads: set NEXT_PUBLIC_SUPABASE_URL and SUPABASE_SECRET_KEY.')
  process.exit(2)
}
try {
  const { sweptCount, removedCount } = await sweepUploads({ url, secretKey })
  console.log(`${sweptCount} abandoned uploads discarded, ${removedCount} objects removed.`)
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exit(1)
}
