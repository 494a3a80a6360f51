import { expect, test } from 'vitest'
import type { Db } from '#db/client'
import { findAmendment } from '#db/queries/amendments'
import { listLastUpdateIds } from '#db/queries/documents'
import { countUnreadNotices } from '#db/queries/notices'
import { setRecommendationText } from '#db/queries/recommendations'
import type { RecommendationId } from '#domain/ids'
import type { DocumentContent, Inline } from '#domain/text/content'
import { amendRecommendation } from '#server/commands/amendments/draft'
import { inviteToAmendment } from '#server/commands/amendments/invite'
import { rejectAmendment } from '#server/commands/amendments/reject'
import { tableAmendment } from '#server/commands/amendments/table'
import { giveThePen } from '#server/commands/recommendations/give-pen'
import { inviteDelegation } from '#server/commands/recommendations/invite'
import { lookAtText } from '#server/commands/recommendations/look-at-text'
import { takeThePen } from '#server/commands/recommendations/take-pen'
import { writeNotices } from '#server/mail/write-notices'
import { countWaiting, readToday } from '#server/views/today'
import { readUndecided } from '#server/views/undecided'
import { onEachEngine } from '#tests/engines'
import {
  aDelegate,
  aDraft,
  aMeeting,
  aRapporteur,
  aTabledRecommendation,
  getRecommendation,
  write,
} from '#tests/factories'
import type { Person } from '../factories'

const now = () => new Date()

/** Reads a text as far as it is written. */
async function look(db: Db, reader: Person, id: RecommendationId) {
  const { document } = await getRecommendation(db, id)
  const position = (await listLastUpdateIds(db, [document])).get(document) ?? 0
  return lookAtText(db, reader, { recommendation: id, position })
}

async function anAmendment(db: Db, id: RecommendationId, by: Person, text: string) {
  const made = await amendRecommendation(db, by, { recommendation: id })
  if (!made.ok) throw new Error(made.refusal)
  const fork = await findAmendment(db, made.amendment)
  if (!fork) throw new Error('The amendment is gone.')
  await write(db, fork.document, by, text)
  return made.amendment
}

function delegationOf(person: Person) {
  if (!person.delegation) throw new Error('Only delegates have delegations.')
  return person.delegation
}

