'use client'

import { useEffect } from 'react'

/** The last resort: the document itself could not be rendered, so nothing of it is used here. */
export default function GlobalError({ error, retry }: { error: unknown; retry: () => void }) {
  useEffect(() => {
    console.error(error)
  }, [error])
  return (
    <html lang="en">
      <body
        style={{
          fontFamily: 'system-ui, sans-serif',
          display: 'grid',
          placeItems: 'center',
          minHeight: '100vh',
        }}
      >
        <main style={{ maxWidth: '28rem', padding: '1rem' }}>
          <h1 style={{ fontSize: '1.25rem' }}>Fraud Desk could not be shown</h1>
          <p>The service may be starting. Wait a moment, then try again.</p>
          <button type="button" onClick={retry}>
            Try again
          </button>
        </main>
      </body>
    </html>
  )
}
