/** One part of `npm test`. */
export type Section = {
  /** What selects it: `npm test -- unit`. */
  name: string
  purpose: string
  run: (context: TestContext) => Promise<SectionResult>
}

/** How a section went. */
export type SectionResult = {
  passed: number
  failed: number
  /** The test files that failed and how many tests passed in the others; absent when only the whole section can be run again. */
  byFile?: { failed: string[]; passedInOthers: number }
  /** Shown when something failed. */
  output: string
}

/** What every section may use. */
export type TestContext = {
  /** Only these test files; all when absent. */
  files?: readonly string[]
  /** A folder of this run alone; everything in it is removed afterwards. */
  folder: string
  /** Environment for child processes; its TMPDIR lies in the folder. */
  env: Record<string, string | undefined>
  /** Aborted when the run is to end early. */
  signal: AbortSignal
  /** Told what goes on, for the progress line. */
  onLine: (line: string) => void
}
