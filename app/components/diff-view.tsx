import { directionOf, type Language } from '#domain/languages'
import type { DiffLine } from '#domain/word-diff'
import { useMessages } from './language'

/**
 * A comparison the United Nations way: additions bold and underlined, deletions struck through. What a sighted
 * reader sees by the setting, `ins` and `del` say to everyone else.
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
  const shown = context === 'all' ? lines : lines.filter((line) => line.parts.some(isChange))
  if (context === 'near' && shown.length === 0) return <p className="soft">{t('diff.nothing')}</p>
  return (
    <div className="diff document-text" lang={language} dir={directionOf(language)}>
      {shown.map((line, at) => (
        <p key={at} className={line.block === 'sub-item' ? 'sub-item' : undefined}>
          {line.parts.map((part, index) => {
            if (part.kind === 'added') return <ins key={index}>{part.text}</ins>
            if (part.kind === 'removed') return <del key={index}>{part.text}</del>
            const text = context === 'near' ? shorten(part.text, index, line.parts.length) : part.text
            return <span key={index}>{text}</span>
          })}
        </p>
      ))}
    </div>
  )
}

const isChange = (part: DiffLine['parts'][number]) => part.kind !== 'kept'

/** Words that are kept around a change, in characters. */
const nearby = 48

function shorten(text: string, index: number, count: number): string {
  if (text.length <= nearby * 1.5) return text
  const head = text.slice(0, text.indexOf(' ', nearby / 2) + 1 || nearby)
  const tail = text.slice(text.lastIndexOf(' ', text.length - nearby))
  if (index === 0) return `… ${tail.trimStart()}`
  if (index === count - 1) return `${head.trimEnd()} …`
  return `${head.trimEnd()} … ${tail.trimStart()}`
}