onEachEngine('what needs somebody', (newDatabase) => {
  test('a text that changed since it was read is shown with its difference, until it is read again', async () => {
    const db = await newDatabase()
    const [reader, rapporteur] = [await aDelegate(db), await aRapporteur(db)]
    const { id } = await aTabledRecommendation(db, { text: 'States should share evidence promptly.' })
    const { document } = await getRecommendation(db, id)
    expect(await look(db, reader, id)).toEqual({ ok: true })
    expect((await readToday(db, reader, now())).changed).toEqual([])
    await write(db, document, rapporteur, 'States should share electronic evidence promptly.')
    const [changed] = (await readToday(db, reader, now())).changed
    expect(changed?.lines?.flatMap((line) => line.parts).filter((part) => part.kind !== 'kept')).toEqual([
      expect.objectContaining({ kind: 'added', text: expect.stringContaining('electronic') }),
    ])
    expect(await countWaiting(db, reader)).toBe(1)
    // Who wrote it knows what changed; who never read it is not told of a change.
    await look(db, rapporteur, id)
    await write(db, document, rapporteur, 'States should share all electronic evidence promptly.')
    expect((await readToday(db, rapporteur, now())).changed).toEqual([])
    expect((await readToday(db, await aDelegate(db), now())).changed).toEqual([])
    expect(await look(db, reader, id)).toEqual({ ok: true })
    expect(await countWaiting(db, reader)).toBe(0)
  })

  test('nobody reads ahead of what is written, backwards, or what they may not see', async () => {
    const db = await newDatabase()
    const [reader, rapporteur] = [await aDelegate(db), await aRapporteur(db)]
    const { id } = await aTabledRecommendation(db)
    const { document } = await getRecommendation(db, id)
    await lookAtText(db, reader, { recommendation: id, position: Number.MAX_SAFE_INTEGER })
    await lookAtText(db, reader, { recommendation: id, position: 0 })
    expect((await readToday(db, reader, now())).changed).toEqual([])
    await write(db, document, rapporteur, 'Another text.')
    expect((await readToday(db, reader, now())).changed).toHaveLength(1)
    const draft = await aDraft(db)
    expect(await lookAtText(db, reader, { recommendation: draft.id, position: 1 })).toEqual({
      ok: false,
      refusal: 'not-found',
    })
  })

  test('drafts, invitations and amendments stand with those whom they concern, and with nobody else', async () => {
    const db = await newDatabase()
    const place = await aMeeting(db)
    const [kenya, brazil, japan] = [await aDelegate(db), await aDelegate(db), await aDelegate(db)]
    const draft = await aDraft(db, { by: kenya, place })
    await inviteDelegation(db, kenya, { recommendation: draft.id, delegation: delegationOf(brazil) })
    const { id } = await aTabledRecommendation(db, { by: kenya, place })
    const amendment = await anAmendment(db, id, brazil, 'States shall share evidence without delay.')
    await inviteToAmendment(db, brazil, { amendment, delegation: delegationOf(japan) })
    const [ofKenya, ofBrazil, ofJapan] = await Promise.all(
      [kenya, brazil, japan].map((person) => readToday(db, person, now())),
    )
    expect(ofKenya?.drafts.map((entry) => entry.id)).toEqual([draft.id])
    expect(ofBrazil?.invitations.map((invitation) => invitation.id)).toEqual([draft.id])
    expect(ofBrazil?.amendmentDrafts.map((amendmentDraft) => amendmentDraft.id)).toEqual([amendment])
    expect(ofJapan?.amendmentInvitations.map((amendmentInvitation) => amendmentInvitation.id)).toEqual([
      amendment,
    ])
    // A draft amendment is no business of those whose text it would change.
    expect(ofKenya?.amendmentsToOurs).toEqual([])
    expect(ofJapan?.drafts).toEqual([])

    await tableAmendment(db, brazil, { amendment, rationale: 'It is urgent.' })
    expect(
      (await readToday(db, kenya, now())).amendmentsToOurs.map((amendmentsToOur) => amendmentsToOur.id),
    ).toEqual([amendment])
    const rapporteur = await aRapporteur(db)
    const waiting = await readToday(db, rapporteur, now())
    expect(waiting.toDecide.map((entry) => entry.id)).toEqual([id])
    expect(waiting.notTakenUp.map((entry) => entry.id)).toEqual([id])
    await rejectAmendment(db, rapporteur, { amendment, reason: 'It was decided yesterday.' })
    expect((await readToday(db, kenya, now())).amendmentsToOurs).toEqual([])
    expect((await readToday(db, brazil, now())).replies).toMatchObject([
      { id: amendment, status: 'rejected', reason: 'It was decided yesterday.' },
    ])
  })

  test('what is not agreed is counted by topic, without anybody’s drafts', async () => {
    const db = await newDatabase()
    const place = await aMeeting(db)
    const [kenya, brazil] = [await aDelegate(db), await aDelegate(db)]
    await aDraft(db, { by: kenya, place })
    const { id } = await aTabledRecommendation(db, { by: kenya, place })
    const amendment = await anAmendment(db, id, brazil, 'States shall share evidence.')
    await tableAmendment(db, brazil, { amendment, rationale: '' })
    const [meeting] = await readUndecided(db, brazil)
    expect(meeting).toMatchObject({
      open: 1,
      agreed: 0,
      topics: [{ id: place.topic, open: [{ id, amendments: 1, brackets: 0 }] }],
    })
  })

  test('brackets are what stands in brackets, not a sign that somebody typed', async () => {
    const db = await newDatabase()
    const rapporteur = await aRapporteur(db)
    const place = await aMeeting(db)
    const [typed, bracketed] = [
      await aTabledRecommendation(db, { place, text: 'See [footnote] and a[1].' }),
      await aTabledRecommendation(db, { place, text: 'States should share.' }),
    ]
    const words = (text: string): Inline => ({ type: 'text', text })
    const bracket = (children: Inline[]): Inline => ({
      type: 'bracket',
      requestedBy: '',
      reason: '',
      children,
    })
    const content: DocumentContent = {
      blocks: [
        {
          type: 'paragraph',
          children: [words('States '), bracket([words('shall '), bracket([words('not')])])],
        },
      ],
    }
    await setRecommendationText(db, bracketed.id, content, now())
    const today = await readToday(db, rapporteur, now())
    expect(today.bracketed).toMatchObject([{ id: bracketed.id, brackets: 2 }])
    const [meeting] = await readUndecided(db, rapporteur)
    const open = meeting?.topics.flatMap((topic) => topic.open.map((entry) => [entry.id, entry.brackets]))
    expect(open).toEqual([
      [typed.id, 0],
      [bracketed.id, 2],
    ])
  })

  test('who opens a text has read the notices about it', async () => {
    const db = await newDatabase()
    const [kenya, rapporteur] = [await aDelegate(db), await aRapporteur(db)]
    const { id } = await aTabledRecommendation(db)
    const pen = { recommendation: id, delegation: delegationOf(kenya) }
    expect(await giveThePen(db, rapporteur, pen)).toEqual({ ok: true })
    expect(await takeThePen(db, rapporteur, pen)).toEqual({ ok: true })
    await writeNotices(db, undefined)
    expect(await countUnreadNotices(db, kenya.participant)).toBe(2)
    await look(db, kenya, id)
    expect(await countUnreadNotices(db, kenya.participant)).toBe(0)
  })
})
