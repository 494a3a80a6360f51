import type { ChangeDecision, TrackedChange } from '#domain/imports/tracked-text'
import type { XmlElement } from '#server/formats/in/xml'

/** What changes apply to what is being read: put in by one, taken out by another. */
export type Tracked = { inserted?: number; deleted?: number }

/** The changes that were tracked in a file, in the order in which they are met, and what becomes of them. */
export type Changes = {
  all: TrackedChange[]
  /** The number of a change. Stretches next to each other that one person changed alike at one time are one change. */
  number: (kind: TrackedChange['kind'], element: XmlElement, isAdjacent: boolean) => number
  /** The number of a move, by its name, for both of its ends. */
  move: (name: string, element: XmlElement) => number
  decision: ChangeDecision
}

export function trackChanges(decision: ChangeDecision): Changes {
  const all: TrackedChange[] = []
  const moves = new Map<string, number>()
  const add = (kind: TrackedChange['kind'], { attributes }: XmlElement) => {
    const { author = '', date } = attributes
    all.push({ kind, author: author.slice(0, 200), ...(date !== undefined && { date: date.slice(0, 40) }) })
    return all.length - 1
  }
  return {
    all,
    decision,
    number: (kind, element, isAdjacent) => {
      const last = all.at(-1)
      const { author = '', date } = element.attributes
      const isSame = last?.kind === kind && last.author === author && last.date === date
      return isAdjacent && isSame ? all.length - 1 : add(kind, element)
    },
    move: (name, element) => {
      const known = moves.get(name)
      if (known !== undefined) return known
      const made = add('move', element)
      moves.set(name, made)
      return made
    },
  }
}

/** Whether something that was changed as a whole (the end of a paragraph, a row) is there. */
export const isThere = ({ inserted, deleted }: Tracked, decision: ChangeDecision): boolean =>
  decision === 'accept' ? deleted === undefined : inserted === undefined

/** Reads the changes of a document in their order; it knows which moves are open. */
export function createChangeReader(changes: Changes) {
  /** By the end of the move and the id of its beginning. */
  const moves = new Map<string, string>()
  const openMove = (end: 'From' | 'To') => [...moves].findLast(([key]) => key.startsWith(end))?.[1]
  return {
    /** The marks at the beginning and the end of what was moved. */
    markMove: ({ name, attributes }: XmlElement): void => {
      const [, end = '', edge] = /^w:move(From|To)Range(Start|End)$/u.exec(name) ?? []
      const { id = '', name: moveName } = attributes
      if (edge === 'Start') moves.set(`${end}${id}`, moveName ?? id)
      else if (edge === 'End') moves.delete(`${end}${id}`)
    },
    /** The change that an element is, as what it does to what is in it. */
    numberOf: (element: XmlElement, isAdjacent: boolean): Tracked => {
      const isIn = element.name === 'w:ins' || element.name === 'w:moveTo'
      const end = element.name === 'w:moveTo' ? 'To' : element.name === 'w:moveFrom' ? 'From' : undefined
      const move = end && openMove(end)
      const number =
        move === undefined
          ? changes.number(isIn ? 'insertion' : 'deletion', element, isAdjacent)
          : changes.move(move, element)
      return isIn ? { inserted: number } : { deleted: number }
    },
  }
}
