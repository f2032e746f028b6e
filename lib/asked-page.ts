import { isMonth, type Month } from '../core/month.ts'

/** The month and transaction that an address of a dataset's page names; null where it names something impossible. */
export interface AskedPage {
  month: Month | null
  transactionId: number | null
}

/** Reads `/demo/months/2019-01/transactions/7?…`; null for an address that cannot lead anywhere. */
export function parseAskedPage(path: string): AskedPage | null {
  const [, , section, month, below, id] = (path.split('?')[0] ?? '').split('/')
  if (section !== 'months' || !month) return { month: null, transactionId: null }
  if (!isMonth(month)) return null
  if (below !== 'transactions') return { month, transactionId: null }
  return id && /^[1-9]\d{0,14}$/.test(id) ? { month, transactionId: Number(id) } : null
}
