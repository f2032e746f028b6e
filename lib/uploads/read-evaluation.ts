import { queryOptions } from '@tanstack/react-query'
import * as z from 'zod/mini'
import type { DataClient } from '../supabase/data-client.ts'
import { readRpc } from '../supabase/read-rpc.ts'

const count = z.int().check(z.nonnegative())
const share = z.number().check(z.minimum(0), z.maximum(1))

const measuredSchema = z.object({
  state: z.literal('evaluated'),
  modelVersion: z.nullable(z.int()),
  /** Rows of the file that have a label; `rowCount` of them are measured. */
  labelledCount: count,
  rowCount: count,
  fraudCount: count,
  averagePrecision: share,
  /** 95 %; null at 0 and 1. */
  interval: z.nullable(z.object({ low: share, high: share })),
  threshold: share,
  precision: share,
  recall: share,
  truePositiveCount: count,
  falsePositiveCount: count,
  falseNegativeCount: count,
  trueNegativeCount: count,
  /** From the highest score down. */
  curve: z.array(z.object({ threshold: share, precision: share, recall: share })),
})

const evaluationSchema = z.discriminatedUnion('state', [
  measuredSchema,
  z.object({
    state: z.literal('impossible'),
    reasonCode: z.nullable(z.string()),
    fraudCount: count,
  }),
])

/** How the serving model did on a file's rows. */
export type MeasuredUpload = z.infer<typeof measuredSchema>

/** How the serving model did on a file's rows, or why that cannot be said. */
export type UploadEvaluation = z.infer<typeof evaluationSchema>

/** The evaluation of a committed upload; null while nothing is known. */
export function evaluationQuery(client: DataClient, uploadId: string) {
  return queryOptions({
    queryKey: ['upload-evaluation', uploadId],
    queryFn: ({ signal }) =>
      readRpc(
        'read how the model did on this file',
        client.rpc('upload_evaluation', { upload_id: uploadId }).abortSignal(signal),
        z.nullable(evaluationSchema),
      ),
  })
}

/** Why a file cannot be measured, in a sentence with what to do. */
export function explainImpossible(reasonCode: string | null, fraudCount: number): string {
  switch (reasonCode) {
    case 'no_labels':
      return 'The file has no label column. Upload the same rows with their labels when they are known, and the figures appear here.'
    case 'no_model':
      return 'No model scored these rows, so there is nothing to compare the labels with. Train a model, and the next file is measured.'
    case 'model_learned_from_rows':
      return 'The model has learned from this period, and on what it has learned its figures would flatter. Later rows are measured.'
    case 'one_class':
      return fraudCount === 0
        ? 'None of the rows is labelled as fraud, so neither precision nor recall can be measured.'
        : 'Every row is labelled as fraud, so precision says nothing.'
    case 'too_few_frauds':
      return `Only ${fraudCount} of the rows ${fraudCount === 1 ? 'is' : 'are'} fraud: fewer than five say more about chance than about the model.`
    default:
      return 'The figures of this file are not known.'
  }
}
