'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useRef, useState } from 'react'
import { useFullSupabase } from '@/components/supabase-provider'
import type { FileHead } from '@/core/ingest/inspect-file.ts'
import { inspectSource } from '@/lib/uploads/plan-upload.ts'
import type { UploadOutcome, UploadProgress } from '@/lib/uploads/upload-outcome.ts'

/** What is going on with the chosen file. */
export type UploadState =
  | { step: 'idle' }
  | { step: 'checking'; file: File }
  | { step: 'chosen'; file: File; head: FileHead }
  | { step: 'running'; file: File; dataset: string; progress: UploadProgress | null }
  | { step: 'ended'; file: File; dataset: string; outcome: UploadOutcome }
  | { step: 'failed'; file: File; dataset: string | null; message: string }

/** Steps of an upload, and the ways from one to the next. */
export interface UploadActions {
  choose: (file: File) => void
  start: (dataset: string, keepGoodRows?: boolean) => void
  cancel: () => void
  reset: () => void
}

/** Runs one upload at a time. Leaving the page while one runs asks first; the same file again goes on where it ended. */
export function useUpload(): [UploadState, UploadActions] {
  const loadClient = useFullSupabase()
  const queryClient = useQueryClient()
  const [state, setState] = useState<UploadState>({ step: 'idle' })
  const abort = useRef<AbortController | null>(null)
  const isRunning = state.step === 'running'

  useEffect(() => {
    if (!isRunning) return
    const warn = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener('beforeunload', warn)
    return () => window.removeEventListener('beforeunload', warn)
  }, [isRunning])
  useEffect(() => () => abort.current?.abort(), [])

  const choose = useCallback((file: File) => {
    setState({ step: 'checking', file })
    inspectSource(file)
      .then(({ data: head, error }) =>
        setState(
          error
            ? { step: 'failed', file, dataset: null, message: error.message }
            : { step: 'chosen', file, head },
        ),
      )
      .catch((error: unknown) =>
        setState({ step: 'failed', file, dataset: null, message: describe(error) }),
      )
  }, [])

  const start = useCallback(
    (dataset: string, keepGoodRows?: boolean) => {
      if (state.step === 'idle') return
      const { file } = state
      const controller = new AbortController()
      abort.current = controller
      setState({ step: 'running', file, dataset, progress: null })
      const run = async () => {
        const { uploadFile } = await import('@/lib/uploads/upload-file.ts')
        return uploadFile({
          client: await loadClient(),
          source: file,
          datasetSlug: dataset,
          keepGoodRows,
          signal: controller.signal,
          onProgress: (progress) =>
            setState((current) =>
              current.step === 'running' ? { ...current, progress } : current,
            ),
        })
      }
      run()
        .then(({ data: outcome, error }) => {
          if (controller.signal.aborted) setState({ step: 'idle' })
          else if (error) setState({ step: 'failed', file, dataset, message: error.message })
          else setState({ step: 'ended', file, dataset, outcome })
        })
        .catch((error: unknown) =>
          setState({ step: 'failed', file, dataset, message: describe(error) }),
        )
        .finally(() => {
          void queryClient.invalidateQueries({ queryKey: ['uploads'] })
          void queryClient.invalidateQueries({ queryKey: ['months', dataset] })
          void queryClient.invalidateQueries({ queryKey: ['datasets'] })
        })
    },
    [loadClient, queryClient, state],
  )

  const cancel = useCallback(() => abort.current?.abort(), [])
  const reset = useCallback(() => setState({ step: 'idle' }), [])
  return [state, { choose, start, cancel, reset }]
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : 'The file could not be read. Choose it again.'
}
