import { expect, test } from 'vitest'
import type { Db } from '#db/client'
import { listDocumentUpdates } from '#db/queries/documents'
import type { RecommendationId } from '#domain/ids'
import { plainText } from '#domain/text/content'
import { giveThePen } from '#server/commands/recommendations/give-pen'
import { inviteDelegation } from '#server/commands/recommendations/invite'
import { restoreText } from '#server/commands/recommendations/restore-text'
import { tableRecommendation } from '#server/commands/recommendations/table'
import { readWhoWrote } from '#server/texts/who-wrote'
import { readAuthorship } from '#server/views/authorship'
import { readHistory } from '#server/views/history'
import { onEachEngine } from '../engines'
import { aDelegate, aDraft, aRapporteur, getRecommendation, write, type Person } from '../factories'

const nothingChosen = { at: undefined, from: undefined, authors: false }

async function historyOf(
  db: Db,
  actor: Person,
  id: RecommendationId,
  choice: Partial<Parameters<typeof readHistory>[3]> = {},
) {
  const history = await readHistory(db, actor, await getRecommendation(db, id), {
    ...nothingChosen,
    ...choice,
  })
  if (!history) throw new Error('There is no history.')
  return history
}

const textOf = (lines: { parts: { kind: string; text: string }[] }[]) =>
  lines
    .map(({ parts }) => parts.flatMap(({ kind, text }) => (kind === 'removed' ? [] : [text])).join(''))
    .join('')

/** Brazil and a friend draft, it is tabled, and the Rapporteur rewrites it. */
async function aTextWithALife(db: Db) {
  const [friend, rapporteur] = [await aDelegate(db), await aRapporteur(db)]
  const { id, by } = await aDraft(db, { text: 'States should share.' })
  if (friend.delegation) await inviteDelegation(db, by, { recommendation: id, delegation: friend.delegation })
  const draft = await getRecommendation(db, id)
  await write(db, draft.document, friend, 'States should share evidence quickly.')
  await tableRecommendation(db, by, { recommendation: id })
  const { document } = await getRecommendation(db, id)
  await write(db, document, rapporteur, 'Everything is different now.')
  return { id, document, by, friend, rapporteur }
}

onEachEngine('the history of a text', (newDatabase) => {
  test('every moment is shown with who wrote and what happened, and can be compared with any other', async () => {
    const db = await newDatabase()
    const { id, by } = await aTextWithALife(db)
    const whole = await historyOf(db, by, id)
    expect(whole.moments.flatMap((moment) => moment.events.map((event) => event.sentence))).toEqual([
      'drafted',
      'invited',
      'tabled',
    ])
    expect(textOf(whole.lines)).toBe('Everything is different now.')
    const tabled = whole.moments.find((moment) => moment.events.some((event) => event.sentence === 'tabled'))
    const then = await historyOf(db, by, id, { at: tabled?.id ?? 0 })
    expect(textOf(then.lines)).toBe('States should share evidence quickly.')
    expect(then.version).toMatchObject({ number: 1, matches: true })
    const [, beginning] = whole.moments
    const compared = await historyOf(db, by, id, { at: tabled?.id ?? 0, from: beginning?.id })
    expect(compared.lines[0]?.parts.map(({ kind, text }) => [kind, text.trim()])).toEqual([
      ['kept', 'States should share'],
      ['added', 'evidence quickly'],
      ['kept', '.'],
    ])
    const authors = (await historyOf(db, by, id, { at: tabled?.id ?? 0, authors: true })).authorship?.authors
    expect(authors?.map(({ characters }) => characters)).toEqual([20, 17])
  })

  test('what was written before it was tabled stays with those who wrote it', async () => {
    const db = await newDatabase()
    const { id, friend } = await aTextWithALife(db)
    const stranger = await aDelegate(db)
    const [theirs, ours] = [await historyOf(db, stranger, id), await historyOf(db, friend, id)]
    expect(theirs.moments.length).toBeLessThan(ours.moments.length)
    const [earliest] = theirs.moments
    const seen = await historyOf(db, stranger, id, { at: earliest?.id, authors: true })
    expect(textOf(seen.lines)).toBe('States should share evidence quickly.')
    // Also not by guessing its number, neither to look at nor to restore.
    const hidden = ours.moments[0]?.id ?? 0
    expect((await historyOf(db, stranger, id, { at: hidden })).at).toBe(theirs.moments.at(-1)?.id)
    expect((await historyOf(db, stranger, id, { from: hidden })).from).not.toBe(hidden)
    const rapporteur = await aRapporteur(db)
    const seenBy = await historyOf(db, rapporteur, id)
    const attempt = { recommendation: id, entry: hidden, seen: seenBy.restoring?.seen ?? seenBy.at }
    expect(await restoreText(db, rapporteur, attempt)).toMatchObject({ ok: false, refusal: 'not-found' })
  })

  test('an earlier text is restored as a new edit, its words still their authors’', async () => {
    const db = await newDatabase()
    const { id, document, by, rapporteur } = await aTextWithALife(db)
    const history = await historyOf(db, by, id)
    const entry = history.moments.at(-2)?.id ?? 0
    const shown = await historyOf(db, rapporteur, id, { at: entry })
    const seen = shown.restoring?.seen ?? 0
    const before = await readAuthorship(db, await getRecommendation(db, id), entry)
    const length = (await listDocumentUpdates(db, document)).length
    // Who does not hold the pen cannot, and is not offered it.
    expect((await historyOf(db, by, id, { at: entry })).restoring).toBeUndefined()
    expect(await restoreText(db, by, { recommendation: id, entry, seen })).toMatchObject({
      refusal: 'not-permitted',
    })
    expect(await restoreText(db, rapporteur, { recommendation: id, entry, seen })).toEqual({ ok: true })
    expect(await readAuthorship(db, await getRecommendation(db, id))).toEqual(before)
    expect((await listDocumentUpdates(db, document)).length).toBe(length + 1)
    expect((await getRecommendation(db, id)).text).toBe('States should share evidence quickly.')
    const after = await historyOf(db, rapporteur, id)
    expect(after.moments.at(-1)?.events.map((event) => event.sentence)).toEqual(['restored'])
  })

  test('what somebody wrote meanwhile is not overwritten unseen', async () => {
    const db = await newDatabase()
    const { id, document, by, rapporteur } = await aTextWithALife(db)
    const { moments } = await historyOf(db, by, id)
    const entry = moments.at(-2)?.id ?? 0
    const { restoring } = await historyOf(db, rapporteur, id, { at: entry })
    if (by.delegation) await giveThePen(db, rapporteur, { recommendation: id, delegation: by.delegation })
    await write(db, document, by, 'Everything is different now, and more.')
    const input = { recommendation: id, entry, seen: restoring?.seen ?? 0 }
    expect(await restoreText(db, rapporteur, input)).toMatchObject({ refusal: 'preview-outdated' })
    const { blocks } = await readWhoWrote(db, document)
    expect(plainText({ blocks })).toBe('Everything is different now, and more.')
  })
})
