import { Refusal } from '@/components/refusal'

/** 403 inside the desk's frame, so that the way on stays in sight. */
export default function Forbidden() {
  return <Refusal />
}
