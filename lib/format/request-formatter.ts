import 'server-only'
import { headers } from 'next/headers'
import { type Formatter, getFormatter } from './formatter.ts'
import { pickLocale } from './pick-locale.ts'

/** The formatter of the reader who asks. */
export async function requestFormatter(): Promise<Formatter> {
  return getFormatter(pickLocale((await headers()).get('accept-language')))
}
