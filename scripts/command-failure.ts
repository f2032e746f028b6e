import { describeUnreachable } from '../core/describe-unreachable.ts'

/** An expected failure of a command. `message` says what could not be done, why, and what to do. */
export class CommandFailure extends Error {
  override readonly name = 'CommandFailure'
}

/**
 * What to show for an error that ends a command: the sentence alone when the failure was foreseen here or by
 * the local stack, everything when it is a defect.
 */
export function describeFailure(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  if (error instanceof CommandFailure || error.name === 'StackError') return error.message
  const code = 'code' in error ? error.code : undefined
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return `The disk is full: ${error.message}. Free some space and start again.`
  }
  if (code === 'EACCES' || code === 'EROFS') {
    return `This user may not write here: ${error.message}. Give the folder to your user or clone elsewhere.`
  }
  const unreachable = describeUnreachable(error)
  if (unreachable !== null) {
    return `${unreachable}. Start the demo with \`npm run demo\`, or check the addresses in the environment.`
  }
  return error.stack ?? error.message
}
