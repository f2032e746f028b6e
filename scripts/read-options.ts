import { type ParseArgsConfig, parseArgs } from 'node:util'
import { CommandFailure } from './command-failure.ts'

/**
 * Reads the options of a command.
 *
 * @param command as one types it after `npm run`
 * @throws CommandFailure that names the command's help, for anything that the command does not know
 */
export function readOptions<T extends ParseArgsConfig>(
  command: string,
  config: T,
): ReturnType<typeof parseArgs<T>> {
  try {
    return parseArgs(config)
  } catch (cause) {
    const [sentence] = (cause instanceof Error ? cause.message : String(cause)).split('. ')
    throw new CommandFailure(
      `Cannot read the options: ${sentence}. \`npm run ${command} -- --help\` shows them.`,
      { cause },
    )
  }
}
