import { useCallback, useEffect, useRef, useState } from 'react'
import type { Awareness } from 'y-protocols/awareness'
import { useLanguage } from '#components/ui/language'
import { isLanguage, localized, type Language, type LocalizedText } from '#domain/languages'
import { $sharedPoint, domPointOf, otherCarets, shareCaret, type OtherCaret } from '../binding/shared-carets'
import { inFrames } from '../binding/schedule'
import type { TextEditor } from './use-text-editor'

type Box = { left: number; top: number; width: number; height: number }
type Drawn = {
  client: number
  label: string
  color: string
  caret: Box
  /** Whether the name has no room to the right of the caret. */
  isNearEdge: boolean
  selection: Box[]
}

/** The carets and selections of the others, over the text; and one's own, for them. */
export function RemoteCarets({ made, awareness }: { made: TextEditor; awareness: Awareness }) {
  const { editor, binding } = made
  const { language } = useLanguage()
  const layer = useRef<HTMLDivElement>(null)
  const [drawn, setDrawn] = useState<Drawn[]>([])
  const draw = useCallback(() => {
    const origin = layer.current?.getBoundingClientRect()
    if (!origin) return
    const next = editor
      .getEditorState()
      .read(() => otherCarets(awareness).flatMap((caret) => $draw(made, caret, origin, language)))
    setDrawn((before) => (JSON.stringify(before) === JSON.stringify(next) ? before : next))
  }, [editor, made, awareness, language])
  useEffect(() => shareCaret(binding, awareness), [binding, awareness])
  useEffect(() => {
    let cancel: (() => void) | undefined
    const drawSoon = () => {
      cancel ??= inFrames(() => {
        cancel = undefined
        draw()
      })
    }
    awareness.on('change', drawSoon)
    const resized = new ResizeObserver(drawSoon)
    const root = editor.getRootElement()
    if (root) resized.observe(root)
    const ends = [binding.subscribe(drawSoon), editor.registerUpdateListener(drawSoon)]
    drawSoon()
    return () => {
      cancel?.()
      awareness.off('change', drawSoon)
      resized.disconnect()
      for (const end of ends) end()
    }
  }, [editor, binding, awareness, draw])
  return (
    <div ref={layer} className="carets" aria-hidden="true">
      {drawn.map(({ client, label, color, caret, isNearEdge, selection }) => (
        <div key={client} className="remote-caret" style={{ color }}>
          {selection.map((box, index) => (
            <span key={index} className="remote-selection" style={placed(box)} />
          ))}
          <span
            className="remote-caret-line"
            style={placed(caret)}
            data-first-line={caret.top < 20}
            data-near-edge={isNearEdge}
          >
            <bdi className="remote-caret-name">{label}</bdi>
          </span>
        </div>
      ))}
    </div>
  )
}

/** About the width of a name. */
const nameWidth = 140

// Measured on the page, whatever the direction of the text.
const placed = ({ left, top, width, height }: Box) => ({
  left: `${String(left)}px`,
  top: `${String(top)}px`,
  inlineSize: `${String(width)}px`,
  blockSize: `${String(height)}px`,
})

function $draw(
  { editor, binding }: TextEditor,
  caret: OtherCaret,
  origin: DOMRect,
  language: Language,
): Drawn[] {
  const [anchor, focus] = [caret.anchor, caret.focus].map((end) => {
    const point = $sharedPoint(binding, end)
    return point && domPointOf(editor, point)
  })
  if (!anchor || !focus) return []
  const range = document.createRange()
  range.setStart(focus.node, focus.offset)
  range.collapse(true)
  const place = boxesOf(range, origin)[0] ?? boxOfElement(focus.node, origin)
  if (!place) return []
  const { client, color } = caret
  const label = delegationName(caret.delegation, language) || caret.name
  const selected = document.createRange()
  selected.setStart(anchor.node, anchor.offset)
  const isForward = selected.comparePoint(focus.node, focus.offset) >= 0
  if (isForward) selected.setEnd(focus.node, focus.offset)
  else {
    selected.setStart(focus.node, focus.offset)
    selected.setEnd(anchor.node, anchor.offset)
  }
  const selection = selected.collapsed ? [] : boxesOf(selected, origin)
  const isNearEdge = origin.width - place.left < nameWidth
  return [{ client, label, color, caret: { ...place, width: 0 }, isNearEdge, selection }]
}

const boxesOf = (range: Range, origin: DOMRect): Box[] =>
  [...range.getClientRects()].map((rect) => boxIn(rect, origin))

const boxIn = (rect: DOMRect, origin: DOMRect): Box => ({
  left: Math.round(rect.left - origin.left),
  top: Math.round(rect.top - origin.top),
  width: Math.round(rect.width),
  height: Math.round(rect.height),
})

/** A block without letters has no place for a range: its beginning is that of the element. */
function boxOfElement(node: Node, origin: DOMRect): Box | undefined {
  const element = node instanceof HTMLElement ? node : node.parentElement
  if (!element) return undefined
  const box = boxIn(element.getBoundingClientRect(), origin)
  const isRightToLeft = getComputedStyle(element).direction === 'rtl'
  return { ...box, left: isRightToLeft ? box.left + box.width : box.left, width: 0 }
}

/** The server sends a delegation's name in all the languages that it has, as JSON; officers have none. */
function delegationName(sent: string, language: Language): string {
  if (sent === '') return ''
  try {
    const names: unknown = JSON.parse(sent)
    if (typeof names !== 'object' || names === null) return ''
    const known: LocalizedText = {}
    for (const [code, name] of Object.entries(names))
      if (isLanguage(code) && typeof name === 'string') known[code] = name
    return localized(known, language).text
  } catch {
    return ''
  }
}
