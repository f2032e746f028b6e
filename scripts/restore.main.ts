// npm run restore -- FOLDER
// Puts a backup into an empty project: that of the running demo, or the one in the environment.

import { withProject } from './backup/open-project.ts'
import { restoreBackup } from './backup/restore-backup.ts'
import { CommandFailure, describeFailure } from './command-failure.ts'
import { Progress } from './progress.ts'
import { readLocalEnv } from './read-local-env.ts'

try {
  const [folder] = process.argv.slice(2)
  if (folder === undefined) throw new CommandFailure('Usage: npm run restore -- FOLDER')
  readLocalEnv()
  const step = new Progress(process.stderr).begin('Restoring')
  const manifest = await withProject(({ sql, storage }) =>
    restoreBackup(sql, storage, folder, (what) => step.update(what)),
  ).catch((error: unknown) => {
    step.fail()
    throw error
  })
  step.end()
  const rows = manifest.tables.reduce((sum, table) => sum + table.rows, 0)
  const objects = manifest.buckets.reduce((sum, bucket) => sum + bucket.objects.length, 0)
  const text = [rows, manifest.tables.length, objects].map((count) => count.toLocaleString('en-GB'))
  console.log(
    `${text[0]} rows of ${text[1]} tables and ${text[2]} objects restored from ${folder}.`,
  )
} catch (error) {
  console.error(describeFailure(error))
  process.exitCode = 1
}
// A process started with an IPC channel would wait for it.
if (process.connected) process.disconnect()
