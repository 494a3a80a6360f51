import { writtenLines } from '#domain/text/frozen-text'
import { likelyLanguage } from '#domain/text/likely-language'
import {
  delegationName,
  proposersLine,
  type ExportedItem,
  type ExportedList,
  type Said,
} from './exported-list'
import { exportWords } from './words'

/** A line in small print beside an item; `opens` begins something, such as a statement. */
export type Note = Said & { weight: 'opens' | 'goes-on' }

/** What a file says beside an item: who proposed it and, where that was asked for, what was recorded with it. */
export function notesOf(list: ExportedList, item: ExportedItem): Note[] {
  const { language } = list
  const words = exportWords[language]
  const proposers = proposersLine(list, item)
  const notes: Note[] = proposers ? [{ ...proposers, weight: 'goes-on' }] : []
  const recorded = list.recorded?.get(item.label)
  for (const { delegation, kind, language: own, blocks } of recorded?.statements ?? []) {
    const by = `${words.statement[kind]} – ${delegationName(list, delegation)}`
    notes.push({ text: by, language, weight: 'opens' })
    for (const line of writtenLines(blocks)) notes.push({ text: line, language: own, weight: 'goes-on' })
  }
  const positions = recorded?.positions ?? []
  if (positions.length > 0) notes.push({ text: words.positions, language, weight: 'opens' })
  for (const { delegation, stance, reason } of positions) {
    const text = `${delegationName(list, delegation)} – ${words.stance[stance]}`
    notes.push({ text, language, weight: 'goes-on' })
    if (reason) notes.push({ text: reason, language: likelyLanguage(reason, language), weight: 'goes-on' })
  }
  for (const { proposers, changes, language: own } of recorded?.amendments ?? []) {
    const by = proposers.map((code) => delegationName(list, code)).join(', ')
    notes.push({ text: `${words.amendment} – ${by}`, language, weight: 'opens' })
    for (const change of changes) {
      notes.push({ text: changeLine(change), language: own, weight: 'goes-on' })
      const outcome = words.outcome[change.outcome ?? 'open']
      const text = change.reason ? `${outcome} – ${change.reason}` : outcome
      notes.push({ text, language, weight: 'goes-on' })
    }
  }
  return notes
}

/** The words that go and those that come: `[– shall] [+ should]`. */
export const changeLine = ({ removed, added }: { removed: string; added: string }): string =>
  [
    ...(removed.trim() === '' ? [] : [`[– ${removed.trim()}]`]),
    ...(added.trim() === '' ? [] : [`[+ ${added.trim()}]`]),
  ].join(' ') || '[¶]'
