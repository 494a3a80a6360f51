import * as Y from 'yjs'
import { runsOfAlternatives, type Neighbour } from '#domain/text/alternatives'
import { requestOf, type Bracketing, type StandingBracket } from '#domain/text/brackets'
import { factsFrom } from '#domain/text/content'
import { bracketFacts, rootOf, visibleRuns } from './text-document'

/** Names a bracket's element: it is the same one until the bracket is moved. */
export const bracketId = (element: Y.XmlElement): string => {
  const { _item: item } = element
  return item ? `${String(item.id.client)}:${String(item.id.clock)}` : ''
}

export const isBracket = (child: unknown): child is Y.XmlElement =>
  child instanceof Y.XmlElement && child.nodeName === 'bracket'

/** The brackets of a document in reading order, an outer one before those in it, and its words. */
export function bracketingOf(doc: Y.Doc): Bracketing {
  const brackets: StandingBracket[] = []
  const read = (parent: Y.XmlElement): string =>
    parent
      .toArray()
      .map((child) => {
        if (child instanceof Y.XmlText) return [...visibleRuns(child)].map((run) => run.text).join('')
        if (!isBracket(child)) return child instanceof Y.XmlElement ? ' ' : ''
        const bracket: StandingBracket = { ...bracketFacts(child), id: bracketId(child), words: '' }
        brackets.push(bracket)
        bracket.words = read(child)
        return bracket.words
      })
      .join('')
  const words = rootOf(doc)
    .toArray()
    .map((block) => (block instanceof Y.XmlElement ? read(block) : ''))
    .join('\n')
  return { brackets, words }
}

/** The brackets of a document that are alternatives to each other, one list for each choice that is open. */
export function alternativesIn(doc: Y.Doc): StandingBracket[][] {
  const byId = new Map(bracketingOf(doc).brackets.map((bracket) => [bracket.id, bracket]))
  const runs = (parent: Y.XmlElement): string[][] => {
    const children = parent.toArray()
    const inside = children.flatMap((child) => (child instanceof Y.XmlElement ? runs(child) : []))
    return [...runsOfAlternatives(children.map(neighbour)), ...inside]
  }
  return rootOf(doc)
    .toArray()
    .flatMap((block) => (block instanceof Y.XmlElement ? runs(block) : []))
    .map((run) => run.flatMap((id) => byId.get(id) ?? []))
}

function neighbour(child: Y.XmlElement | Y.XmlText | Y.XmlHook): Neighbour {
  if (isBracket(child))
    return { kind: 'bracket', id: bracketId(child), alternative: bracketFacts(child).alternative }
  // Whatever else stands in a text, as a mandate does, is no space.
  if (!(child instanceof Y.XmlText)) return { kind: 'words', text: '·' }
  return { kind: 'words', text: [...visibleRuns(child)].map((run) => run.text).join('') }
}

/** What every bracket said that ever stood in a document, those that are gone included. */
export function requestsEverIn(doc: Y.Doc): Set<string> {
  const requests = new Set<string>()
  for (const structs of doc.store.clients.values()) {
    for (const struct of structs) {
      if (!(struct instanceof Y.Item) || !(struct.content instanceof Y.ContentType)) continue
      const { type } = struct.content
      if (!isBracket(type)) continue
      // Of a deleted element only the items still know what its attributes were.
      const was = (name: string): unknown => type._map.get(name)?.content.getContent().at(-1)
      requests.add(
        requestOf(
          factsFrom({
            requestedBy: was('__requestedBy'),
            reason: was('__reason'),
            since: was('__since'),
            alternative: was('__alternative'),
          }),
        ),
      )
    }
  }
  return requests
}
