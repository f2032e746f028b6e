import { routes } from '@/lib/routes.ts'
import { isSignedOut, SIGNED_OUT } from '@/lib/supabase/read-rpc.ts'
import { toast } from './toaster'

/**
 * Says that something did not work, and why. Where the session has ended it leads to the sign-in page and back; fields
 * that use a draft hold what was typed.
 */
export function showFailure(title: string, error: Error): void {
  if (isSignedOut(error)) {
    toast.error('Your session has ended', {
      id: SIGNED_OUT,
      description: 'What you typed is kept. Sign in, and you are back on this page.',
      action: {
        label: 'Sign in',
        onClick: () => {
          const { pathname, search } = window.location
          window.location.assign(routes.signIn(`${pathname}${search}`))
        },
      },
    })
    return
  }
  toast.error(title, { description: error.message })
}
