import { AlignmentType, LevelFormat, type ILevelsOptions, type INumberingOptions } from 'docx'
import { letters } from '#domain/lists/labels'
import type { BlockLevel } from '#domain/text/letters'

type Config = INumberingOptions['config'][number]
export type NumberedAs = { reference: string; level: number; instance: number }

/** Where the text of an item begins, and how much further each level of sub-items, in twentieths of a point. */
export const labelWidth = 900
const levelWidth = 560

/**
 * The numbering of a Word file. Labels and letters are real numbers of lists, which Word can refer to; what each
 * says is what the publication says, and a list is begun anew wherever Word would count otherwise.
 */
export class WordNumbering {
  readonly config: Config[] = []
  #label: { reference: string; next: string | undefined } | undefined
  #subItems: { reference: string; instance: number } | undefined
  #groups = new Map<string, number>()

  /** The number of an item's first block. */
  label(label: string, isRightToLeft: boolean): NumberedAs {
    this.#subItems = undefined
    const side = isRightToLeft ? 'rtl' : 'ltr'
    const known = this.#label
    if (known?.next === `${side} ${label}`) {
      this.#label = { ...known, next: after(label, side) }
      return { reference: known.reference, level: 0, instance: 0 }
    }
    const reference = `label-${String(this.config.length)}`
    this.config.push({ reference, levels: [labelLevel(label, isRightToLeft)] })
    this.#label = { reference, next: after(label, side) }
    return { reference, level: 0, instance: 0 }
  }

  /** A paragraph without a number: sub-items behind it are lettered from the beginning. */
  paragraph(): void {
    this.#subItems = undefined
  }

  subItem(level: Exclude<BlockLevel, 0>): NumberedAs {
    if (!this.#subItems) {
      // Word counts the second level on from the last list of the same form: one that begins with it has its own.
      const reference = level === 2 ? `sub-items-${String(this.config.length)}` : 'sub-items'
      if (!this.#groups.has(reference)) this.config.push({ reference, levels: subItemLevels })
      const instance = this.#groups.get(reference) ?? 0
      this.#groups.set(reference, instance + 1)
      this.#subItems = { reference, instance }
    }
    return { ...this.#subItems, level: level - 1 }
  }
}

const lettered = /^(\d+) \(([a-z])\2*\)$/u

/** The index of a label's letters, from 0: of `aa` 26. */
function indexIn(label: string): number | undefined {
  const found = lettered.exec(label)
  const first = found?.[2]
  if (first === undefined) return undefined
  const length = label.length - (found?.[1]?.length ?? 0) - 3
  return (length - 1) * 26 + first.charCodeAt(0) - 'a'.charCodeAt(0)
}

const paragraphOf = (label: string) => lettered.exec(label)?.[1] ?? ''

/** The label that Word would give to the next item of the same list. */
function after(label: string, side: string): string | undefined {
  const index = indexIn(label)
  if (index !== undefined) return `${side} ${paragraphOf(label)} (${letters(index + 1)})`
  return /^\d+$/u.test(label) ? `${side} ${String(Number(label) + 1)}` : undefined
}

// A label reads from left to right in every language: without the marks `5 (a)` would turn over.
const marked = (text: string, isRightToLeft: boolean) => (isRightToLeft ? `\u200E${text}\u200E` : text)

function labelLevel(label: string, isRightToLeft: boolean): ILevelsOptions {
  const index = indexIn(label)
  const number = /^[1-9]\d*$/u.test(label) ? Number(label) : undefined
  const common = {
    level: 0,
    alignment: AlignmentType.START,
    style: { paragraph: { indent: { start: labelWidth, hanging: labelWidth } } },
  }
  if (index !== undefined) {
    const text = marked(`${paragraphOf(label)} (%1)`, isRightToLeft)
    return { ...common, format: LevelFormat.LOWER_LETTER, text, start: index + 1 }
  }
  if (number !== undefined)
    return { ...common, format: LevelFormat.DECIMAL, text: marked('%1', isRightToLeft), start: number }
  return { ...common, format: LevelFormat.NONE, text: marked(label.replaceAll('%', '%%'), isRightToLeft) }
}

const subItemLevels: ILevelsOptions[] = [
  {
    level: 0,
    format: LevelFormat.LOWER_LETTER,
    text: '(%1)',
    alignment: AlignmentType.START,
    style: { paragraph: { indent: { start: labelWidth + levelWidth, hanging: levelWidth } } },
  },
  {
    level: 1,
    format: LevelFormat.LOWER_ROMAN,
    text: '(%2)',
    alignment: AlignmentType.START,
    style: { paragraph: { indent: { start: labelWidth + 2 * levelWidth, hanging: levelWidth } } },
  },
]
