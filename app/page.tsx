import { ArrowRightIcon } from 'lucide-react'
import { cookies } from 'next/headers'
import Link from 'next/link'
import { forbidden, redirect } from 'next/navigation'
import { Button } from '@/components/ui/button'
import { Wordmark } from '@/components/wordmark'
import { readSession } from '@/lib/auth/session.ts'
import { chooseDataset, LAST_DATASET_COOKIE } from '@/lib/datasets/last-dataset.ts'
import { datasetsQuery } from '@/lib/datasets/list-datasets.ts'
import { requestQueryClient } from '@/lib/query/request-query-client.ts'
import { routes } from '@/lib/routes.ts'
import { createRequestClient } from '@/lib/supabase/server-client.ts'
import { LandingPicture } from './landing-picture'

const steps = [
  {
    title: 'Predict',
    text: 'Upload a file of card transactions. Each one is scored as it would have been in that moment, and what looks like fraud is flagged with its reasons.',
  },
  {
    title: 'Learn what was true',
    text: 'Reviews and late labels show which flags were right and which fraud was missed, month by month.',
  },
  {
    title: 'Retrain',
    text: 'A new model replaces the one that serves only when it proves better on the same later data. Every decision is kept with its reason.',
  },
] as const

/** What this is, for visitors; people who are signed in go to their months. */
export default async function LandingPage() {
  const session = await readSession()
  if (session === 'no-role') forbidden()
  if (session) {
    const datasets = await requestQueryClient().fetchQuery(
      datasetsQuery(await createRequestClient()),
    )
    const last = (await cookies()).get(LAST_DATASET_COOKIE)?.value
    redirect(routes.months(chooseDataset(datasets, last) ?? 'demo'))
  }

  return (
    <div className="mx-auto flex min-h-dvh max-w-5xl flex-col px-5 py-6">
      <header className="flex items-center justify-between">
        <Wordmark />
        <Button variant="outline" asChild>
          <Link href={routes.signIn()}>Sign in</Link>
        </Button>
      </header>
      <main className="my-auto grid gap-12 py-14">
        <div className="grid items-center gap-10 lg:grid-cols-[minmax(0,1fr)_29rem]">
          <div className="grid gap-4">
            <h1 className="max-w-xl font-semibold text-4xl leading-[1.1] tracking-tight sm:text-5xl">
              Card fraud, predicted and accounted for.
            </h1>
            <p className="max-w-lg text-base text-muted-foreground leading-6">
              Fraud Desk scores card transactions, shows every month what it flagged, caught and
              missed, and keeps its own model fresh.
            </p>
            <Button size="lg" asChild className="mt-2 w-fit">
              <Link href={routes.signIn()}>
                Sign in <ArrowRightIcon aria-hidden />
              </Link>
            </Button>
          </div>
          <LandingPicture />
        </div>
        <ol className="grid gap-6 border-t pt-8 sm:grid-cols-3">
          {steps.map(({ title, text }) => (
            <li key={title} className="grid content-start gap-1.5">
              <h2 className="font-medium">{title}</h2>
              <p className="text-muted-foreground text-sm leading-5.5">{text}</p>
            </li>
          ))}
        </ol>
      </main>
    </div>
  )
}
