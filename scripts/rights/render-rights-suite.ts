import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Rights, readRights } from './read-rights.ts'

const root = join(import.meta.dirname, '../..')

/** What the suite needs before its first test: the cast, the cells of docs/security.md, and the functions that try them. */
export async function renderRightsSetup(): Promise<string> {
  const [page, rows, suite] = await Promise.all(
    ['docs/security.md', 'scripts/rights/rows.sql', 'scripts/rights/suite.sql'].map((file) =>
      readFile(join(root, file), 'utf8'),
    ),
  )
  return `${rows}\n${renderCells(readRights(page ?? ''))}\n${suite}`
}

/** The rights suite as a pgTAP file: one test for each cell of the table of rights. */
export async function renderRightsSuite(): Promise<string> {
  return `set local client_min_messages = error;
${await renderRightsSetup()}
select * from no_plan();
select ok(found.finding is null, found.label) || coalesce(E'\\n# ' || found.finding, '') from pg_temp.findings() as found;
select * from finish();`
}

function renderCells({ listed, granted }: Rights): string {
  const text = (value: string | null) =>
    value === null ? 'null' : `'${value.replaceAll("'", "''")}'`
  const list = (values: string[] | null) =>
    values === null ? 'null' : `array[${values.map(text).join(', ')}]`
  return `create temporary table listed (kind text, name text, owner text, runs_as text);
insert into listed values
${listed.map((row) => `  (${[row.kind, row.name, row.owner, row.runsAs].map(text).join(', ')})`).join(',\n')};
create temporary table granted (kind text, name text, actor text, operation text, scope text, columns text[]);
insert into granted values
${granted
  .map(
    (cell) =>
      `  (${[cell.kind, cell.name, cell.actor, cell.operation, cell.scope].map(text).join(', ')}, ${list(cell.columns)})`,
  )
  .join(',\n')};`
}
