import { cookies } from 'next/headers'
import { redirect } from 'next/navigation'
import { requireAdmin } from '@/lib/auth/session.ts'
import { chooseDataset, LAST_DATASET_COOKIE } from '@/lib/datasets/last-dataset.ts'
import { datasetsQuery } from '@/lib/datasets/list-datasets.ts'
import { requestQueryClient } from '@/lib/query/request-query-client.ts'
import { routes } from '@/lib/routes.ts'
import { createRequestClient } from '@/lib/supabase/server-client.ts'

/** Leads an admin to the models of the dataset that was open last. */
export default async function AdminPage() {
  await requireAdmin()
  const datasets = await requestQueryClient().fetchQuery(datasetsQuery(await createRequestClient()))
  const last = (await cookies()).get(LAST_DATASET_COOKIE)?.value
  redirect(routes.admin(chooseDataset(datasets, last) ?? 'demo'))
}
