/**
 * Sweeps uploads that nobody finished; for a schedule. Needs no packages, only Node 22.
 *
 *     NEXT_PUBLIC_SUPABASE_URL=… SUPABASE_SECRET_KEY=… node scripts/sweep-uploads.main.ts
 */
import { sweepUploads } from '../lib/uploads/sweep-uploads.ts'
import { readServiceAccess } from './product/environment.ts'

try {
  const access = readServiceAccess('sweep uploads')
  const { sweptCount, removedCount } = await sweepUploads(access)
  console.log(`${sweptCount} abandoned uploads discarded, ${removedCount} objects removed.`)
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exit(1)
}
