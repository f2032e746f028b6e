import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { Wordmark } from '@/components/wordmark'
import { safeNextPath } from '@/lib/auth/safe-next-path.ts'
import { readSession } from '@/lib/auth/session.ts'
import { readDemoLogins } from '@/lib/env.ts'
import { SignInForm } from './sign-in-form'

export const metadata: Metadata = { title: 'Sign in' }

/** The way in. Someone who is signed in already goes on at once. */
export default async function SignInPage({
  searchParams,
}: {
  searchParams: Promise<{ next?: string | string[] }>
}) {
  const { next } = await searchParams
  const path = safeNextPath(Array.isArray(next) ? next[0] : next)
  const session = await readSession().catch(() => null)
  if (session && session !== 'no-role') redirect(path)

  return (
    <main className="grid min-h-dvh place-items-center px-4 py-10">
      <div className="w-full max-w-84">
        <Wordmark className="mb-8 justify-center" />
        <h1 className="sr-only">Sign in to Fraud Desk</h1>
        <SignInForm next={path} demoLogins={readDemoLogins()} />
        <p className="mt-6 text-center text-muted-foreground text-xs">
          No account yet, or lost the password? An admin makes you a link.
        </p>
      </div>
    </main>
  )
}
