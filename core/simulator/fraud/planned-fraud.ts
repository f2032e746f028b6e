import { dayOf } from '../calendar.ts'
import type { Purchase } from '../purchase.ts'

/** Fraud that is planned for days still to come, by day. */
export class PlannedFraud {
  readonly #byDay = new Map<number, Purchase[]>()
  readonly #firstDay: number
  #size = 0

  /** Fraud before `firstDay` is forgotten when it is added. */
  constructor(firstDay: number) {
    this.#firstDay = firstDay
  }

  /** Number of purchases that wait for their day. */
  get size(): number {
    return this.#size
  }

  /** Puts purchases on their days. */
  add(purchases: readonly Purchase[]): void {
    for (const purchase of purchases) {
      const day = dayOf(purchase.occurredAt)
      if (day < this.#firstDay) continue
      const sameDay = this.#byDay.get(day)
      if (sameDay) sameDay.push(purchase)
      else this.#byDay.set(day, [purchase])
      this.#size++
    }
  }

  /** Takes out the purchases of a day. */
  take(day: number): readonly Purchase[] {
    const purchases = this.#byDay.get(day) ?? []
    this.#byDay.delete(day)
    this.#size -= purchases.length
    return purchases
  }
}
