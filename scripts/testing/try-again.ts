import type { SectionResult, TestContext } from './section.ts'

/** What runs a section, or some files of it. */
type Run = (context: TestContext) => Promise<SectionResult>

/**
 * Runs a section, and what failed of it once more from scratch: with new processes, stacks and browsers, so that
 * nothing of the first try is left. What fails twice has failed.
 *
 * @param options `print` is told what is run again, and why; `clear` ends what the first try left behind
 */
export async function tryAgain(
  run: Run,
  context: TestContext,
  { print, clear }: { print: (text: string) => void; clear: () => Promise<unknown> },
): Promise<SectionResult> {
  const first = await run(context)
  if (first.failed === 0 || context.signal.aborted) return first
  const files = first.byFile?.failed
  print(
    `${first.output.trimEnd()}\n  Once more from scratch: ${files?.join(', ') ?? 'the section'}`,
  )
  await clear()
  const second = await run(files ? { ...context, files } : context)
  return { ...second, passed: second.passed + (first.byFile?.passedInOthers ?? 0) }
}
