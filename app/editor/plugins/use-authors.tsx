import { useEffect, useMemo, useRef, useState } from 'react'
import * as z from 'zod/mini'
import { languages } from '#domain/languages'
import { roles } from '#domain/people/participants'
import type { TextAuthor } from '#domain/text/authors'
import { authorFinder, hasUnknownAuthors, type AuthorOf } from '../author-shares'
import type { TextBinding } from '../binding/text-binding'

/** How long after unknown letters have arrived the server is asked whose they are: it knows once they are saved. */
const askingDelayMs = 1_500
/** After answers that did not say it, ask less often. */
const longestDelayMs = 60_000

const answerSchema = z.object({
  authors: z.array(
    z.object({
      base: z.number(),
      document: z.optional(z.string()),
      names: z.array(z.partialRecord(z.enum(languages), z.string())),
      codes: z.array(z.string()),
      role: z.optional(z.enum(roles)),
      color: z.string(),
    }),
  ),
})

async function fetchAuthors(documentId: string, signal: AbortSignal): Promise<TextAuthor[] | undefined> {
  try {
    const answer = await fetch(`/documents/${documentId}/authors`, { signal })
    const parsed = answerSchema.safeParse(await answer.json())
    return parsed.success ? (parsed.data.authors as TextAuthor[]) : undefined
  } catch {
    return undefined
  }
}

/** Whose the letters of a text are. */
export function useAuthors(binding: TextBinding, documentId: string): AuthorOf {
  const [authors, setAuthors] = useState<readonly TextAuthor[]>([])
  const authorOf = useMemo(() => authorFinder(binding.doc, authors), [binding, authors])
  const delayMs = useRef(0)
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const abort = new AbortController()
    const ask = async () => {
      const found = await fetchAuthors(documentId, abort.signal)
      if (abort.signal.aborted) return
      timer = undefined
      const isNew = found !== undefined && found.length > authors.length
      delayMs.current = isNew
        ? askingDelayMs
        : Math.min(longestDelayMs, Math.max(askingDelayMs, delayMs.current * 2))
      if (isNew) setAuthors(found)
      else askIfUnknown()
    }
    const askIfUnknown = () => {
      if (timer === undefined && hasUnknownAuthors(binding.shown, authorOf))
        timer = setTimeout(() => void ask(), delayMs.current)
    }
    askIfUnknown()
    const end = binding.subscribe(askIfUnknown)
    return () => {
      clearTimeout(timer)
      abort.abort()
      end()
    }
  }, [binding, documentId, authorOf, authors])
  return authorOf
}
