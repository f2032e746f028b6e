'use client'

import type { ComponentProps } from 'react'
import { ErrorPage } from '@/components/error-page'

/** An error outside the desk's frame, or in the frame itself. */
export default function Failure(props: ComponentProps<typeof ErrorPage>) {
  return (
    <main>
      <ErrorPage {...props} />
    </main>
  )
}
