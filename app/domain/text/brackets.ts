import { canonicalJson } from '#domain/hash'
import type { LocalActor } from '#domain/people/participants'
import { bracketRules } from '#domain/permissions/brackets'
import { recommendationIs, type RecommendationStatus } from '#domain/status'
import { factsOf, type Block, type BracketFacts, type DocumentContent, type Inline } from './content'
import { segmentWords } from './words'

/** A bracket as it stands in a text; `id` names its element for as long as it is the same one. */
export type StandingBracket = BracketFacts & {
  id: string
  /** The words in it, those of brackets inside it included. */
  words: string
}

/** A text as far as the rule about its brackets goes. */
export type Bracketing = { brackets: readonly StandingBracket[]; words: string }

/** What one person may do with the brackets of a text. */
export type BracketRights = {
  lift: (bracket: BracketFacts) => boolean
  put: (bracket: BracketFacts) => boolean
}

/** What this actor may do with the brackets of a text. */
export const bracketRights = (actor: LocalActor, inOwnDraft: boolean): BracketRights => ({
  lift: ({ requestedBy }) => bracketRules['bracket.lift'](actor, { requestedBy, inOwnDraft }),
  put: (bracket) => bracketRules['bracket.put'](actor, bracket),
})

/** Brackets that say the same are one request, in however many pieces it stands. */
export const requestOf = (bracket: BracketFacts): string => canonicalJson(factsOf(bracket))

/** How many brackets are open in several texts; what was given up is out of the way. */
export const openBrackets = (items: readonly { status: RecommendationStatus; brackets: number }[]): number =>
  items.reduce((sum, { status, brackets }) => (recommendationIs.gone(status) ? sum : sum + brackets), 0)

/** A bracket whose words, or which itself, a change takes away; `words` are those that were in it. */
export type EmptiedBracket = Pick<StandingBracket, 'requestedBy' | 'words'>

/** The brackets that a change leaves without words, or takes away, in reading order. */
export function emptiedBrackets(before: DocumentContent, after: DocumentContent): EmptiedBracket[] {
  const later = wordsByBracket(after)
  return [...wordsByBracket(before)].flatMap(([id, { requestedBy, words }]) =>
    words.trim() !== '' && (later.get(id)?.words ?? '').trim() === '' ? [{ requestedBy, words }] : [],
  )
}

/** The brackets of a text by their ids, with the words of all their pieces. */
function wordsByBracket(content: DocumentContent): Map<string, EmptiedBracket> {
  const found = new Map<string, EmptiedBracket>()
  const wordsOf = (inlines: readonly Inline[]): string =>
    inlines
      .map((inline) => {
        if (inline.type === 'text') return inline.text
        const known = inline.id === undefined ? undefined : found.get(inline.id)
        const words = wordsOf(inline.children)
        if (inline.id !== undefined)
          found.set(inline.id, { requestedBy: inline.requestedBy, words: (known?.words ?? '') + words })
        return words
      })
      .join('')
  for (const block of content.blocks) wordsOf(block.children)
  return found
}

/**
 * Whether a change leaves everybody's brackets to those who may lift them, and puts none in another's name. A bracket
 * may be moved, cut in two with its paragraph and joined again, and the words in it are open to anyone who has the pen;
 * but it goes, or is put around other words, only by who may lift it.
 */
export function respectsBrackets(before: Bracketing, after: Bracketing, rights: BracketRights): boolean {
  const [earlier, later] = [requestsOf(before), requestsOf(after)]
  return [...new Set([...earlier.keys(), ...later.keys()])].every((request) => {
    const [was, is] = [earlier.get(request), later.get(request)]
    if (!was) return !is || is.every((bracket) => rights.put(bracket))
    if (was.every((bracket) => rights.lift(bracket))) return true
    return is !== undefined && isSameRequest(before, was, after, is)
  })
}

/** A bracket without a word in it brackets nothing. */
function requestsOf({ brackets }: Bracketing): Map<string, StandingBracket[]> {
  const requests = new Map<string, StandingBracket[]>()
  for (const bracket of brackets) {
    if (bracket.words.trim() === '') continue
    const request = requestOf(bracket)
    requests.set(request, [...(requests.get(request) ?? []), bracket])
  }
  return requests
}

function isSameRequest(
  before: Bracketing,
  was: readonly StandingBracket[],
  after: Bracketing,
  is: readonly StandingBracket[],
): boolean {
  const isSameElements =
    was.length === is.length && was.every((standingBracket, at) => standingBracket.id === is[at]?.id)
  if (isSameElements) return true
  // Cut in two or joined: all the words of before are in it, and no others.
  if (was.length !== is.length) return lettersOf(was) === lettersOf(is)
  const [inside, insideNow] = [countWords(was), countWords(is)]
  const lost = without(inside, insideNow)
  const gained = without(insideNow, inside)
  // Made anew, as a paragraph that is cut in two does: something of it stayed, and nothing went out or came in.
  const [all, allNow] = [countOf(before.words), countOf(after.words)]
  const outside = without(all, inside)
  const outsideNow = without(allNow, insideNow)
  const isKept = [...inside.keys()].some((word) => insideNow.has(word))
  return isKept && !meet(lost, without(outsideNow, outside)) && !meet(gained, without(outside, outsideNow))
}

const lettersOf = (brackets: readonly StandingBracket[]) =>
  brackets.map((bracket) => bracket.words.replace(/\s/gu, '')).join('')

/** How often each word stands in a text; only boundaries matter, not a language's own idea of a word. */
function countOf(text: string): Map<string, number> {
  const counts = new Map<string, number>()
  for (const segment of segmentWords(text, 'en')) {
    if (segment.text.trim() !== '') counts.set(segment.text, (counts.get(segment.text) ?? 0) + 1)
  }
  return counts
}

const countWords = (brackets: readonly StandingBracket[]) =>
  countOf(brackets.map((bracket) => bracket.words).join('\n'))

function without(words: ReadonlyMap<string, number>, others: ReadonlyMap<string, number>) {
  const rest = new Map<string, number>()
  for (const [word, count] of words) {
    const more = count - (others.get(word) ?? 0)
    if (more > 0) rest.set(word, more)
  }
  return rest
}

const meet = (left: ReadonlyMap<string, number>, right: ReadonlyMap<string, number>) =>
  [...left.keys()].some((word) => right.has(word))

/** The same blocks without who asked for their brackets. */
export function withoutAskers(blocks: readonly Block[]): Block[] {
  const inline = (part: Inline): Inline =>
    part.type === 'bracket' ? { ...part, requestedBy: '', children: part.children.map(inline) } : part
  return blocks.map((block) => ({ ...block, children: block.children.map(inline) }))
}
