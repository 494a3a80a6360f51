import type { ReactNode } from 'react'
import { Text, useRichMessages, type Tell } from '#components/ui/language'
import type { Language } from '#domain/languages'
import type { ChangeFact } from '#domain/text/describe-changes'

/** How many changes are said in full; the rest are counted. */
const saidInFull = 3

/** What an amendment does, in a sentence that can be read out: "Replace “shall” by “should” in line 2". */
export function ChangeSummary({ facts, language }: { facts: readonly ChangeFact[]; language: Language }) {
  const tell = useRichMessages()
  const [first, ...others] = facts.slice(0, saidInFull).map((fact) => sentence(tell, fact, language))
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

function sentence(tell: Tell, fact: ChangeFact, language: Language): ReactNode {
  const words = (text: string) => (
    <Text language={language} className="quoted-words">
      {excerptOf(text)}
    </Text>
  )
  switch (fact.kind) {
    case 'replace': {
      const { removed, added, line } = fact
      return tell('change.replace', { removed: words(removed), added: words(added), line })
    }
    case 'add': {
      const { added, after, line } = fact
      return after === undefined
        ? tell('change.add-first', { added: words(added), line })
        : tell('change.add', { added: words(added), after: words(after), line })
    }
    case 'delete':
      return tell('change.delete', { removed: words(fact.removed), line: fact.line })
    case 'move': {
      const { moved, line, toLine } = fact
      const key = line === toLine ? 'change.move-within' : 'change.move'
      return tell(key, { moved: words(moved), line, toLine })
    }
    case 'add-block': {
      const { block, added, line } = fact
      return tell(`change.add-${block}`, { added: words(added), line })
    }
    case 'delete-block':
      return tell(`change.delete-${fact.block}`, { removed: words(fact.removed), line: fact.line })
    case 'split':
    case 'join':
      return tell(`change.${fact.kind}`, { line: fact.line })
    case 'emphasis':
      return tell('change.emphasis', { words: words(fact.words), line: fact.line })
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
