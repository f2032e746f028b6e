import { describeFailure } from './command-failure.ts'

/** Does the work of a command: a failure is told in a sentence, with exit code 1, and nothing keeps the process up. */
export async function runMain(main: () => Promise<void>): Promise<void> {
  try {
    await main()
  } catch (error) {
    console.error(describeFailure(error))
    process.exitCode = 1
  }
  // A process started with an IPC channel would wait for it.
  if (process.connected) process.disconnect()
}
