import type { ReactNode } from 'react'
import { Text, useMessages, useRichMessages, type Tell, type Translate } from '#components/ui/language'
import type { Language } from '#domain/languages'
import type { ChangeFact } from '#domain/text/describe-changes'
import { isSamePlace, type BlockPlace } from '#domain/text/places'
import { placeName } from './place-name'

/** How many changes are said in full; the rest are counted. */
const saidInFull = 3

/** What an amendment does, in a sentence that can be read out: "Replace “shall” by “should” in sub-item (c)". */
export function ChangeSummary({ facts, language }: { facts: readonly ChangeFact[]; language: Language }) {
  const tell = useRichMessages()
  const t = useMessages()
  const [first, ...others] = facts.slice(0, saidInFull).map((fact) => sentence(tell, t, fact, language))
  if (first === undefined) return null
  const rest = facts.length - saidInFull
  const joined = others.reduce<ReactNode>((before, next) => tell('changes.joined', { before, next }), first)
  const list = rest > 0 ? tell('changes.more', { before: joined, count: rest }) : joined
  return (
    <p className="change-summary">
      {facts.length === 1 ? first : tell('changes.several', { count: facts.length, list })}
    </p>
  )
}

function sentence(tell: Tell, t: Translate, fact: ChangeFact, language: Language): ReactNode {
  const words = (text: string) => (
    <Text language={language} className="quoted-words">
      {excerptOf(text)}
    </Text>
  )
  const name = (place: BlockPlace) => placeName(t, place)
  const within = (change: ReactNode, place: BlockPlace) =>
    place.kind === 'whole' ? change : tell('change.within', { change, place: name(place) })
  switch (fact.kind) {
    case 'replace': {
      const { removed, added, place } = fact
      return within(tell('change.replace', { removed: words(removed), added: words(added) }), place)
    }
    case 'add': {
      const { added, after, place } = fact
      return after === undefined
        ? tell('change.add-first', { added: words(added), place: name(place) })
        : within(tell('change.add', { added: words(added), after: words(after) }), place)
    }
    case 'delete':
      return within(tell('change.delete', { removed: words(fact.removed) }), fact.place)
    case 'move': {
      const { moved, place, to } = fact
      return isSamePlace(place, to)
        ? tell('change.move-within', { moved: words(moved), place: name(place) })
        : tell('change.move', { moved: words(moved), place: name(place), to: name(to) })
    }
    case 'add-block': {
      const { block, added, place } = fact
      return place
        ? tell(`change.add-${block}`, { added: words(added), place: name(place) })
        : tell(`change.add-${block}-first`, { added: words(added) })
    }
    case 'delete-block':
      return tell('change.delete-block', { removed: words(fact.removed), place: name(fact.place) })
    case 'split':
    case 'join':
      return tell(`change.${fact.kind}`, { place: name(fact.place) })
    case 'set-block':
      return tell(`change.make-${fact.block}`, { place: name(fact.place) })
    case 'emphasis':
      return within(tell('change.emphasis', { words: words(fact.words) }), fact.place)
    default:
      return fact satisfies never
  }
}

/** Characters of a passage that are quoted in full. */
const longestQuoted = 56

/** The beginning and the end of a long passage. */
function excerptOf(text: string): string {
  const letters = Array.from(text)
  if (letters.length <= longestQuoted) return text
  const head = letters.slice(0, longestQuoted / 2).join('')
  const tail = letters.slice(-longestQuoted / 3).join('')
  const cutHead = head.slice(0, head.lastIndexOf(' ') > 0 ? head.lastIndexOf(' ') : undefined)
  return `${cutHead} … ${tail.slice(tail.indexOf(' ') + 1)}`
}
