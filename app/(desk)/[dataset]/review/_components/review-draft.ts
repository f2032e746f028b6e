/** Where a note about a transaction is kept while it is being written; see useDraft. */
export function reviewDraft(dataset: string, transactionId: number): string {
  return `review ${dataset} ${transactionId}`
}
