'use client'

import { Page, PageHeader } from '@/components/page-header'
import { UploadHistory } from './upload-history'
import { type FileFormat, UploadPanel } from './upload-panel'

/** The uploads page, from what the server has read. */
export function UploadsView({ formats }: { formats: FileFormat[] }) {
  return (
    <Page>
      <PageHeader
        title="Uploads"
        description="Files of card transactions. Nobody sees a row until the whole file has been checked."
      />
      <UploadPanel formats={formats} />
      <UploadHistory />
    </Page>
  )
}
