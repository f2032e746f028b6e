// npm run backup -- FOLDER
// Saves database and Storage of the running demo, or of the project in the environment, into a new folder.

import { runWithProject } from './backup/run-with-project.ts'
import { writeBackup } from './backup/write-backup.ts'

await runWithProject({
  name: 'backup',
  doing: 'Saving',
  done: 'saved in',
  unfinished: 'The folder holds no whole backup: it has no manifest.json. Delete it.',
  act: writeBackup,
})
