import type { SupabaseClient } from '@supabase/supabase-js'
import type { Sql } from 'postgres'
import { CommandFailure, describeFailure } from '../command-failure.ts'
import { Progress } from '../progress.ts'
import { readLocalEnv } from '../read-local-env.ts'
import { readOptions } from '../read-options.ts'
import { aborted, stopSignal } from '../stop-signal.ts'
import type { Manifest } from './manifest.ts'
import { withProject } from './open-project.ts'

/** What `npm run backup` and `npm run restore` do with a project and a folder. */
export interface BackupCommand {
  /** As one types it: `backup`. */
  name: string
  /** While it goes on, and when it is done: `Saving`, `saved in`. */
  doing: string
  done: string
  /** What is there after it did not come to its end, and what to do. */
  unfinished: string
  act(
    sql: Sql,
    storage: SupabaseClient,
    folder: string,
    onStep: (what: string) => void,
  ): Promise<Manifest>
}

/** Runs a command on the folder of the command line and the running demo, or the project in the environment. */
export async function runWithProject({
  name,
  doing,
  done,
  unfinished,
  act,
}: BackupCommand): Promise<void> {
  try {
    const [folder, ...more] = readOptions(name, { allowPositionals: true }).positionals
    if (folder === undefined || more.length > 0)
      throw new CommandFailure(`Name one folder: npm run ${name} -- FOLDER`)
    readLocalEnv()
    const step = new Progress(process.stderr).begin(doing)
    const stop = stopSignal()
    const interrupted = aborted(stop).then(() => {
      throw new CommandFailure('Interrupted.')
    })
    const manifest = await withProject(({ sql, storage }) =>
      Promise.race([act(sql, storage, folder, (what) => step.update(what)), interrupted]),
    ).catch((error: unknown) => {
      step.fail()
      if (!(error instanceof CommandFailure) || stop.aborted) console.error(unfinished)
      throw error
    })
    step.end()
    const rows = manifest.tables.reduce((sum, table) => sum + table.rows, 0)
    const objects = manifest.buckets.reduce((sum, bucket) => sum + bucket.objects.length, 0)
    const counts = [rows, manifest.tables.length, objects].map((n) => n.toLocaleString('en'))
    console.log(
      `${counts[0]} rows of ${counts[1]} tables and ${counts[2]} objects ${done} ${folder}.`,
    )
  } catch (error) {
    console.error(describeFailure(error))
    // What was interrupted may still wait for an answer.
    process.exit(1)
  }
  // A process started with an IPC channel would wait for it.
  if (process.connected) process.disconnect()
}
