import { CopyEncoder } from '../../../core/postgres-copy/copy-encoder.ts'
import type { StagedPart, UploadPart } from './ingest-store.ts'

/** Targets of COPY; the encoders below write their columns in the same order. */
export const STAGED_TRANSACTIONS = `private.staged_transactions (
  upload_id, part_number, line, occurred_at, fingerprint, card_hash, card_last4, amount, merchant, category, place,
  features, is_fraud, model_version_id, fraud_score, threshold, is_flagged, reasons
)`
export const STAGED_CARD_STATES =
  'private.staged_card_states (upload_id, part_number, card_hash, state)'
export const REJECTED_ROWS =
  'public.rejected_rows (upload_id, part_number, line, column_name, value, code, message)'

const BYTES_PER_ROW = 260
const BYTES_PER_FEATURE = 8

/** The accepted rows of a part, with features and predictions. */
export function encodeTransactions(part: UploadPart, staged: StagedPart): Uint8Array {
  const { transactions, features, featureCount, predictions, cardHashes } = staged
  const rowBytes = BYTES_PER_ROW + BYTES_PER_FEATURE * featureCount
  const encoder = new CopyEncoder(18, 1024 + transactions.length * rowBytes)
  for (let index = 0; index < transactions.length; index++) {
    const transaction = transactions[index]!
    const { cardId } = transaction
    encoder.startRow()
    encoder.uuid(part.uploadId)
    encoder.int32(part.number)
    encoder.int64(transaction.line)
    encoder.timestamp(transaction.occurredAt)
    encoder.uuid(transaction.fingerprint)
    encoder.uuid(cardId === null ? null : cardHashes.get(cardId)!)
    encoder.text(transaction.cardLast4)
    encoder.cents(transaction.amountCents)
    encoder.text(transaction.merchant)
    encoder.text(transaction.category)
    encoder.text(transaction.place)
    encoder.realArray(features, index * featureCount, featureCount)
    encoder.boolean(transaction.isFraud)
    if (predictions === null) {
      encoder.int64(null)
      encoder.real(null)
      encoder.real(null)
      encoder.boolean(null)
      encoder.jsonb(null)
      continue
    }
    const fraudScore = predictions.fraudScores[index]!
    encoder.int64(predictions.modelVersionId)
    encoder.real(fraudScore)
    encoder.real(predictions.threshold)
    encoder.boolean(fraudScore >= predictions.threshold)
    encoder.jsonb(predictions.reasons.get(index) ?? null)
  }
  return encoder.finish()
}

/** The histories of the cards that got a new row, as they are after the part. */
export function encodeCardStates(part: UploadPart, staged: StagedPart): Uint8Array {
  const encoder = new CopyEncoder(4, 64 + staged.cardStates.size * 1100)
  for (const [cardId, state] of staged.cardStates) {
    encoder.startRow()
    encoder.uuid(part.uploadId)
    encoder.int32(part.number)
    encoder.uuid(staged.cardHashes.get(cardId)!)
    encoder.doubleArray(state)
  }
  return encoder.finish()
}

/** The refused rows; personal values were replaced by validation. */
export function encodeRejectedRows(part: UploadPart, staged: StagedPart): Uint8Array {
  const encoder = new CopyEncoder(7)
  for (const row of staged.rejected) {
    encoder.startRow()
    encoder.uuid(part.uploadId)
    encoder.int32(part.number)
    encoder.int64(row.line)
    encoder.text(row.column)
    encoder.text(row.value)
    encoder.text(row.code)
    encoder.text(row.message)
  }
  return encoder.finish()
}
