import { useFetcher } from '@remix-run/react'
import { useCallback, useEffect, useRef, useState, useSyncExternalStore } from 'react'
import { readReachability, subscribeToReachability } from '#components/ui/reachability'
import { z } from 'zod'

/** What the answer says on one item, or in general, with the key of it that the server knows. */
export type Saying = { key: string; position: string; body: string }

/** The part of an answer that is no item. */
export const general = 'general'

const keptSchema = z.record(
  z.string(),
  z.object({ base: z.string(), position: z.string(), body: z.string() }),
)
type Kept = z.infer<typeof keptSchema>

const autosaveAfterMs = 1_500
const empty: Saying = { key: '', position: '', body: '' }

const isSame = (a: Omit<Saying, 'key'>, b: Omit<Saying, 'key'>) =>
  a.position === b.position && a.body.normalize('NFC') === b.body.normalize('NFC')

function readKept(place: string): Kept {
  try {
    return keptSchema.parse(JSON.parse(localStorage.getItem(place) ?? '{}'))
  } catch {
    return {}
  }
}

/** Other windows of the same account keep their own parts beside: only one part is written at a time. */
function keepPart(place: string, part: string, value: Kept[string] | undefined): void {
  const { [part]: _before, ...others } = readKept(place)
  const kept = value ? { ...others, [part]: value } : others
  if (Object.keys(kept).length === 0) localStorage.removeItem(place)
  else localStorage.setItem(place, JSON.stringify(kept))
}

const control = (form: HTMLFormElement, name: string) => {
  const found = form.elements.namedItem(name)
  return found instanceof HTMLTextAreaElement || found instanceof HTMLSelectElement ? found : undefined
}

const controlsOf = (form: HTMLFormElement, part: string) =>
  part === general
    ? { position: undefined, body: control(form, 'remarks') }
    : { position: control(form, `position-${part}`), body: control(form, `body-${part}`) }

function readPart(form: HTMLFormElement, part: string): Omit<Saying, 'key'> {
  const { position, body } = controlsOf(form, part)
  return { position: position?.value ?? '', body: body?.value ?? '' }
}

function writePart(form: HTMLFormElement, part: string, said: Omit<Saying, 'key'>): void {
  const { position, body } = controlsOf(form, part)
  if (position) position.value = said.position
  if (body) body.value = said.body
}

/**
 * Keeps an answer in step with what colleagues save, part by part. What is typed is kept in this browser until the
 * server has it, and saved by itself a moment after: an expired session, a closed tab, a second window or a lost
 * connection loses nothing. Where a colleague has changed the same part, the writer chooses.
 * @param saved what the server has, by item, and `general`; a part that is not there is empty.
 */
export function useAnswer(
  form: { current: HTMLFormElement | null },
  place: string,
  parts: readonly string[],
  saved: Readonly<Record<string, Saying>>,
) {
  const bases = useRef(new Map<string, Saying>())
  const sentMs = useRef(0)
  const [lastInputMs, setLastInputMs] = useState(0)
  const fetcher = useFetcher<{ refusal?: unknown }>()
  const [conflicts, setConflicts] = useState<readonly string[]>([])
  /** Something is typed that the server does not have, besides what the writer has to decide about first. */
  const [isTyped, setIsTyped] = useState(false)

  const noteSeen = useCallback(() => {
    const field = form.current?.elements.namedItem('seen')
    if (!(field instanceof HTMLInputElement)) return
    const items = [...bases.current].filter(([part, { key }]) => part !== general && key !== '')
    field.value = JSON.stringify({
      general: bases.current.get(general)?.key ?? '',
      items: Object.fromEntries(items.map(([part, { key }]) => [part, key])),
    })
  }, [form])

  useEffect(() => {
    const element = form.current
    if (!element) return
    const clashing: string[] = []
    const kept = readKept(place)
    let isLeft = false
    for (const part of parts) {
      const theirs = saved[part] ?? empty
      const known = bases.current.get(part)
      const left = known ? undefined : kept[part]
      if (left && !isSame(left, theirs)) writePart(element, part, left)
      const base = known ?? (left && left.base !== theirs.key ? { ...empty, key: left.base } : theirs)
      const mine = readPart(element, part)
      if (isSame(mine, theirs) || (known && isSame(mine, base))) {
        writePart(element, part, theirs)
        bases.current.set(part, theirs)
        keepPart(place, part, undefined)
        continue
      }
      bases.current.set(part, base)
      if (base.key === theirs.key) isLeft = true
      else clashing.push(part)
    }
    noteSeen()
    setConflicts(clashing)
    setIsTyped(isLeft)
  }, [form, place, parts, saved, noteSeen])

  const { submit } = fetcher
  const save = useCallback(() => {
    if (!form.current) return
    const fields = new FormData(form.current)
    fields.set('intent', 'draft')
    sentMs.current = Date.now()
    submit(fields, { method: 'post' })
  }, [form, submit])

  useEffect(() => {
    const element = form.current
    if (!element) return undefined
    const keep = ({ target }: Event) => {
      const name =
        target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement ? target.name : ''
      const part = name === 'remarks' ? general : /^(?:position|body)-(.+)$/u.exec(name)?.[1]
      if (part !== undefined) {
        const base = bases.current.get(part)?.key ?? ''
        keepPart(place, part, { base, ...readPart(element, part) })
      }
      setIsTyped(true)
      setLastInputMs(Date.now())
    }
    element.addEventListener('input', keep)
    return () => element.removeEventListener('input', keep)
  }, [form, place])

  const isReachable = useSyncExternalStore(
    subscribeToReachability,
    () => readReachability().isReachable,
    () => true,
  )
  const isIdle = fetcher.state === 'idle'
  // What was refused is not sent again before something else is typed.
  const isRefused = fetcher.data?.refusal !== undefined
  useEffect(() => {
    if (!isTyped || !isIdle || !isReachable) return undefined
    if (isRefused && lastInputMs < sentMs.current) return undefined
    const timer = setTimeout(save, autosaveAfterMs)
    return () => clearTimeout(timer)
  }, [isTyped, isIdle, isReachable, isRefused, lastInputMs, save])

  const decide = (part: string, choice: 'theirs' | 'mine') => {
    const theirs = saved[part] ?? empty
    bases.current.set(part, theirs)
    if (choice === 'theirs' && form.current) {
      writePart(form.current, part, theirs)
      keepPart(place, part, undefined)
    }
    noteSeen()
    setConflicts((before) => before.filter((candidate) => candidate !== part))
    if (choice === 'mine') save()
  }

  const isKept = isTyped || conflicts.length > 0
  const state = !isIdle && isReachable ? 'saving' : isKept ? 'kept' : 'saved'
  return { conflicts, decide, state } as const
}
