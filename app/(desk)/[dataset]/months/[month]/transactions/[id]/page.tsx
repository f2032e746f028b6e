import { dehydrate, HydrationBoundary } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { getProfile } from '@/core/datasets/registry.ts'
import { isMonth } from '@/core/month.ts'
import { requireSession } from '@/lib/auth/session.ts'
import { requestQueryClient } from '@/lib/query/request-query-client.ts'
import { createRequestClient } from '@/lib/supabase/server-client.ts'
import { transactionQuery } from '@/lib/transactions/get-transaction.ts'
import { TransactionView } from './_components/transaction-view'

interface TransactionPageProps {
  params: Promise<{ dataset: string; month: string; id: string }>
}

export async function generateMetadata({ params }: TransactionPageProps): Promise<Metadata> {
  return { title: `Transaction ${(await params).id}` }
}

/** One transaction: what it was, what the model said and why, and what people say. */
export default async function TransactionPage({ params }: TransactionPageProps) {
  const { dataset, month, id: idText } = await params
  if (!isMonth(month) || !/^[1-9]\d{0,14}$/.test(idText)) notFound()
  const id = Number(idText)
  const queryClient = requestQueryClient()
  const client = await createRequestClient()
  const [transaction, session] = await Promise.all([
    queryClient.fetchQuery(transactionQuery(client, dataset, month, id)),
    requireSession(),
  ])
  if (!transaction) notFound()

  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <TransactionView
        dataset={dataset}
        month={month}
        id={id}
        reviewer={session.email}
        features={getProfile(transaction.dataset.profile).features}
      />
    </HydrationBoundary>
  )
}
