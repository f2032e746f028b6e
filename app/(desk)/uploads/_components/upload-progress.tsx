'use client'

import { PauseIcon, PlayIcon, RotateCwIcon } from 'lucide-react'
import { useFormatter } from '@/components/locale-provider'
import { Button } from '@/components/ui/button'
import { Progress } from '@/components/ui/progress'
import type { Formatter } from '@/lib/format/formatter.ts'
import { type QueueState, shareDone } from '@/lib/uploads/queue-item.ts'
import type { UploadProgress } from '@/lib/uploads/upload-outcome.ts'
import type { Pace } from '@/lib/uploads/upload-pace.ts'

type MovingState = Extract<QueueState, { step: 'waiting' | 'running' | 'paused' }>

const phases: Record<UploadProgress['phase'], string> = {
  reading: 'Reading and checking the file',
  sending: 'Sending, validating and scoring',
  committing: 'Making it visible',
}

/** How far a file is, in bytes and rows, how fast it goes, and what it waits for. */
export function UploadProgressView({
  state,
  onPause,
  onResume,
  onCancel,
}: {
  state: MovingState
  onPause: () => void
  onResume: () => void
  onCancel: () => void
}) {
  const format = useFormatter()
  const progress = state.step === 'waiting' ? null : state.progress
  const share = shareDone(progress)
  const canStop = progress?.phase !== 'committing'
  const retry = state.step === 'running' ? progress?.retry : null
  return (
    <div className="grid gap-3">
      <div className="flex items-baseline justify-between gap-4">
        <p className="font-medium">{nameOf(state)}</p>
        <p className="text-muted-foreground text-xs tabular-nums">
          {share !== null && format.percent(share, 0)}
        </p>
      </div>
      <Progress
        value={share !== null ? share * 100 : state.step === 'running' ? null : 0}
        aria-label="Upload"
      />
      {retry && (
        <p role="status" className="flex items-start gap-2 text-flagged-text text-xs">
          <RotateCwIcon aria-hidden className="mt-px size-3.5 shrink-0" />
          <span>
            {/* The sentence asks a person to do what is being done already. */}
            {retry.message.replace(/ Try again[^.]*\./, '')} Attempt {format.count(retry.failures)}{' '}
            failed; the next one follows{' '}
            {retry.delayMs < 1000
              ? 'at once'
              : `in ${format.duration(Math.round(retry.delayMs / 1000) * 1000)}`}
            . What arrived is kept.
          </span>
        </p>
      )}
      <div className="flex min-h-7 flex-wrap items-center justify-between gap-3">
        <p className="text-muted-foreground text-xs tabular-nums">
          {progress
            ? describe(progress, state.step === 'running' ? state.pace : null, format)
            : state.step === 'waiting'
              ? 'It starts when the file before it has ended.'
              : ''}
        </p>
        <span className="flex gap-2">
          {canStop && state.step === 'paused' && (
            <Button size="sm" onClick={onResume}>
              <PlayIcon aria-hidden /> Resume
            </Button>
          )}
          {canStop && state.step !== 'paused' && (
            <Button variant="outline" size="sm" onClick={onPause}>
              <PauseIcon aria-hidden /> Pause
            </Button>
          )}
          {canStop && (
            <Button variant="outline" size="sm" onClick={onCancel}>
              Cancel
            </Button>
          )}
        </span>
      </div>
    </div>
  )
}

function nameOf(state: MovingState): string {
  if (state.step === 'waiting') return 'Waiting for its turn'
  if (state.step === 'paused') return 'Paused; what was sent is kept'
  return state.progress ? phases[state.progress.phase] : 'Starting'
}

function describe(progress: UploadProgress, pace: Pace | null, format: Formatter): string {
  const words = [`${format.bytes(progress.bytesDone)} of ${format.bytes(progress.bytesTotal)}`]
  if (progress.rowsDone > 0) words.push(`${format.count(progress.rowsDone)} rows checked`)
  if (progress.rejected > 0) words.push(`${format.count(progress.rejected)} rejected`)
  if (pace && progress.phase === 'sending') {
    words.push(`${format.bytes(pace.bytesPerSecond)}/s`)
    if (pace.rowsPerSecond >= 1) words.push(`${format.count(pace.rowsPerSecond)} rows/s`)
    if (pace.secondsLeft >= 1) {
      words.push(`about ${format.duration(Math.ceil(pace.secondsLeft) * 1000)} left`)
    }
  }
  return words.join(', ')
}
