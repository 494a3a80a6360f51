import { expect, test } from 'vitest'
import type { DelegationId, ParticipantId } from '#domain/ids'
import type { LocalActor, Role } from '#domain/people/participants'
import { aLiveDocument, anEdit, partsOf, unitAt } from '#tests/updates'
import type { TextEdit } from '#editor/writing'
import type { LiveDocument } from '#server/collab/live-document'
import { keepsBrackets } from './brackets'
import { emptiesBracket } from './emptied-brackets'
import { judgeGrammar } from './grammar'

const actor = (role: Role, delegation?: string): LocalActor => ({
  kind: 'member',
  participant: 'p' as ParticipantId,
  role,
  delegation: delegation as DelegationId | undefined,
  kindOfDelegation: delegation === undefined ? undefined : 'member-state',
})
const people = {
  kenya: actor('delegate', 'kenya'),
  brazil: actor('delegate', 'brazil'),
  chair: actor('chair'),
  rapporteur: actor('rapporteur'),
}
type Who = keyof typeof people

/** `States [should share] evidence.`, the brackets asked for by Kenya. */
function aBracketed(): LiveDocument {
  const document = aLiveDocument('States should share evidence.')
  document.apply(
    anEdit(
      document,
      (edit) => void edit.putBracket(unitAt(document, 7), unitAt(document, 18), { r: 'kenya', w: 'capital' }),
      202,
    ),
  )
  return document
}

const bracketIn = (document: LiveDocument) => {
  const [bracket] = document.reading.brackets.values()
  if (!bracket) throw new Error('There is a bracket.')
  return bracket
}

function isTaken(
  document: LiveDocument,
  who: Who,
  work: (edit: TextEdit) => void,
  inOwnDraft = false,
): boolean {
  const update = anEdit(document, work)
  const parts = partsOf(document, update)
  const judgement = judgeGrammar(parts, document)
  if ('fault' in judgement) throw new Error(judgement.fault)
  const sender = { as: people[who], inOwnDraft }
  return keepsBrackets(judgement.effects, sender) && !emptiesBracket(parts, document, sender)
}

test.each([
  ['kenya', true],
  ['chair', true],
  ['brazil', false],
  ['rapporteur', false],
] as const)('brackets of Kenya are lifted by %s: %s', (who, expected) => {
  const document = aBracketed()
  const lift = (edit: TextEdit) => void edit.liftBracket(bracketIn(document).id)
  expect(isTaken(document, who, lift)).toBe(expected)
  // In a draft of one's own, everything is one's own.
  expect(isTaken(document, who, lift, true)).toBe(true)
})

test('half a bracket is not deleted by others either', () => {
  const document = aBracketed()
  const { opening, closing } = bracketIn(document)
  for (const half of [opening, closing]) {
    expect(isTaken(document, 'brazil', (edit) => edit.delete({ ...half, length: 1 }))).toBe(false)
    expect(isTaken(document, 'kenya', (edit) => edit.delete({ ...half, length: 1 }))).toBe(true)
  }
})

test('nobody puts a bracket in another’s name', () => {
  const document = aLiveDocument()
  const put = (r: string) => (edit: TextEdit) =>
    void edit.putBracket(unitAt(document, 0), unitAt(document, 5), { r, w: '' })
  expect(isTaken(document, 'brazil', put('brazil'))).toBe(true)
  expect(isTaken(document, 'brazil', put('kenya'))).toBe(false)
  expect(isTaken(document, 'brazil', put(''))).toBe(false)
  expect(isTaken(document, 'rapporteur', put(''))).toBe(true)
})

test('words in a bracket may change, but nobody else empties it', () => {
  const document = aBracketed()
  const range = (from: number, length: number) => {
    const { client, clock } = unitAt(document, from)
    return { client, clock, length }
  }
  // The opening is a unit of its own.
  const all = range(8, 12)
  expect(isTaken(document, 'brazil', (edit) => edit.delete(range(8, 7)))).toBe(true)
  expect(isTaken(document, 'brazil', (edit) => edit.delete(all))).toBe(false)
  expect(isTaken(document, 'kenya', (edit) => edit.delete(all))).toBe(true)
  const replaced = (edit: TextEdit) => {
    edit.delete(all)
    edit.insertLetters(
      { left: { client: all.client, clock: all.clock + 11 }, brackets: [bracketIn(document).id] },
      'must share',
    )
  }
  expect(isTaken(document, 'brazil', replaced)).toBe(true)
  // Deleted inside and typed again outside.
  const movedOut = (edit: TextEdit) => {
    edit.delete(all)
    edit.insertLetters({ left: unitAt(document, 5), brackets: [] }, 'should share')
  }
  expect(isTaken(document, 'brazil', movedOut)).toBe(false)
})

test('whoever lifted a bracket may bring it back; others may not', () => {
  const document = aBracketed()
  const { id, opening, closing } = bracketIn(document)
  document.apply(anEdit(document, (edit) => void edit.liftBracket(id), 202))
  expect(document.reading.brackets.size).toBe(0)
  const restore = (edit: TextEdit) => {
    for (const mark of [opening, closing]) edit.revive({ ...mark, length: 1 })
  }
  expect(isTaken(document, 'chair', restore)).toBe(true)
  expect(isTaken(document, 'kenya', restore)).toBe(true)
  expect(isTaken(document, 'brazil', restore)).toBe(false)
})
