'use client'

import { Page, PageHeader } from '@/components/page-header'
import { UploadHistory } from './upload-history'
import { type FileFormat, UploadPanel } from './upload-panel'

/** The uploads page, from what the server has read. */
export function UploadsView({
  formats,
  currentDataset,
}: {
  formats: FileFormat[]
  /** Slug of the dataset that was open last; null for a first visit. */
  currentDataset: string | null
}) {
  return (
    <Page>
      <PageHeader
        title="Uploads"
        description="Files of card transactions. Nobody sees a row until the whole file has been checked."
      />
      <UploadPanel formats={formats} currentDataset={currentDataset} />
      <UploadHistory />
    </Page>
  )
}
