'use client'

import type { UseQueryResult } from '@tanstack/react-query'
import { Alert, AlertDescription } from '@/components/ui/alert'
import { Button } from '@/components/ui/button'
import { cn } from '@/lib/class-names.ts'

/** Where something could not be read: why, and another try. Nothing where all is well. */
export function QueryFault({
  query: { error, isFetching, refetch },
  className,
}: {
  query: Pick<UseQueryResult, 'error' | 'isFetching' | 'refetch'>
  className?: string
}) {
  if (!error) return null
  return (
    <Alert variant="error" role="alert" className={cn('w-auto', className)}>
      <AlertDescription className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <span className="min-w-0 break-words">{error.message}</span>
        <Button variant="outline" size="sm" disabled={isFetching} onClick={() => void refetch()}>
          {isFetching ? 'Trying …' : 'Try again'}
        </Button>
      </AlertDescription>
    </Alert>
  )
}
