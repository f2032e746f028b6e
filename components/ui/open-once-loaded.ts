import { toast } from '@/components/toaster'

/** Loads code that will probably be wanted; where it does not come, nobody has asked for it yet. */
export function warmUp(load: () => Promise<unknown>): void {
  load().catch(() => {})
}

/** Opens something when its code is there, and says so where it does not come: the page around it stays. */
export function openOnceLoaded(load: () => Promise<unknown>, open: () => void): void {
  load().then(open, () =>
    toast.error('This cannot be opened', {
      description: 'The app does not answer. Check the connection, then reload the page.',
    }),
  )
}
