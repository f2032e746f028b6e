/** Where progress is printed: a terminal gets one line that is updated, a log gets a line now and then. */
export type ProgressOutput = {
  write(text: string): unknown
  isTTY?: boolean | undefined
  columns?: number | undefined
}

/** One long step. Several may run at the same time. */
export type Step = {
  /** What it is doing now, and how much of it is done (0 to 1) where that is known. */
  update(detail: string, done?: number): void
  /** Ends it: `result` is printed beside its name and duration. */
  end(result?: string): void
  fail(): void
}

/** How long a finished step took. */
export type StepTime = { name: string; durationMs: number }

const LOG_EVERY_MS = 10_000
const REDRAW_EVERY_MS = 200

/** Shows what long steps are doing and for how long, and remembers what each of them took. */
export class Progress {
  readonly times: StepTime[] = []
  readonly #output: ProgressOutput
  readonly #now: () => number
  readonly #active = new Set<ActiveStep>()
  #timer: NodeJS.Timeout | undefined
  #drawnAt = 0

  constructor(output: ProgressOutput = process.stdout, now = () => performance.now()) {
    this.#output = output
    this.#now = now
  }

  begin(name: string): Step {
    const step: ActiveStep = { name, detail: '', done: undefined, startedAt: this.#now(), lines: 0 }
    this.#active.add(step)
    if (!this.#output.isTTY) this.#output.write(`${name} …\n`)
    this.#timer ??= setInterval(
      () => this.#draw(),
      this.#output.isTTY ? REDRAW_EVERY_MS : LOG_EVERY_MS / 10,
    ).unref()
    const finish = (mark: string, result: string) => {
      if (!this.#active.delete(step)) return
      const durationMs = this.#now() - step.startedAt
      this.times.push({ name, durationMs })
      this.print(`${mark} ${name}${result && `: ${result}`} (${formatSeconds(durationMs)})`)
      if (this.#active.size === 0) {
        clearInterval(this.#timer)
        this.#timer = undefined
      }
    }
    return {
      update: (detail, done) => {
        step.detail = detail
        step.done = done
        if (this.#output.isTTY && this.#now() - this.#drawnAt >= REDRAW_EVERY_MS) this.#draw()
      },
      end: (result = '') => finish('✓', result),
      fail: () => finish('✗', ''),
    }
  }

  /** Prints a line of its own, above the one that is being updated. */
  print(line: string): void {
    this.#output.write(this.#output.isTTY ? `\r\x1b[K${line}\n` : `${line}\n`)
    if (this.#output.isTTY) this.#draw()
  }

  #draw(): void {
    if (this.#output.isTTY) {
      this.#drawnAt = this.#now()
      if (this.#active.size === 0) return
      const line = [...this.#active].map((step) => this.#describe(step)).join('  ·  ')
      this.#output.write(`\r\x1b[K${line.slice(0, (this.#output.columns ?? 80) - 1)}`)
      return
    }
    for (const step of this.#active) {
      const due = Math.floor((this.#now() - step.startedAt) / LOG_EVERY_MS)
      if (due <= step.lines) continue
      step.lines = due
      this.#output.write(`  ${this.#describe(step)}\n`)
    }
  }

  #describe(step: ActiveStep): string {
    const percent = step.done === undefined ? '' : ` ${Math.floor(step.done * 100)} %`
    const detail = step.detail && `: ${step.detail}`
    return `${step.name}${detail}${percent} (${formatSeconds(this.#now() - step.startedAt)})`
  }
}

type ActiveStep = {
  name: string
  detail: string
  done: number | undefined
  startedAt: number
  /** Lines that a log already holds about it. */
  lines: number
}

/** "0.8 s" below ten seconds, "74 s" above. */
export function formatSeconds(durationMs: number): string {
  const seconds = durationMs / 1000
  return `${seconds < 10 ? seconds.toFixed(1) : Math.round(seconds)} s`
}

/** Steps and what they took, one line each, with the total that the user waited. */
export function formatTimes(times: readonly StepTime[], totalMs: number): string {
  const rows = [...times, { name: 'altogether', durationMs: totalMs }]
  const width = Math.max(...rows.map(({ name }) => name.length))
  return rows
    .map(
      ({ name, durationMs }) => `  ${name.padEnd(width)}  ${formatSeconds(durationMs).padStart(7)}`,
    )
    .join('\n')
}
