import { z } from 'zod'
import { contentLimits } from './content-schema'
import { openingSign, type Block, type DocumentContent, type Inline, type TextRun } from './content'
import { blockLetters, letterLabel, levelOf, type BlockLevel } from './letters'

/** A bracket of a text that never changes again; the delegation that asked for it is named by its code. */
export type FrozenBracket = {
  type: 'bracket'
  /** Pieces with one number are one bracket. */
  number: number
  requestedBy: string
  reason: string
  since?: string
  alternative?: number
  children: FrozenInline[]
}
export type FrozenInline = TextRun | FrozenBracket

/** A block of a text that never changes again. Its letter is part of it: anyone who reads it counts nothing. */
export type FrozenBlock = {
  type: Block['type']
  level?: 1 | 2
  letter?: string
  children: FrozenInline[]
}

/**
 * A text as a list keeps it: with letters, brackets numbered from 1, and delegations by code.
 * @param codeOf the code of a delegation; empty where it is not said in public.
 */
export function freezeBlocks(
  content: DocumentContent,
  codeOf: (delegation: string) => string,
): FrozenBlock[] {
  const letters = blockLetters(content.blocks)
  const numbers = new Map<string, number>()
  let last = 0
  const numberOf = (id: string | undefined) => {
    const known = id === undefined ? undefined : numbers.get(id)
    if (known !== undefined) return known
    last += 1
    if (id !== undefined) numbers.set(id, last)
    return last
  }
  const frozen = (inline: Inline): FrozenInline => {
    if (inline.type === 'text') return inline
    const { id, requestedBy, reason, since, alternative, children } = inline
    return {
      type: 'bracket',
      number: numberOf(id),
      requestedBy: requestedBy === '' ? '' : codeOf(requestedBy),
      reason,
      ...(since !== undefined && { since }),
      ...(alternative !== undefined && { alternative }),
      children: children.map(frozen),
    }
  }
  return content.blocks.map((block, index) => {
    const letter = letters[index]
    return {
      type: block.type,
      ...(block.type === 'sub-item' && { level: levelOf(block) === 2 ? (2 as const) : (1 as const) }),
      ...(letter !== undefined && { letter }),
      children: block.children.map(frozen),
    }
  })
}

const run = z.object({
  type: z.literal('text'),
  text: z.string().max(contentLimits.letters),
  bold: z.literal(true).exactOptional(),
  italic: z.literal(true).exactOptional(),
  underline: z.literal(true).exactOptional(),
})
const bracket = z.object({
  type: z.literal('bracket'),
  number: z.int().positive(),
  requestedBy: z.string(),
  reason: z.string(),
  since: z.string().exactOptional(),
  alternative: z.int().positive().exactOptional(),
  children: z.lazy(() => z.array(inline)),
})
const inline: z.ZodType<FrozenInline> = z.union([run, bracket])

export const frozenBlocksSchema: z.ZodType<FrozenBlock[]> = z.array(
  z.object({
    type: z.enum(['paragraph', 'sub-item']),
    level: z.union([z.literal(1), z.literal(2)]).exactOptional(),
    letter: z.string().exactOptional(),
    children: z.array(inline),
  }),
)

/** The runs of a block as they are written out: brackets as the signs that people see. */
export function writtenRuns(inlines: readonly FrozenInline[]): TextRun[] {
  const runs: TextRun[] = []
  const add = (more: TextRun) => {
    const before = runs.at(-1)
    if (more.text === '') return
    const isSame =
      before?.bold === more.bold && before?.italic === more.italic && before?.underline === more.underline
    if (before && isSame) runs[runs.length - 1] = { ...before, text: before.text + more.text }
    else runs.push(more)
  }
  for (const item of inlines) {
    if (item.type === 'text') add(item)
    else {
      add({ type: 'text', text: openingSign(item) })
      for (const within of writtenRuns(item.children)) add(within)
      add({ type: 'text', text: ']' })
    }
  }
  return runs
}

/** A block of a publication: how deep it stands, its letter, and what it says. */
export type WrittenBlock = { level: BlockLevel; letter: string | undefined; runs: TextRun[] }

export const writtenBlocks = (blocks: readonly FrozenBlock[]): WrittenBlock[] =>
  blocks.map((block) => ({
    level: levelOf(block),
    letter: block.letter,
    runs: writtenRuns(block.children),
  }))

/** A text in lines, as a reader without any formatting sees it: sub-items with their letters. */
export const writtenLines = (blocks: readonly FrozenBlock[]): string[] =>
  writtenBlocks(blocks).map(({ level, letter, runs }) => {
    const words = runs.map(({ text }) => text).join('')
    return letter === undefined ? words : `${'    '.repeat(level)}${letterLabel(letter)} ${words}`
  })

/** The words alone, a line a block, as versions keep them for searching. */
export const frozenText = (blocks: readonly FrozenBlock[]): string =>
  writtenBlocks(blocks)
    .map(({ runs }) => runs.map(({ text }) => text).join(''))
    .join('\n')
