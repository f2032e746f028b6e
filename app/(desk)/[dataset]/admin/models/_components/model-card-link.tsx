'use client'

import { useMutation } from '@tanstack/react-query'
import { FileTextIcon } from 'lucide-react'
import { useFullSupabase } from '@/components/supabase-provider'
import { Button } from '@/components/ui/button'

/** Saves a version's model card, which lies beside its artifact. */
export function ModelCardLink({ version, path }: { version: number; path: string | null }) {
  const loadFull = useFullSupabase()
  const download = useMutation({
    mutationFn: async (cardPath: string) => {
      const client = await loadFull()
      const { data, error } = await client.storage.from('models').download(cardPath)
      if (error) throw new Error(`Cannot read the model card: ${error.message}`, { cause: error })
      const link = document.createElement('a')
      link.href = URL.createObjectURL(data)
      link.download = `model-card-v${version}.md`
      link.click()
      URL.revokeObjectURL(link.href)
    },
  })
  if (path === null) return <span className="text-muted-foreground">not written yet</span>
  return (
    <>
      <Button
        variant="outline"
        size="sm"
        disabled={download.isPending}
        onClick={() => download.mutate(path)}
      >
        <FileTextIcon aria-hidden /> Model card
        <span className="sr-only"> of version {version}</span>
      </Button>
      {download.error && (
        <p role="alert" className="mt-1 text-fraud-text text-xs">
          {download.error.message}
        </p>
      )}
    </>
  )
}
