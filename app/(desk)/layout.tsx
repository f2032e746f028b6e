import { cookies } from 'next/headers'
import type { ReactNode } from 'react'
import { LocaleProvider } from '@/components/locale-provider'
import { QueryProvider } from '@/components/query-provider'
import { Shell } from '@/components/shell/shell'
import { SupabaseProvider } from '@/components/supabase-provider'
import { UploadChip } from '@/components/upload-queue/upload-chip'
import { UploadQueueProvider } from '@/components/upload-queue/upload-queue-provider'
import { requireSession } from '@/lib/auth/session.ts'
import { chooseDataset, LAST_DATASET_COOKIE } from '@/lib/datasets/last-dataset.ts'
import { datasetsQuery } from '@/lib/datasets/list-datasets.ts'
import { readSupabaseConfig } from '@/lib/env.ts'
import { requestFormatter } from '@/lib/format/request-formatter.ts'
import { requestQueryClient } from '@/lib/query/request-query-client.ts'
import { readHealth } from '@/lib/status/read-health.ts'
import { createRequestClient } from '@/lib/supabase/server-client.ts'
import { readTheme } from '@/lib/theme/read-theme.ts'

/** Everything behind the sign-in: the session is checked and the frame is read in one go. */
export default async function DeskLayout({ children }: { children: ReactNode }) {
  const readDatasets = async () =>
    requestQueryClient().fetchQuery(datasetsQuery(await createRequestClient()))
  const [session, datasets, health, theme, format, cookieStore] = await Promise.all([
    requireSession(),
    // A visitor is redirected by requireSession; then this answer does not matter.
    readDatasets().catch(() => null),
    readHealth(),
    readTheme(),
    requestFormatter(),
    cookies(),
  ])
  if (!datasets)
    throw new Error('Cannot list the datasets: the database refused or does not answer.')

  return (
    <LocaleProvider locale={format.locale}>
      <SupabaseProvider config={readSupabaseConfig()}>
        <QueryProvider>
          <UploadQueueProvider>
            <Shell
              session={session}
              datasets={datasets}
              lastDataset={
                chooseDataset(datasets, cookieStore.get(LAST_DATASET_COOKIE)?.value) ?? ''
              }
              theme={theme}
              health={health.body}
            >
              {children}
            </Shell>
            <UploadChip />
          </UploadQueueProvider>
        </QueryProvider>
      </SupabaseProvider>
    </LocaleProvider>
  )
}
