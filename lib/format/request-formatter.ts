import 'server-only'
import { headers } from 'next/headers'
import { cache } from 'react'
import { type Formatter, getFormatter } from './formatter.ts'
import { pickLocale } from './pick-locale.ts'

/** The formatter of the reader who asks. */
export const requestFormatter = cache(
  async (): Promise<Formatter> =>
    getFormatter(pickLocale((await headers()).get('accept-language'))),
)
