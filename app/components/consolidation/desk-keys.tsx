import { useEffect, useRef, type KeyboardEvent, type RefObject } from 'react'
import { useMessages } from '#components/ui/language'

const keys = ['j', 'k', 'x', 's', 'm', 'c', 'a', 'n', 'u', '?'] as const
type DeskKey = (typeof keys)[number]

/**
 * The key that was meant: by its letter, or by its place where the keyboard writes another script.
 * https://www.w3.org/TR/uievents-code/
 */
function keyOf({ key, code, shiftKey }: KeyboardEvent): DeskKey | undefined {
  if (key === '؟' || (code === 'Slash' && shiftKey)) return '?'
  const letter = /^[a-z?]$/iu.test(key) ? key.toLowerCase() : /^Key([A-Z])$/u.exec(code)?.[1]?.toLowerCase()
  return keys.find((candidate) => candidate === letter)
}

const isTypedInto = (element: Element) =>
  element.matches('textarea, select, [contenteditable=true], input:not([type=checkbox], [type=radio])')

/** Puts the focus on what a key leads to: a button, or a field that is folded away. */
function goTo(desk: HTMLElement | null, key: DeskKey): void {
  const target = desk?.querySelector<HTMLElement>(`[data-desk-key~="${key}"]`)
  const details = target?.closest('details')
  if (details) details.open = true
  target?.focus()
}

/**
 * The keys of the desk, while the focus is on it and nothing is typed into a field: they act on the item that has the
 * focus. What decides on items only leads to its button, which one then presses.
 */
export function useDeskKeys(
  desk: RefObject<HTMLElement>,
  {
    mayDecide,
    hasSelection,
    onSelect,
  }: { mayDecide: boolean; hasSelection: boolean; onSelect: (item: string) => void },
) {
  /** Where to go once what it needs is there. */
  const wanted = useRef<DeskKey>()
  useEffect(() => {
    if (hasSelection && wanted.current) goTo(desk.current, wanted.current)
    wanted.current = undefined
  }, [hasSelection, desk])
  const overlay = useRef<HTMLDialogElement>(null)
  const onKeyDown = (event: KeyboardEvent) => {
    if (!(event.target instanceof Element) || isTypedInto(event.target)) return
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const key = keyOf(event)
    if (key === undefined) return
    const cards = [...(desk.current?.querySelectorAll<HTMLElement>('[data-item]') ?? [])]
    const here = document.activeElement?.closest<HTMLElement>('[data-item]')
    const at = here ? cards.indexOf(here) : -1
    event.preventDefault()
    switch (key) {
      case 'j':
        cards[Math.min(at + 1, cards.length - 1)]?.focus()
        break
      case 'k':
        cards[Math.max(at - 1, 0)]?.focus()
        break
      case 's':
        here?.querySelector<HTMLAnchorElement>('[data-similar]')?.click()
        break
      case '?':
        overlay.current?.showModal()
        break
      case 'x':
        if (mayDecide && here?.dataset['open'] && here.dataset['item']) onSelect(here.dataset['item'])
        break
      default:
        if (!mayDecide) return
        // Without a selection it is about the item that has the focus.
        if (key !== 'u' && !hasSelection && here?.dataset['open'] && here.dataset['item']) {
          wanted.current = key
          onSelect(here.dataset['item'])
        } else goTo(desk.current, key)
    }
  }
  return { overlay, onKeyDown }
}

/** All keys of the desk and what they do. */
export function DeskKeys({ overlay }: { overlay: RefObject<HTMLDialogElement> }) {
  const t = useMessages()
  return (
    <>
      <button className="button button-small" type="button" onClick={() => overlay.current?.showModal()}>
        {t('desk-keys.open')}
      </button>
      <dialog ref={overlay} aria-labelledby="desk-keys" className="desk-keys">
        <h2 id="desk-keys">{t('desk-keys.title')}</h2>
        <dl>
          {keys.map((key) => (
            <div key={key}>
              <dt>
                <kbd>{key}</kbd>
              </dt>
              <dd>{t(`desk-keys.${key === '?' ? 'help' : key}`)}</dd>
            </div>
          ))}
        </dl>
        <form method="dialog">
          <button className="button" type="submit">
            {t('desk-keys.close')}
          </button>
        </form>
      </dialog>
    </>
  )
}
