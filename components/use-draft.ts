'use client'

import { useCallback, useEffect, useState } from 'react'

/** Forgets a text that has been sent. */
export function forgetDraft(key: string): void {
  sessionStorage.removeItem(`draft ${key}`)
}

/**
 * A text that is kept while it is being written: a reload, an ended session or a way to another page loses nothing.
 * It lives in this tab alone and goes with it; an empty text is forgotten.
 *
 * @param key what the text is about, such as `review 12`
 */
export function useDraft(key: string): [string, (text: string) => void] {
  const [draft, setDraft] = useState({ key, text: '' })
  useEffect(() => {
    setDraft({ key, text: sessionStorage.getItem(`draft ${key}`) ?? '' })
  }, [key])
  const change = useCallback(
    (text: string) => {
      setDraft({ key, text })
      if (text) sessionStorage.setItem(`draft ${key}`, text)
      else forgetDraft(key)
    },
    [key],
  )
  // Until the other text was read, the one before must not show.
  return [draft.key === key ? draft.text : '', change]
}
