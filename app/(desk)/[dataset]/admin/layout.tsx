import type { ReactNode } from 'react'
import { requireAdmin } from '@/lib/auth/session.ts'

/** Refuses everyone but admins before anything of the page is sent, so that the answer's status is 403. */
export default async function AdminLayout({ children }: { children: ReactNode }) {
  await requireAdmin()
  return children
}
