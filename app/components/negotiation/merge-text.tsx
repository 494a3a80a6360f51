import type { Badge } from '#components/people/delegations'
import { useComputedStyle } from '#components/ui/computed-style'
import { TextBlock } from '#components/text/text-block'
import { useFormat, useMessages } from '#components/ui/language'
import { directionOf, type Language } from '#domain/languages'
import type { Choice, Effect } from '#domain/negotiation/merging'
import type { BlockEnd } from '#domain/text/content-tokens'
import type { BlockPlace } from '#domain/text/places'

export type MergeChange = {
  amendment: string
  index: number
  parties: readonly string[]
  rationale: string
  removed: string
  added: string
  choice?: Choice | undefined
  chosenBy?: string | undefined
  effect: Effect
  movedOn: boolean
  mayBeBracketed: boolean
}

export type MergeGroup = {
  number: number
  from: BlockPlace
  to: BlockPlace
  words: string
  changes: MergeChange[]
}

type Part = { text: string; group?: number; isRemoved?: boolean }
type Block = BlockEnd & { parts: Part[] }

/** So many wordings stand in the text itself; the others are counted there and read in the list. */
const mostInText = 3

/** The text as it stands with every change at its place: who proposes it, and what is chosen. */
export function MergeText({
  blocks,
  groups,
  badges,
  language,
}: {
  blocks: readonly Block[]
  groups: readonly MergeGroup[]
  badges: readonly Badge[]
  language: Language
}) {
  return (
    <div className="document-text merge-text" lang={language} dir={directionOf(language)}>
      {blocks.map((block, at) => (
        <TextBlock key={at} type={block.block} level={block.level} letter={block.letter}>
          {block.parts.map((part, index) => {
            const isLast = part.group !== block.parts[index + 1]?.group
            const group = groups.find((mergeGroup) => mergeGroup.number === part.group)
            if (!group) return <span key={index}>{part.text}</span>
            return (
              <span key={index}>
                {part.text !== '' &&
                  (part.isRemoved ? (
                    <del className="merge-region">{part.text}</del>
                  ) : (
                    <span className="merge-region">{part.text}</span>
                  ))}
                {isLast && <Comings group={group} badges={badges} />}
              </span>
            )
          })}
        </TextBlock>
      ))}
    </div>
  )
}

function Comings({ group, badges }: { group: MergeGroup; badges: readonly Badge[] }) {
  const t = useMessages()
  const format = useFormat()
  const styled = useComputedStyle()
  const coming = group.changes.filter((change) => change.added.trim() !== '')
  const shown = coming.filter((change) => change.choice !== undefined && change.choice !== 'reject')
  const rest = coming.filter((change) => !shown.includes(change))
  const inText = [...shown, ...rest.slice(0, Math.max(0, mostInText - shown.length))]
  const more = coming.length - inText.length
  return (
    <>
      {inText.map((change) => {
        const badge = badges.find((candidate) => candidate.id === change.parties[0])
        return (
          <span key={`${change.amendment}-${String(change.index)}`}>
            {' '}
            <ins
              className="merge-coming"
              data-choice={change.choice ?? 'open'}
              data-effect={change.effect}
              style={styled({ textDecorationColor: badge?.color })}
              title={change.parties
                .flatMap((id) => badges.find((candidate) => candidate.id === id) ?? [])
                .map((entry) => format.name(entry.name))
                .join(', ')}
            >
              {change.added.trim()}
            </ins>
            {badge && (
              <sup className="merge-code" style={styled({ background: badge.color })}>
                {badge.code}
              </sup>
            )}
          </span>
        )
      })}
      {more > 0 && <span className="merge-more"> {t('merge.more', { count: more })}</span>}
      <a
        className="merge-number"
        href={`#change-${String(group.number)}`}
        aria-label={t('merge.group', { number: group.number })}
      >
        {format.number(group.number)}
      </a>
    </>
  )
}
