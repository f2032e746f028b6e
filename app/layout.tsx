import { GeistMono } from 'geist/font/mono'
import { GeistSans } from 'geist/font/sans'
import type { Metadata, Viewport } from 'next'
import type { ReactNode } from 'react'
import { Toaster } from '@/components/toaster'
import { readTheme } from '@/lib/theme/read-theme.ts'
import './globals.css'

export const metadata: Metadata = {
  title: { default: 'Fraud Desk', template: '%s · Fraud Desk' },
  description: 'Card-fraud predictions by month, with reasons, from a model that retrains itself.',
}

export const viewport: Viewport = {
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#f6f7f9' },
    { media: '(prefers-color-scheme: dark)', color: '#0e1014' },
  ],
}

/** The document: fonts, theme and the places where tooltips and toasts appear. */
export default async function RootLayout({ children }: { children: ReactNode }) {
  const theme = await readTheme()
  return (
    <html
      lang="en"
      className={`${GeistSans.variable} ${GeistMono.variable}`}
      data-theme={theme === 'system' ? undefined : theme}
    >
      <body>
        {children}
        <Toaster />
      </body>
    </html>
  )
}
