import { useComputedStyle } from '#components/ui/computed-style'
import { useFormat, useMessages } from '#components/ui/language'
import { directionOf, type Language, type LocalizedText } from '#domain/languages'
import type { Role } from '#domain/people/participants'
import { formats, type Block } from '#domain/text/content'
import { TextBlock } from './text-block'

type Author = {
  names: LocalizedText[]
  codes: string[]
  role?: Role | undefined
  color: string
  characters: number
}
type Authorship = {
  blocks: {
    type: Block['type']
    level?: 1 | 2
    letter?: string
    runs: { text: string; format: number; author: number }[]
  }[]
  authors: Author[]
}

/** Who wrote what: each author by colour, by a sign in the text, and by name in the legend. */
export function AuthorshipView({ authorship, language }: { authorship: Authorship; language: Language }) {
  const t = useMessages()
  const format = useFormat()
  const styled = useComputedStyle()
  const { blocks, authors } = authorship
  const total = Math.max(
    1,
    authors.reduce((sum, author) => sum + author.characters, 0),
  )
  const nameOf = (author: Author | undefined) => {
    if (!author) return ''
    if (author.names.length > 0) return format.list(author.names.map((name) => format.name(name)))
    return author.role ? t(`role.${author.role}`) : t('authorship.unknown')
  }
  return (
    <div className="authorship">
      <div className="document-text sheet-body" lang={language} dir={directionOf(language)}>
        {blocks.map((block, at) => (
          <TextBlock key={at} type={block.type} level={block.level} letter={block.letter}>
            {block.runs.map((run, index) => (
              <span
                key={index}
                className={settingOf(run.format)}
                title={nameOf(authors[run.author])}
                style={styled({
                  borderBlockEnd: `0.1875rem solid ${authors[run.author]?.color ?? 'transparent'}`,
                })}
              >
                {run.text}
                {run.author >= 0 && <sup className="authorship-sign">{run.author + 1}</sup>}
              </span>
            ))}
          </TextBlock>
        ))}
      </div>
      <ol className="authorship-legend" aria-label={t('authorship.legend')}>
        {authors.map((author, index) => (
          <li key={index}>
            <span
              className="authorship-swatch"
              style={styled({ background: author.color })}
              aria-hidden="true"
            />
            <bdi>{nameOf(author)}</bdi>{' '}
            <span className="soft">
              {t('authorship.share', {
                share: format.percent(author.characters / total),
                count: author.characters,
              })}
            </span>
          </li>
        ))}
      </ol>
    </div>
  )
}

const settingOf = (format: number) =>
  [
    format & formats.bold && 'text-bold',
    format & formats.italic && 'text-italic',
    format & formats.underline && 'text-underline',
  ]
    .filter(Boolean)
    .join(' ') || undefined
