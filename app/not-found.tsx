import { NothingHere } from '@/components/nothing-here'

/** 404. */
export default function NotFound() {
  return (
    <main>
      <NothingHere />
    </main>
  )
}
