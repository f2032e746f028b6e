import type { Month } from '../month.ts'
import type { SimulationOptions } from './simulate-transactions.ts'

/** How big the story is told: `full` for people, `small` for tests. */
export type StoryScale = 'full' | 'small'

/** The dataset that the story is told in. */
export const STORY_DATASET = 'demo'

/** What is known, with labels, when the story begins. */
export const storyHistory: { from: Month; to: Month } = { from: '2017-01', to: '2018-12' }

/** The months that come one by one. */
export const storyMonths: { first: Month; last: Month } = { first: '2019-01', last: '2019-06' }

/**
 * The simulated world of each scale. A small world has more than its share of frauds: three dozen in a
 * quarter are the least that a model can learn from and be measured by.
 */
export const storyWorlds: Readonly<
  Record<StoryScale, Required<Pick<SimulationOptions, 'seed' | 'cards' | 'fraudScale'>>>
> = {
  full: { seed: 7, cards: 1400, fraudScale: 1 },
  small: { seed: 11, cards: 150, fraudScale: 3 },
}
