import { parseArgs } from 'node:util'
import { z } from 'zod'
import { defaultFamilies, getFamilies } from './families/registry.ts'
import { type Trigger, triggers } from './triggers.ts'

/** How the trainer is called. */
export const USAGE = `Usage: npm run train -- [train|plan|fit|catch-up] --dataset NAME [options]
  train     train, prove and publish (unless said otherwise)
           --families ${defaultFamilies.join(',')}
           --candidates FOLDER   take what \`fit\` left there instead of fitting it again
           --output FOLDER       leave the model card and the summary there
           --trigger ${triggers.join('|')}, --reason TEXT: for the log
           --when-due            only when a run was requested, or new labels or the calendar ask for one
           --wait                when another run trains the dataset, wait for it and take its outcome if it knew all labels
           --json
  plan      print as JSON which families to fit for which datasets: --dataset A,B [--families …] [--when-due]
  fit       fit candidates and leave them in a folder, for \`train --candidates\`: --families … --into FOLDER
  catch-up  score rows that wait, also by the challenger; write model cards; remove what is not kept any longer`

/** What the trainer was asked to do. */
export type Command =
  | { kind: 'help' }
  | {
      kind: 'train'
      datasetSlug: string
      families: string[]
      trigger: Trigger
      reason: string | null
      candidates: string | null
      output: string | null
      whenDue: boolean
      wait: boolean
      asJson: boolean
    }
  | { kind: 'plan'; datasetSlugs: string[]; families: string[]; whenDue: boolean }
  | { kind: 'fit'; datasetSlug: string; families: string[]; into: string }
  | { kind: 'catch-up'; datasetSlug: string }

/** Reads the command line. Throws RangeError with what is wrong. */
export function parseCommand(args: string[]): Command {
  const { values, positionals } = parseArguments(args)
  if (values.help) return { kind: 'help' }
  const kind = positionals[0] ?? 'train'
  if (positionals.length > 1 || !['train', 'plan', 'fit', 'catch-up'].includes(kind)) {
    throw new RangeError(
      `Cannot train: no command "${positionals.join(' ')}". Choose train, plan, fit or catch-up.`,
    )
  }
  if (!values.dataset) {
    throw new RangeError('Cannot train: no dataset was named. Add --dataset NAME.')
  }
  const families = listOf(values.families)
  getFamilies(families)
  const datasetSlug = values.dataset
  if (kind === 'catch-up') return { kind, datasetSlug }
  if (kind === 'plan') {
    return { kind, datasetSlugs: listOf(datasetSlug), families, whenDue: values['when-due'] }
  }
  if (kind === 'fit') {
    if (!values.into) {
      throw new RangeError('Cannot fit: no folder was named. Add --into FOLDER.')
    }
    return { kind, datasetSlug, families, into: values.into }
  }
  const trigger = z.enum(triggers).safeParse(values.trigger)
  if (!trigger.success) {
    throw new RangeError(
      `Cannot train: no trigger "${values.trigger}". Choose from ${triggers.join(', ')}.`,
    )
  }
  return {
    kind: 'train',
    datasetSlug,
    families,
    trigger: trigger.data,
    reason: values.reason?.trim() || null,
    candidates: values.candidates ?? null,
    output: values.output ?? null,
    whenDue: values['when-due'],
    wait: values.wait,
    asJson: values.json,
  }
}

function parseArguments(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        dataset: { type: 'string' },
        families: { type: 'string', default: defaultFamilies.join(',') },
        candidates: { type: 'string' },
        into: { type: 'string' },
        output: { type: 'string' },
        trigger: { type: 'string', default: 'manual' },
        reason: { type: 'string' },
        'when-due': { type: 'boolean', default: false },
        wait: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    })
  } catch (error) {
    throw new RangeError(`Cannot train: ${(error as Error).message.split('. ')[0]}.`)
  }
}

function listOf(text: string): string[] {
  return text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '')
}
