import type { DatasetProfile, ParsedTransaction } from '../datasets/profile.ts'
import { CARD_STATE_LENGTH, emptyCardState } from './card-history.ts'

/**
 * Computes the feature vectors of transactions, row-major: transaction i starts at
 * `i * profile.features.length`.
 *
 * `cardStates` maps card ids to their histories. It is read and advanced in place, transaction by
 * transaction in the order given, and new cards are added to it; so a file at once, its parts one after
 * the other, and single transactions all yield the same values. Rows for which `isKnown(index)` holds
 * (already stored earlier) get a vector too, but leave the histories as they are: they are part of them.
 * Throws RangeError for a history of another length than CARD_STATE_LENGTH.
 */
export function extractFeatures(
  profile: DatasetProfile,
  transactions: readonly ParsedTransaction[],
  cardStates: Map<string, Float64Array>,
  isKnown?: (index: number) => boolean,
): Float32Array {
  const width = profile.features.length
  const out = new Float32Array(transactions.length * width)
  for (let index = 0; index < transactions.length; index++) {
    const transaction = transactions[index]!
    const { cardId } = transaction
    if (!profile.hasCards || cardId === null) {
      profile.writeFeatures(transaction, null, out, index * width)
      continue
    }
    const isNew = isKnown === undefined || !isKnown(index)
    let state = cardStates.get(cardId)
    if (state === undefined) {
      state = emptyCardState()
      if (isNew) cardStates.set(detach(cardId), state)
    }
    if (state.length !== CARD_STATE_LENGTH) {
      throw new RangeError(
        `Cannot compute features: a card's history has ${state.length} values instead of ${CARD_STATE_LENGTH}. It was stored by another version; load the dataset again.`,
      )
    }
    profile.writeFeatures(transaction, state, out, index * width)
    if (isNew) profile.updateCardState(state, transaction)
  }
  return out
}

/** Copies a text that may be a view into a whole part of a file, so that the map does not keep the part. */
function detach(text: string): string {
  return String.fromCharCode(...Array.from(text, (_, index) => text.charCodeAt(index)))
}
