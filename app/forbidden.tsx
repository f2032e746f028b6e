import { Refusal } from '@/components/refusal'

/** 403 outside the desk's frame. */
export default function Forbidden() {
  return (
    <main>
      <Refusal />
    </main>
  )
}
