import { expect, test } from 'vitest'
import { parseDatasetSettings } from '../../../core/publishing/dataset-settings.ts'
import type { GetOperations } from './open-operations.ts'

/** What may be set is the same to the program and to the database. */
export function testSettings(desk: GetOperations): void {
  test.each([
    [{}],
    [{ threshold_policy: { kind: 'best-f', beta: 2 } }],
    [{ threshold_policy: { kind: 'best-f', beta: 0 } }],
    [{ threshold_policy: { kind: 'best-f' } }],
    [{ threshold_policy: { kind: 'best-f', beta: '1' } }],
    [{ threshold_policy: { kind: 'alert-budget' } }],
    [{ threshold_policy: { kind: 'alert-budget', share: 0.1 } }],
    [{ threshold_policy: { kind: 'target-precision', precision: 0.9 } }],
    [{ threshold_policy: { kind: 'target-precision', precision: 1.1 } }],
    [{ threshold_policy: { kind: 'least-cost' } }],
    [{ threshold_policy: 'least-cost' }],
    [{ threshold_policy: null }],
    [{ review_cost: 0, alert_budget: 1, gate_margin: 0.5, gate_minimum_frauds: 3 }],
    [{ review_cost: -0.01 }],
    [{ review_cost: null }],
    [{ alert_budget: 0 }],
    [{ alert_budget: 1.01 }],
    [{ gate_margin: 0.51 }],
    [{ gate_minimum_frauds: 2 }],
    [{ gate_minimum_frauds: 10.5 }],
    [{ retrain_on_new_labels: false, shadow_close_challengers: true }],
    [{ retrain_on_new_labels: 'no' }],
    [{ retrain_after_labels: 0 }],
    [{ retrain_after_labels: 1, retrain_overdue_days: 3650, keep_artifacts: 1000 }],
    [{ retrain_overdue_days: 3651 }],
    [{ keep_artifacts: 0 }],
    [{ keep_upload_days: null }],
    [{ keep_upload_days: 0 }],
    [{ keep_upload_days: true }],
    [{ tresh: 1 }],
    [[1]],
  ])('the program and the database agree on the settings %j', async (settings) => {
    const refused = await desk()
      .sql`select private.check_dataset_settings(${desk().sql.json(settings as never)})`.then(
      () => false,
      () => true,
    )
    expect(refused).toBe(parseDatasetSettings(settings).error !== null)
  })
}
