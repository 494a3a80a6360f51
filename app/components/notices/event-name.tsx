import { useCallback } from 'react'
import { useMessages } from '#components/ui/language'
import type { MessageKey } from '#i18n/catalogues'

type EventKey = Extract<MessageKey, `event.${string}`>

/** Types of events that people read, and the sentences for them. */
const names: Record<string, EventKey> = {
  'recommendation.drafted': 'event.drafted',
  'recommendation.tabled': 'event.tabled',
  'recommendation.taken-up': 'event.taken-up',
  'recommendation.withdrawn': 'event.withdrawn',
  'recommendation.draft-withdrawn': 'event.given-up',
  'recommendation.listed': 'event.listed',
  'recommendation.invited': 'event.invited',
  'recommendation.left': 'event.left',
  'recommendation.sponsored': 'event.sponsored',
  'recommendation.sponsor-left': 'event.sponsor-left',
  'recommendation.pen-given': 'event.pen-given',
  'recommendation.pen-taken-back': 'event.pen-taken-back',
  'recommendation.moved': 'event.moved',
  'recommendation.tagged': 'event.tagged',
  'recommendation.draft-tagged': 'event.tagged',
  'recommendation.imported': 'event.imported',
  'recommendation.disposed': 'event.disposed',
  'recommendation.disposition-reopened': 'event.disposition-reopened',
  'paragraph.consolidated': 'event.consolidated',
  'paragraph.taken-up': 'event.taken-up',
  'paragraph.agreed': 'event.agreed',
  'paragraph.reopened': 'event.reopened',
  'paragraph.dropped': 'event.dropped',
  'paragraph.adopted': 'event.adopted',
  'recommendation.restored': 'event.restored',
  'recommendation.draft-restored': 'event.restored',
  'amendment.tabled': 'event.amendment-tabled',
  'amendment.accepted': 'event.amendment-accepted',
  'amendment.accepted-in-part': 'event.amendment-accepted-in-part',
  'amendment.rejected': 'event.amendment-rejected',
  'amendment.superseded': 'event.amendment-superseded',
  'amendment.changes-decided': 'event.amendment-changes-decided',
  'amendment.revised': 'event.amendment-revised',
  'amendment.taken-over': 'event.amendment-taken-over',
  'amendment.handed-over': 'event.amendment-handed-over',
  'paragraph.added': 'event.paragraph-added',
  'amendment.withdrawn': 'event.amendment-withdrawn',
  'informal.started': 'event.informal-started',
  'informal.left': 'event.informal-left',
  'informal.dissolved': 'event.informal-dissolved',
  'paragraph.put-under-silence': 'event.put-under-silence',
  'paragraph.silence-broken': 'event.silence-broken',
  'paragraph.silence-ended': 'event.silence-ended',
  'paragraph.silence-concluded': 'event.silence-concluded',
  'position.taken': 'event.position',
  'position.told-to-chair': 'event.position-told-to-chair',
  'position.given-up': 'event.position-given-up',
  'statement.made': 'event.statement',
  'bracket.lifted': 'event.bracket-lifted',
  'bracket.alternative-taken': 'event.bracket-alternative-taken',
  'text.bracketed': 'event.bracketed',
  'text.brackets-lifted': 'event.brackets-lifted',
}

/** Says what happened, in the reader's language. */
export function useEventName(): (type: string) => string {
  const t = useMessages()
  return useCallback((type) => t(names[type] ?? 'event.other'), [t])
}
