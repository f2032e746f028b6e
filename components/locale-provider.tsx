'use client'

import { createContext, type ReactNode, use } from 'react'
import { type Formatter, getFormatter } from '@/lib/format/formatter.ts'

const LocaleContext = createContext('en-US')

/** Tells client components the locale that the server wrote in, so that both write the same. */
export function LocaleProvider({ locale, children }: { locale: string; children: ReactNode }) {
  return <LocaleContext value={locale}>{children}</LocaleContext>
}

/** The reader's formatter. */
export function useFormatter(): Formatter {
  return getFormatter(use(LocaleContext))
}
