'use client'

import { type ReactElement, type ReactNode, useState } from 'react'
import { Sheet, SheetContent, SheetTrigger } from '@/components/ui/sheet'

/** The sidebar on small screens, open when it appears. */
export function PhoneMenu({
  trigger,
  sidebar,
}: {
  trigger: ReactElement
  sidebar: (onNavigate: () => void) => ReactNode
}) {
  const [isOpen, setOpen] = useState(true)
  return (
    <Sheet open={isOpen} onOpenChange={setOpen}>
      <SheetTrigger asChild>{trigger}</SheetTrigger>
      <SheetContent title="Menu">{sidebar(() => setOpen(false))}</SheetContent>
    </Sheet>
  )
}
