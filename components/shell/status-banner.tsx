'use client'

import { useQuery } from '@tanstack/react-query'
import { LoaderCircleIcon, TriangleAlertIcon } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useEffect, useRef } from 'react'
import { useFormatter } from '@/components/locale-provider'
import { Progress } from '@/components/ui/progress'
import { healthQuery, type ServiceHealth } from '@/lib/status/service-health.ts'

/** Says that data is still loading, as long as it is; pages are read again while it goes on. */
export function StatusBanner({ initialHealth }: { initialHealth: ServiceHealth }) {
  const { data: health } = useQuery({ ...healthQuery(), initialData: initialHealth })
  const format = useFormatter()
  const router = useRouter()
  const lastMessage = useRef(health.message)
  const wasLoading = useRef(health.status === 'loading')

  useEffect(() => {
    const isLoading = health.status === 'loading'
    if (health.message !== lastMessage.current || (wasLoading.current && !isLoading))
      router.refresh()
    lastMessage.current = health.message
    wasLoading.current = isLoading
  }, [health, router])

  if (health.status === 'ready') return null
  const isLoading = health.status === 'loading'
  const Icon = isLoading ? LoaderCircleIcon : TriangleAlertIcon
  return (
    <div
      role="status"
      className="flex flex-wrap items-center gap-x-3 gap-y-1.5 border-b bg-accent-soft px-4 py-2 text-[0.8125rem] sm:px-6"
    >
      <Icon aria-hidden className={`size-4 text-accent ${isLoading ? 'animate-spin' : ''}`} />
      <span className="font-medium">
        {isLoading ? 'Data is still loading.' : 'Something is out of order.'}
      </span>
      <span className="text-muted-foreground">{health.message}</span>
      {isLoading && (
        <span className="ml-auto flex items-center gap-2">
          <Progress
            aria-label="Loading"
            value={health.progress === null ? null : health.progress * 100}
            className="w-32"
          />
          {health.progress !== null && (
            <span className="w-9 text-right text-muted-foreground text-xs tabular-nums">
              {format.percent(health.progress, 0)}
            </span>
          )}
        </span>
      )}
    </div>
  )
}
