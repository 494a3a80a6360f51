import { Fragment, useId } from 'react'
import { useMessages } from '#components/ui/language'
import { directionOf, type Language } from '#domain/languages'
import type { DiffLine, DiffPart } from '#domain/text/diff-lines'
import { shortened } from '#domain/text/near-lines'
import { TextBlock } from './text-block'

/**
 * A comparison the United Nations way: additions bold and underlined, deletions struck through. What a sighted
 * reader sees by the setting, `ins` and `del` say to everyone else; a passage that was moved says so at both
 * ends, and each end leads to the other.
 */
export function DiffView({
  lines,
  language,
  context = 'all',
}: {
  lines: readonly DiffLine[]
  language: Language
  /** `near` leaves out what is far from a change. */
  context?: 'all' | 'near'
}) {
  const t = useMessages()
  const id = useId()
  const shown = context === 'all' ? lines : lines.filter((line) => line.parts.some(isChange))
  if (context === 'near' && shown.length === 0) return <p className="soft">{t('diff.nothing')}</p>
  return (
    <div className="diff document-text" lang={language} dir={directionOf(language)}>
      <DiffLines lines={shown} id={id} context={context} />
    </div>
  )
}

/** The lines by themselves; `id` is the same for both ends of a move. */
export function DiffLines({
  lines,
  id,
  context = 'all',
}: {
  lines: readonly DiffLine[]
  id: string
  context?: 'all' | 'near'
}) {
  return lines.map((line, at) => (
    <TextBlock key={at} type={line.block} level={line.level} letter={line.letter}>
      {line.parts.map((part, index) => {
        const text =
          context === 'near' && part.kind === 'kept'
            ? shortened(part.text, placeOf(index, line.parts.length))
            : part.text
        const isFirst = !lines
          .slice(0, at + 1)
          .some((other, before) =>
            other.parts.some(
              (diffPart, place) =>
                (before < at || place < index) && diffPart.move === part.move && diffPart.kind === part.kind,
            ),
          )
        const moved = part.move !== undefined && (
          <MoveMark part={part} id={id} move={part.move} isFirst={isFirst} />
        )
        const setting = part.move === undefined ? undefined : 'moved'
        if (part.kind === 'kept') return <span key={index}>{text}</span>
        const Mark = part.kind === 'added' ? 'ins' : 'del'
        return (
          <Fragment key={index}>
            {/* What goes and what comes in its place are not one word: a line may end between them. */}
            {part.kind === 'added' && line.parts[index - 1]?.kind === 'removed' && <wbr />}
            <Mark className={setting}>
              {moved}
              {text}
            </Mark>
          </Fragment>
        )
      })}
    </TextBlock>
  ))
}

/** Says that a passage was moved, and leads to its other end. */
function MoveMark({
  part,
  id,
  move,
  isFirst,
}: {
  part: DiffPart
  id: string
  move: number
  /** A passage of several paragraphs is one target. */
  isFirst: boolean
}) {
  const t = useMessages()
  const [here, there] = part.kind === 'added' ? ['to', 'from'] : ['from', 'to']
  if (!isFirst) return null
  return (
    <a
      className="move-mark"
      id={`${id}-${String(move)}-${here}`}
      href={`#${id}-${String(move)}-${there}`}
      aria-label={t(part.kind === 'added' ? 'diff.moved-here' : 'diff.moved-away', { number: move + 1 })}
    >
      ⇅{move + 1}
    </a>
  )
}

const isChange = (part: DiffPart) => part.kind !== 'kept'

const placeOf = (index: number, count: number) =>
  index === 0 ? 'first' : index === count - 1 ? 'last' : 'between'
