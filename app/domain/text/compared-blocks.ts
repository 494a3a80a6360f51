import type { Block } from './content'
import type { DiffLine } from './diff-lines'

/** Words that stay, words that an amendment deletes, and words that it inserts; the latter two with who proposes it. */
export type ComparedRun =
  | { type: 'text'; text: string }
  | { type: 'insertion' | 'deletion'; text: string; authors: readonly string[] }

/** A block of an amendment as it reads over its base: a removed block is still there, with its words deleted. */
export type ComparedBlock = {
  type: Block['type']
  level?: 1 | 2
  letter?: string
  children: ComparedRun[]
}

const typeOf = { kept: 'text', removed: 'deletion', added: 'insertion' } as const

/** @param authors codes of the delegations whose amendment it is. */
export const comparedBlocks = (lines: readonly DiffLine[], authors: readonly string[]): ComparedBlock[] =>
  lines.map(({ block, level, letter, parts }) => ({
    type: block,
    ...(block === 'sub-item' && { level: level ?? 1 }),
    ...(letter !== undefined && { letter }),
    children: parts.map(({ kind, text }): ComparedRun => {
      const type = typeOf[kind]
      return type === 'text' ? { type, text } : { type, text, authors }
    }),
  }))
