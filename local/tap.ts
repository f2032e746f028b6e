/** What TAP (Test Anything Protocol) lines say. `lines` keeps those that belong to TAP. */
export type TapReport = { passed: number; failed: number; lines: string[] }

/**
 * Counts the tests of one TAP stream. A test marked TODO may fail. A stream that has another number of
 * tests than it planned, or no plan, has one more failure: it died or forgot something.
 * See https://testanything.org/tap-specification.html
 */
export function parseTap(text: readonly string[]): TapReport {
  const lines = text.filter((line) => /^(?:ok|not ok)\b|^#|^1\.\.\d+/.test(line))
  let passed = 0
  let failed = 0
  let planned: number | null = null
  for (const line of lines) {
    const plan = /^1\.\.(\d+)/.exec(line)
    if (plan) planned = Number(plan[1])
    else if (/^ok\b/.test(line) || /^not ok\b.*# *TODO\b/i.test(line)) passed += 1
    else if (/^not ok\b/.test(line)) failed += 1
  }
  if (planned !== passed + failed) {
    const reason = planned === null ? 'no plan' : `planned ${planned}`
    lines.push(`# ${reason}, ran ${passed + failed}`)
    failed += 1
  }
  return { passed, failed, lines }
}
