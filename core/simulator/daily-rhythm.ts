import type { Random } from '../random.ts'
import { slotTable } from './slot-table.ts'

/** The hours at which a person shops: tables that turn a uniform number into an hour. */
export interface DailyRhythm {
  name: string
  /** Share of all customers who live like this. */
  share: number
  /** 512 hours, each in proportion to its weight. */
  weekday: Uint8Array
  weekend: Uint8Array
}

const TABLE_SIZE = 512

// Weights of the hours 0 … 23 (UTC, as everything in the files).
const rhythms: readonly [name: string, share: number, weekday: number[], weekend: number[]][] = [
  [
    'early riser',
    0.2,
    [1, 0.5, 0.3, 0.3, 1, 6, 16, 22, 24, 22, 20, 18, 20, 16, 14, 14, 15, 14, 10, 7, 4, 3, 2, 1],
    [1, 0.5, 0.3, 0.3, 1, 4, 10, 18, 26, 28, 26, 24, 20, 18, 16, 14, 13, 11, 9, 6, 4, 3, 2, 1],
  ],
  [
    'office worker',
    0.38,
    [2, 1, 0.5, 0.3, 0.3, 1, 5, 14, 12, 6, 6, 10, 24, 18, 8, 8, 12, 24, 28, 24, 18, 13, 9, 5],
    [3, 2, 1, 0.5, 0.3, 0.5, 2, 5, 10, 17, 22, 24, 22, 20, 20, 20, 19, 18, 16, 14, 12, 10, 8, 5],
  ],
  [
    'at home by day',
    0.2,
    [1, 0.5, 0.3, 0.2, 0.2, 0.5, 2, 5, 11, 18, 22, 23, 20, 20, 22, 22, 18, 14, 10, 8, 7, 5, 3, 2],
    [1, 0.5, 0.3, 0.2, 0.2, 0.5, 2, 4, 9, 15, 20, 22, 21, 20, 20, 20, 18, 14, 11, 9, 7, 5, 4, 2],
  ],
  [
    'evening person',
    0.15,
    [7, 4, 2, 1, 0.5, 0.5, 1, 3, 5, 6, 7, 9, 12, 12, 11, 12, 15, 20, 24, 26, 26, 24, 18, 12],
    [9, 6, 3, 1.5, 0.5, 0.5, 1, 2, 3, 6, 9, 12, 14, 15, 16, 17, 18, 20, 23, 25, 26, 24, 19, 14],
  ],
  [
    'night owl',
    0.07,
    [20, 17, 13, 9, 5, 3, 2, 2, 3, 3, 4, 5, 7, 9, 10, 11, 12, 13, 14, 16, 18, 20, 22, 22],
    [22, 19, 15, 11, 7, 4, 2, 1, 1, 2, 3, 4, 6, 8, 10, 11, 12, 13, 14, 16, 18, 20, 22, 23],
  ],
]

/** The five ways of spreading one's purchases over the day. Shares add up to one. */
export const dailyRhythms: readonly DailyRhythm[] = rhythms.map(
  ([name, share, weekday, weekend]) => ({
    name,
    share,
    weekday: slotTable(weekday, TABLE_SIZE),
    weekend: slotTable(weekend, TABLE_SIZE),
  }),
)

/** Draws the second of the day (0 … 86,399) of a purchase; `shift` moves the person's clock, in hours. */
export function drawSecondOfDay(
  random: Random,
  rhythm: DailyRhythm,
  isWeekend: boolean,
  shift: number,
): number {
  const table = isWeekend ? rhythm.weekend : rhythm.weekday
  const hour = table[random.integer(TABLE_SIZE)]! + random.next() + shift
  return Math.floor((((hour % 24) + 24) % 24) * 3600)
}
