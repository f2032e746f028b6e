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

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** The upload that an address such as `/uploads/ID?…` names; null for one that cannot be, undefined where none is named. */
export function parseAskedUpload(path: string): string | null | undefined {
  const [, section, id] = (path.split('?')[0] ?? '').split('/')
  if (section !== 'uploads' || !id) return undefined
  return UUID.test(id) ? id : null
}
