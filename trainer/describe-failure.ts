import { describeUnreachable } from '../core/describe-unreachable.ts'

/** What to show for an error that ends a command: one sentence where it was foreseen, everything where it is a defect. */
export function describeFailure(error: unknown): string {
  if (error instanceof RangeError) return error.message
  const unreachable = describeUnreachable(error)
  if (unreachable !== null) {
    return `${unreachable}. Start the demo with \`npm run demo\`, or check the addresses in the environment.`
  }
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
