import type { ReactNode } from 'react'
import { requireAdmin } from '@/lib/auth/session.ts'
import { AdminNavigation } from './_components/admin-navigation'

/** Refuses everyone but admins before anything of the page is sent, so that the answer's status is 403. */
export default async function AdminLayout({
  params,
  children,
}: {
  params: Promise<{ dataset: string }>
  children: ReactNode
}) {
  await requireAdmin()
  const { dataset } = await params
  return (
    <>
      <AdminNavigation dataset={dataset} />
      {children}
    </>
  )
}
