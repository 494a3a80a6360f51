import type { TextFormatType } from 'lexical'
import type { Emphasis } from '../shape'

/** Emphasis that a text may have, by the editor's names. */
export const emphasisNames = ['bold', 'italic', 'underline'] as const
export type EmphasisName = (typeof emphasisNames)[number]

const byName: Record<EmphasisName, Emphasis> = { bold: 'b', italic: 'i', underline: 'u' }

export function emphasisNamed(name: TextFormatType): Emphasis | undefined {
  const known = emphasisNames.find((value) => value === name)
  return known && byName[known]
}
