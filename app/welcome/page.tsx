import type { Metadata } from 'next'
import Link from 'next/link'
import { Button } from '@/components/ui/button'
import { Wordmark } from '@/components/wordmark'
import { linkSchema } from '@/lib/auth/link.ts'
import { readSession } from '@/lib/auth/session.ts'
import { routes } from '@/lib/routes.ts'
import { LinkIsUseless } from './link-is-useless'
import { WelcomeForm } from './welcome-form'

/** The address holds what lets its holder in: it is told to nobody else. */
export const metadata: Metadata = {
  title: 'Choose a password',
  referrer: 'no-referrer',
  robots: { index: false },
}

/**
 * Where links of invitations and for a new password lead. Opening it does nothing to the link: that is used up when the
 * form is sent.
 */
export default async function WelcomePage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>
}) {
  const { type, token_hash: tokenHash } = await searchParams
  const link = linkSchema.safeParse({ type, tokenHash })
  const session = await readSession().catch(() => null)
  const other = session && session !== 'no-role' ? session.email : null
  return (
    <main className="grid min-h-dvh place-items-center px-4 py-10">
      <div className="w-full max-w-84">
        <Wordmark className="mb-8 justify-center" />
        {link.success ? (
          <WelcomeForm link={link.data} signedInAs={other} />
        ) : (
          <LinkIsUseless>
            The address of this page is not complete. Open the link again, or copy the whole of it.
          </LinkIsUseless>
        )}
        {other && !link.success && (
          <Button asChild variant="outline" className="mt-4 w-full">
            <Link href="/">Go on as {other}</Link>
          </Button>
        )}
        {!other && (
          <p className="mt-6 text-center text-muted-foreground text-xs">
            You have a password already?{' '}
            <Link href={routes.signIn()} className="underline underline-offset-2">
              Sign in
            </Link>
          </p>
        )}
      </div>
    </main>
  )
}
