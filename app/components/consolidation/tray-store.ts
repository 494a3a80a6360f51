import type { DispositionKind } from '#domain/consolidation/dispositions'
import type { Language } from '#domain/languages'
import type { RecommendationKind } from '#domain/negotiation/recommendations'

export type TrayItem = {
  id: string
  year: string
  label?: string | undefined
  text: string
  language: Language
  topic?: string | undefined
  kind: RecommendationKind
  disposition?: { kind: DispositionKind; isOwn: boolean } | undefined
}

export type NamedItem = Pick<TrayItem, 'id' | 'year' | 'label'>

/** What one decided at once, to be undone at once. */
export type Step = { kind: DispositionKind; items: readonly NamedItem[] }

type Kept = { ids: readonly string[]; steps: readonly Step[] }

export type TrayState = Kept & {
  /** What the server said of items, also of those that are not there any more. */
  known: ReadonlyMap<string, TrayItem>
  /** What somebody else decided while it was selected. */
  left: readonly TrayItem[]
}

export type TrayAnswer = { asked: readonly string[]; items: readonly TrayItem[] }

/** Steps further back are undone at the item. */
const mostSteps = 50

export const emptyTray: TrayState = { ids: [], steps: [], known: new Map(), left: [] }

/** The selection of one window at one desk, kept over a reload. */
export function openTray(key: string) {
  let state: TrayState = { ...emptyTray, ...readKept(key) }
  const listeners = new Set<() => void>()
  const set = (change: Partial<TrayState>) => {
    state = { ...state, ...change }
    keep(key, state)
    for (const listener of listeners) listener()
  }
  return {
    subscribe: (listener: () => void) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    read: () => state,
    select: (ids: readonly string[]) => set({ ids: [...new Set([...state.ids, ...ids])] }),
    drop: (ids: readonly string[]) => set({ ids: state.ids.filter((id) => !ids.includes(id)) }),
    clear: () => set({ ids: [] }),
    dismiss: () => set({ left: [] }),
    follow: (answer: TrayAnswer) => set(followAnswer(state, answer)),
  }
}

/** The selection and the steps after the server has said what became of their items. */
export function followAnswer(before: TrayState, { asked, items }: TrayAnswer): Partial<TrayState> {
  const found = new Map(items.map((item) => [item.id, item]))
  const known = new Map([...before.known, ...found])
  const wasAsked = (id: string) => asked.includes(id)
  const isOpen = (id: string) => found.get(id)?.disposition === undefined
  const own = before.ids.flatMap((id) => {
    const item = found.get(id)
    return item?.disposition?.isOwn ? [{ ...item, kind: item.disposition.kind }] : []
  })
  const gone = before.ids.filter(
    (id) => wasAsked(id) && (!found.has(id) || found.get(id)?.disposition?.isOwn === false),
  )
  const ids = before.ids.filter((id) => !wasAsked(id) || (found.has(id) && isOpen(id)))
  const last = before.steps.at(-1)
  const isUndone = last?.items.every(({ id }) => wasAsked(id) && isOpen(id)) === true
  const steps = isUndone ? before.steps.slice(0, -1) : [...before.steps]
  const [first] = own
  if (first) {
    steps.push({
      kind: first.kind,
      items: own.map(({ id, year, label }) => ({ id, year, ...(label !== undefined && { label }) })),
    })
  }
  return {
    known,
    ids,
    steps: steps.slice(-mostSteps),
    left: [...before.left, ...gone.flatMap((id) => known.get(id) ?? [])],
  }
}

function readKept(key: string): Kept | undefined {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(key) ?? 'null')
    return isKept(kept) ? kept : undefined
  } catch {
    // A browser that keeps nothing, or what another version kept.
    return undefined
  }
}

const isKept = (value: unknown): value is Kept =>
  typeof value === 'object' &&
  value !== null &&
  'ids' in value &&
  Array.isArray(value.ids) &&
  'steps' in value &&
  Array.isArray(value.steps)

function keep(key: string, { ids, steps }: Kept): void {
  try {
    sessionStorage.setItem(key, JSON.stringify({ ids, steps }))
  } catch {
    // It is kept as long as the page is open.
  }
}
