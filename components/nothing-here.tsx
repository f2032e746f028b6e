import Link from 'next/link'
import { MessagePage } from '@/components/message-page'
import { Button } from '@/components/ui/button'

/** An address that leads nowhere. */
export function NothingHere() {
  return (
    <MessagePage
      title="There is nothing here"
      actions={
        <Button asChild>
          <Link href="/">Go to the months</Link>
        </Button>
      }
    >
      This address does not lead to a page. The link may be old, or a letter of it may be missing.
    </MessagePage>
  )
}
