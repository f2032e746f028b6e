'use client'

import Link from 'next/link'
import { useEffect } from 'react'
import { MessagePage } from '@/components/message-page'
import { Button } from '@/components/ui/button'

/** A page that could not be rendered: what is known about why, and the way back. */
export function ErrorPage({ error, retry }: { error: unknown; retry: () => void }) {
  useEffect(() => {
    console.error(error)
  }, [error])
  // Errors of the server come with a number for its log instead of their message.
  const digest =
    typeof error === 'object' && error !== null && 'digest' in error ? String(error.digest) : null
  const message = digest === null && error instanceof Error ? error.message : null
  return (
    <MessagePage
      title="This page could not be shown"
      actions={
        <>
          <Button onClick={retry}>Try again</Button>
          <Button variant="outline" asChild>
            <Link href="/">Go to the months</Link>
          </Button>
        </>
      }
    >
      {message ?? 'The database may be starting or out of reach.'} Nothing you saved is lost.
      {digest && <span className="mt-2 block font-mono text-xs">Reference {digest}</span>}
    </MessagePage>
  )
}
