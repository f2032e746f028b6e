// npm run restore -- FOLDER
// Puts a backup into an empty project: that of the running demo, or the one in the environment.

import { restoreBackup } from './backup/restore-backup.ts'
import { runWithProject } from './backup/run-with-project.ts'

await runWithProject({
  name: 'restore',
  doing: 'Restoring',
  done: 'restored from',
  unfinished: 'The database is as it was. Files that were stored stay; restore again.',
  act: restoreBackup,
})
