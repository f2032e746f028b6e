/**
 * Every command of `npm run`: its entry, what it is for, and what `-- --help` shows. Where there is no `help`, the entry
 * shows its own. Plain JavaScript, since it is read before anything is installed.
 *
 * @type {Record<string, { entry: string, purpose: string, help?: string }>}
 */
export const commands = {
  demo: {
    entry: 'scripts/demo.ts',
    purpose: 'start everything, load the story, train and serve (Ctrl-C stops it)',
    help: `Usage: npm run demo [-- OPTIONS]

Installs the packages where they are missing, starts Supabase and the app, loads two years of transactions, trains the
first model and serves until Ctrl-C. What was done is kept: the next start goes on from there, within seconds when
nothing is missing.

  --port N                      of the app, 3000 unless said otherwise (or PORT=N)
  --api-port N                  of Supabase, 54321 (or API_PORT=N); another one also moves the two below
  --database-port N             54322
  --functions-port N            54325
  --host ADDRESS                that the app listens on, 127.0.0.1 (or HOST=ADDRESS)
  --data-dir FOLDER             where everything is kept, .local
  --story full|small|none       none is an empty product, small one for a quick look; --no-story is short for none
  --supabase                    use the project that the environment names instead (docs/hosting.md)`,
  },
  'next-month': {
    entry: 'scripts/next-month.ts',
    purpose: 'bring the next month of the story',
    help: `Usage: npm run next-month [-- --data-dir FOLDER]

Brings the next month of the story to the running demo: its transactions come and are predicted, the labels of the month
before it arrive, the model is trained again and published when it is proven better. Stopped in between, it goes on from
there when it is run again.

  --data-dir FOLDER             of the demo, .local unless said otherwise`,
  },
  ingest: {
    entry: 'scripts/ingest.main.ts',
    purpose: 'load a file of transactions: -- FILE [--dataset D]',
    help: `Usage: npm run ingest -- FILE [OPTIONS]

Uploads a CSV file, plain or gzip, to the running demo as the upload page does. Its format is recognised by its header.
The same file again changes nothing.

  --dataset D                   demo, ulb, sparkov or ibm; the one of the file's format unless said otherwise
  --keep-good-rows              where rows are rejected, store the others
  --discard                     where rows are rejected, store nothing
  --as pinky|brain              who uploads, pinky unless said otherwise`,
  },
  train: { entry: 'trainer/main.ts', purpose: 'train, prove and publish a model: -- --dataset D' },
  backtest: {
    entry: 'trainer/backtest/main.ts',
    purpose: 'compare ways of retraining on past months: -- --dataset D --from M --to M',
  },
  dev: {
    entry: 'scripts/dev.ts',
    purpose: 'start everything with the app in hot reload',
    help: `Usage: npm run dev [-- OPTIONS]

Starts Supabase with what the demo has loaded so far, and the app so that it follows every change of its sources, until
Ctrl-C. It loads and trains nothing: npm run demo does. Options are those of the demo (npm run demo -- --help).`,
  },
  types: {
    entry: 'scripts/generate-database-types.ts',
    purpose: 'write the database types from the running demo',
    help: `Usage: npm run types [-- OPTIONS]

Writes lib/supabase/database.types.ts from the database of the running demo.

  --check                       write nothing, and fail when the file is not what the database gives
  --database-url URL            of another database`,
  },
  screenshots: {
    entry: 'scripts/take-screenshots.ts',
    purpose: 'take the pictures of the README from the running demo',
    help: `Usage: npm run screenshots

Takes the pictures in docs/images from the running demo, in light and dark. Needs Chromium, found or installed as for
npm test.`,
  },
  backup: {
    entry: 'scripts/backup.main.ts',
    purpose: 'save database and files into a new folder: -- FOLDER',
    help: `Usage: npm run backup -- FOLDER

Saves database and files of the running demo, or of the project that the environment names, into a new folder, while
people go on working. It holds keys and password hashes: only its owner may read it.`,
  },
  restore: {
    entry: 'scripts/restore.main.ts',
    purpose: 'put a backup into an empty project: -- FOLDER',
    help: `Usage: npm run restore -- FOLDER

Puts a backup into an empty project: a demo started by npm run demo -- --no-story, or the project that the environment
names. A project that holds data is left as it is.`,
  },
  reset: {
    entry: 'scripts/reset.ts',
    purpose: 'return to the beginning of the story',
    help: `Usage: npm run reset [-- --data-dir FOLDER]

Removes what the demo has kept: transactions, uploads, models, keys and passwords. The demo must not run. npm run demo
then tells the story from its beginning.

  --data-dir FOLDER             of the demo, .local unless said otherwise`,
  },
  check: {
    entry: 'scripts/check.ts',
    purpose: 'lint, types and edge functions',
    help: `Usage: npm run check

Checks format, lint, the boundaries between rooms, types, and every edge function, side by side. Changes no source.`,
  },
  test: {
    entry: 'scripts/test.ts',
    purpose: 'run every test: unit, stack, database, functions, browser',
    help: `Usage: npm test [-- SECTION...]

Runs every test, or some sections. Each starts what it needs by itself, on free ports and in folders of its own.

  unit          needs nothing but Node
  functions     edge functions, in Deno
  database      pgTAP, the table of rights, generated types
  stack         the whole way of files and models, on a Supabase of their own
  browser       the running product, in Chromium`,
  },
  bench: { entry: 'bench/run.ts', purpose: 'run a benchmark: -- NAME' },
}
