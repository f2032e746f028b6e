/** What sets a run off; the same list as the check on training_runs.trigger. */
export const triggers = ['manual', 'schedule', 'new-data', 'dispatch', 'push'] as const
export type Trigger = (typeof triggers)[number]
