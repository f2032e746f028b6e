import type { Formatter } from '../format/formatter.ts'
import type { DeskEvent } from './admin-overview.ts'

const kinds: Record<
  string,
  (payload: Record<string, unknown>, count: (value: unknown) => string) => string
> = {
  model_promoted: ({ version, previous_version: previous }) =>
    previous ? `Version ${version} replaced version ${previous}` : `Version ${version} serves`,
  champion_rolled_back: ({ version, previous_version: previous }) =>
    `Rolled back from version ${previous} to version ${version}`,
  model_refused: ({ run_id: run }) => `The challenger of run ${run} was refused`,
  training_requested: ({ run_id: run }) => `Run ${run} was requested`,
  training_succeeded: ({ run_id: run, version }) => `Run ${run} published version ${version}`,
  training_failed: ({ run_id: run }) => `Run ${run} failed`,
  training_dispatched: ({ run_id: run }) => `The workflow was told of run ${run}`,
  training_dispatch_failed: ({ run_id: run }) => `The workflow could not be told of run ${run}`,
  shadow_started: ({ version }) => `Version ${version} scores in shadow`,
  shadow_ended: ({ version }) => `Version ${version} scores in shadow no longer`,
  model_retired: ({ version }) => `Version ${version} was retired`,
  settings_changed: () => 'The settings were changed',
  role_changed: ({ from, to }) =>
    to ? `A person became ${to}` : `A person who was ${from} lost the role`,
  person_invited: ({ email, role }) => `${email} was invited as ${role}`,
  invitation_renewed: ({ email }) => `${email} was made a new link to join`,
  invitation_withdrawn: ({ email }) => `The invitation of ${email} was withdrawn`,
  password_link_made: ({ email }) => `${email} was made a link to choose a password`,
  upload_files_removed: ({ fileName }) => `The stored file of ${fileName} was removed`,
  upload_committed: ({ acceptedCount: stored }, count) =>
    stored === 0
      ? 'An upload stored no new transactions'
      : `An upload stored ${count(stored)} transactions`,
  labels_added: ({ labelsAddedCount: labels }, count) =>
    `An upload brought ${count(labels)} labels`,
  upload_swept: ({ fileName }) =>
    `${fileName ?? 'An upload'} was never finished and was swept after a day`,
  backtest_finished: ({ from, to }) => `A backtest of ${from} to ${to} finished`,
  model_artifact_unusable: ({ version, servedBy }) =>
    `The artifact of version ${version} cannot be used${servedBy ? `; version ${servedBy} serves in its place` : ''}`,
  upload_discarded: ({ fileName }) =>
    fileName ? `${fileName} was discarded` : 'An upload was discarded',
}

/** An event in words; a kind that is not known here is written with spaces. */
export function describeEvent(
  { kind, payload }: Pick<DeskEvent, 'kind' | 'payload'>,
  format: Pick<Formatter, 'count'>,
): string {
  const words = kinds[kind]?.(payload, (value) => format.count(Number(value)))
  return words ?? nameKind(kind)
}

/** A kind of event with spaces: `model_promoted` → "Model promoted". */
export function nameKind(kind: string): string {
  const spaced = kind.replaceAll('_', ' ')
  return spaced.charAt(0).toUpperCase() + spaced.slice(1)
}
