import { useCallback, useEffect, useState } from 'react'
import { useFormat, useMessages } from '#components/ui/language'
import type { TextAuthor } from '#domain/text/authors'
import { partyOf, sharesIn, type AuthorOf, type Share } from '../author-shares'
import { $placeAtPoint } from '../binding/pointed-place'
import { inFrames } from '../binding/schedule'
import { letterAt } from '../binding/places'
import type { TextEditor } from './use-text-editor'

type Mark = { top: number; height: number; shares: Share[] }
type Pointed = { left: number; top: number; author: TextAuthor }

/** Names a delegation, or the office of who speaks for none. */
export function useAuthorNames() {
  const t = useMessages()
  const format = useFormat()
  return ({ names, role }: TextAuthor): string => {
    if (names.length > 0) return format.list(names.map((name) => format.name(name)))
    return role ? t(`role.${role}`) : t('authorship.unknown')
  }
}

/** Who wrote what: beside each block in the margin, and for the letter under the pointer. */
export function AuthorMarks({
  made,
  authorOf,
  layer,
}: {
  made: TextEditor
  authorOf: AuthorOf
  layer: HTMLElement
}) {
  const { editor, binding } = made
  const nameOf = useAuthorNames()
  const [marks, setMarks] = useState<Mark[]>([])
  const [pointed, setPointed] = useState<Pointed>()
  const draw = useCallback(() => {
    const origin = layer.getBoundingClientRect()
    const next = binding.shown.flatMap((block): Mark[] => {
      const box = editor.getElementByKey(block.node)?.getBoundingClientRect()
      const shares = sharesIn([block], authorOf)
      if (!box || shares.length === 0) return []
      return [{ top: Math.round(box.top - origin.top), height: Math.round(box.height), shares }]
    })
    setMarks((before) => (isSame(before, next) ? before : next))
  }, [editor, binding, authorOf, layer])
  useEffect(() => {
    let cancel: (() => void) | undefined
    const drawSoon = () => {
      cancel ??= inFrames(() => {
        cancel = undefined
        draw()
      })
    }
    const root = editor.getRootElement()
    const resized = new ResizeObserver(drawSoon)
    if (root) resized.observe(root)
    const point = (event: PointerEvent) => {
      const { clientX: left, clientY: top } = event
      const origin = layer.getBoundingClientRect()
      const author =
        event.buttons === 0 ? editor.getEditorState().read(() => $authorAt(left, top), { editor }) : undefined
      setPointed(author ? { left: left - origin.left, top: top - origin.top, author } : undefined)
    }
    const $authorAt = (left: number, top: number): TextAuthor | undefined => {
      const place = $placeAtPoint(left, top)
      const block = place && binding.shown.find((shownBlock) => shownBlock.node === place.block)
      const letter = block && place && letterAt(block, place.index)
      return letter && authorOf(letter)
    }
    const leave = () => setPointed(undefined)
    root?.addEventListener('pointermove', point)
    root?.addEventListener('pointerleave', leave)
    const end = binding.subscribe(drawSoon)
    drawSoon()
    return () => {
      cancel?.()
      resized.disconnect()
      root?.removeEventListener('pointermove', point)
      root?.removeEventListener('pointerleave', leave)
      end()
    }
  }, [editor, binding, authorOf, draw, layer])
  return (
    <div aria-hidden="true">
      {marks.map(({ top, height, shares }, index) => (
        <div
          key={index}
          className="author-mark"
          style={{ insetBlockStart: `${String(top)}px`, blockSize: `${String(height)}px` }}
          title={shares.map(({ author }) => nameOf(author)).join(' · ')}
        >
          <span className="author-bar">
            {shares.map(({ author, characters }) => (
              <span key={partyOf(author)} style={{ background: author.color, flexGrow: characters }} />
            ))}
          </span>
          <span className="author-codes">{shares.map(({ author }) => author.codes.join(' ')).join(' ')}</span>
        </div>
      ))}
      {pointed && (
        <span
          className="author-pointed"
          style={{
            left: `${String(Math.round(pointed.left))}px`,
            top: `${String(Math.round(pointed.top))}px`,
            borderColor: pointed.author.color,
          }}
        >
          {nameOf(pointed.author)}
        </span>
      )}
    </div>
  )
}

const isSame = (a: readonly Mark[], b: readonly Mark[]) => JSON.stringify(a) === JSON.stringify(b)

/** How many characters of a text are whose, by delegation. */
export function AuthorShares({ made, authorOf }: { made: TextEditor; authorOf: AuthorOf }) {
  const { binding } = made
  const t = useMessages()
  const format = useFormat()
  const nameOf = useAuthorNames()
  const [shares, setShares] = useState<Share[]>([])
  useEffect(() => {
    let cancel: (() => void) | undefined
    const count = () => {
      cancel = undefined
      setShares(sharesIn(binding.shown, authorOf))
    }
    const countSoon = () => {
      cancel ??= inFrames(count)
    }
    countSoon()
    const end = binding.subscribe(countSoon)
    return () => {
      cancel?.()
      end()
    }
  }, [binding, authorOf])
  const total = shares.reduce((sum, share) => sum + share.characters, 0)
  if (total === 0) return null
  return (
    <section className="author-shares" aria-label={t('editor.authors')}>
      <ol>
        {shares
          .toSorted((a, b) => b.characters - a.characters)
          .map(({ author, characters }) => (
            <li key={partyOf(author)}>
              <span className="authorship-swatch" style={{ background: author.color }} aria-hidden="true" />
              <bdi>{nameOf(author)}</bdi>{' '}
              <span className="soft">
                {t('authorship.share', { share: format.percent(characters / total), count: characters })}
              </span>
            </li>
          ))}
      </ol>
    </section>
  )
}
