import { expect, test, vi } from 'vitest'
import type { Db } from '#db/client'
import { loadDocument } from '#db/queries/documents'
import { listEvents } from '#db/queries/events'
import { listNotices } from '#db/queries/notices'
import { setRecommendationText } from '#db/queries/recommendations'
import type { DelegationId, DocumentId } from '#domain/ids'
import {
  plainText,
  type Bracket,
  type BracketFacts,
  type DocumentContent,
  type Inline,
} from '#domain/text/content'
import { openingOf, readContent } from '#editor/authored'
import { readText, type Reading } from '#editor/reading'
import type { ItemId } from '#editor/shape'
import { TextHistory } from '#editor/undo'
import type { TextEdit } from '#editor/writing'
import { liftBracketInText } from '#server/commands/brackets/lift'
import { agreeParagraph } from '#server/commands/paragraphs/agree'
import { giveThePen } from '#server/commands/recommendations/give-pen'
import { tableRecommendation } from '#server/commands/recommendations/table'
import { putUnderSilence } from '#server/commands/silences/begin'
import { writeNotices } from '#server/mail/write-notices'
import { readAuthorship } from '#server/views/authorship'
import type { CollaborationClient } from '../collaboration-client'
import { onEachEngine } from '../engines'
import {
  aChair,
  aDelegate,
  aRapporteur,
  aSecretary,
  aTabledRecommendation,
  getRecommendation,
  paragraphs,
  theGroup,
  write,
  type Person,
} from '../factories'
import { aSampleServer, aSharedDraft, open, patient, person, until } from '../live-server'
import type { ServerProcess } from '../server-process'

const since = '2026-04-07T16:00:00.000Z'

/** Brazil and Kenya hold the pen of a tabled text; `as` opens it for somebody, as often as one likes. */
async function aTextOfTwoPens(server: ServerProcess, db: Db, words: string) {
  const { id, brazil, kenya } = await aSharedDraft(db, words)
  await tableRecommendation(db, brazil, { recommendation: id })
  // What is tabled begins a document of its own.
  const { document } = await getRecommendation(db, id)
  const rapporteur = await person(db, 'rapporteur')
  for (const { delegation } of [brazil, kenya])
    if (delegation) await giveThePen(db, rapporteur, { recommendation: id, delegation })
  return {
    id,
    document,
    brazil,
    kenya,
    rapporteur,
    as: (who: Person) => open(server, who, document),
    stored: () => storedContent(db, document).then(plainText),
  }
}

async function storedContent(db: Db, document: DocumentId) {
  const { doc } = await loadDocument(db, document)
  const content = readContent(doc)
  doc.destroy()
  return content
}

const delegationOf = ({ delegation }: Person): DelegationId => {
  if (!delegation) throw new Error('A delegate is expected.')
  return delegation
}

/** The letters of the text with their ids; a block's end reads as a line break. */
const lettersOf = (reading: Reading) =>
  reading.blocks.flatMap(({ runs, marker }) => [
    ...runs.flatMap(({ client, clock, text }) =>
      text.split('').map((letter, index) => ({ letter, id: { client, clock: clock + index } })),
    ),
    ...(marker ? [{ letter: '\n', id: marker }] : []),
  ])

/** The ids of the letters of some words. */
function idsOf(edit: TextEdit, words: string): [ItemId, ...ItemId[]] {
  const letters = lettersOf(edit.reading)
  const at = letters
    .map(({ letter }) => letter)
    .join('')
    .indexOf(words)
  const [first, ...rest] = letters.slice(at, at + words.length).map(({ id }) => id)
  if (at < 0 || !first) throw new Error(`Nobody wrote ${words}.`)
  return [first, ...rest]
}

const put = (client: CollaborationClient, words: string, facts: BracketFacts) =>
  client.edit((edit) => {
    const ids = idsOf(edit, words)
    edit.putBracket(ids[0], ids.at(-1) ?? ids[0], openingOf(facts))
  })

/** Lifts the first bracket: the words stay, what was around them goes. */
const lift = (client: CollaborationClient) =>
  client.edit((edit) => {
    const [id] = edit.reading.brackets.keys()
    if (id === undefined) throw new Error('There is no bracket.')
    edit.liftBracket(id)
  })

const erase = (client: CollaborationClient, words: string) =>
  client.edit((edit) => {
    for (const id of idsOf(edit, words)) edit.delete({ ...id, length: 1 })
  })

/** Each edit is a step of its own. */
function historyOf(client: CollaborationClient): TextHistory {
  let step = 0
  return new TextHistory(client.doc, { base: client.base, origin: client }, () => (step += 1_000))
}

const refused = (client: CollaborationClient) => until(() => client.said.refused !== undefined)
const settled = async (client: CollaborationClient, edits: number) => {
  await until(() => client.said.acknowledged > edits || client.said.refused !== undefined)
  expect(client.said.refused).toBeUndefined()
}

onEachEngine('brackets on the wire', (_newDatabase, _engine, newDatabaseUrl) => {
  test('lifting, deleting and emptying somebody else’s is refused; the asker lifts; moving is no lifting', async () => {
    const { server, db } = await aSampleServer(await newDatabaseUrl())
    const { as, brazil, kenya, rapporteur, stored } = await aTextOfTwoPens(
      server,
      db,
      'States answer within a day of the request.',
    )
    const asker = await as(brazil)
    put(asker, 'within a day', { requestedBy: delegationOf(brazil), reason: 'Domestic law.', since })
    await settled(asker, 1)
    expect(await stored()).toBe('States answer [within a day] of the request.')

    for (const other of [kenya, rapporteur]) {
      const lifter = await as(other)
      lift(lifter)
      await refused(lifter)
      expect(lifter.said.refused).toBe('bracket-not-yours')
      lifter.close()
    }
    const halver = await as(kenya)
    halver.edit((edit) => {
      const [bracket] = edit.reading.brackets.values()
      if (bracket) edit.delete({ ...bracket.closing, length: 1 })
    })
    await refused(halver)
    expect(halver.said.refused).toBe('bracket-not-yours')
    halver.close()
    const emptier = await as(kenya)
    erase(emptier, 'within ')
    await settled(emptier, 1)
    erase(emptier, 'a day')
    await refused(emptier)
    expect(emptier.said.refused).toBe('bracket-not-yours')
    emptier.close()
    expect(await stored()).toBe('States answer [a day] of the request.')

    const splitter = await as(kenya)
    splitter.edit((edit) => void edit.splitBlock({ left: idsOf(edit, 'States answer ').at(-1) }))
    await settled(splitter, 1)
    expect(await stored()).toBe('States answer \n[a day] of the request.')
    const joiner = await as(kenya)
    joiner.edit((edit) => {
      const [first, second] = edit.reading.blocks
      if (first?.marker && second?.marker) edit.joinBlocks(first.marker, second.marker)
    })
    await settled(joiner, 1)
    expect(await stored()).toBe('States answer [a day] of the request.')
    const own = await as(brazil)
    lift(own)
    await settled(own, 1)
    expect(await stored()).toBe('States answer a day of the request.')
  })

  test('nobody puts brackets in another’s name, and nobody changes whose or why they are', async () => {
    const { server, db } = await aSampleServer(await newDatabaseUrl())
    const { as, brazil, kenya, stored } = await aTextOfTwoPens(server, db, 'States answer within a day.')
    for (const requestedBy of [delegationOf(brazil), '' as const]) {
      const forger = await as(kenya)
      put(forger, 'within a day', { requestedBy, reason: '', since })
      await refused(forger)
      expect(forger.said.refused).toBe('bracket-not-yours')
      forger.close()
    }
    const own = await as(kenya)
    put(own, 'within a day', { requestedBy: delegationOf(kenya), reason: 'Too short.', since })
    await settled(own, 1)
    // A second closing would stretch the bracket over words that Kenya did not mean.
    const stretcher = await as(brazil)
    stretcher.edit((edit) => {
      const [bracket] = edit.reading.brackets.values()
      if (bracket)
        edit.append(idsOf(edit, '.')[0], { embed: { c: [bracket.opening.client, bracket.opening.clock] } })
    })
    await refused(stretcher)
    expect(stretcher.said.refused).toBe('foreign-mark')
    stretcher.close()
    expect(await stored()).toBe('States answer [within a day].')
  })
})

onEachEngine('lifting by command', (newDatabase) => {
  const asked = (children: Bracket['children'], requestedBy: DelegationId): Bracket => ({
    type: 'bracket',
    requestedBy,
    reason: 'Domestic law.',
    since,
    children,
  })
  const inText = (...children: Inline[]): DocumentContent => ({ blocks: [{ type: 'paragraph', children }] })
  const words = (text: string): Inline => ({ type: 'text', text })

  /** A tabled text of one delegation; another has added words of its own, which a third has put in brackets. */
  async function aBracketedText(db: Db) {
    const [author, editor, asker] = [await aDelegate(db), await aDelegate(db), await aDelegate(db)]
    const { id } = await aTabledRecommendation(db, { by: author, text: 'States answer of requests.' })
    const { document } = await getRecommendation(db, id)
    await write(db, document, editor, 'States answer within one long day of requests.')
    const outer = (inner: Inline) =>
      inText(
        words('States answer '),
        asked([words('within '), inner, words(' day')], delegationOf(asker)),
        words(' of requests.'),
      )
    await write(db, document, asker, outer(words('one long')))
    const inner = asked([words('one long')], delegationOf(editor))
    await write(db, document, editor, outer({ ...inner, reason: '' }))
    const item = await getRecommendation(db, id)
    await setRecommendationText(db, id, await storedContent(db, document), new Date())
    return { id, document, meeting: item.meeting, author, editor, asker }
  }

  /** The ids of the brackets, the outermost first. */
  const standing = async (db: Db, document: DocumentId) => {
    const { doc } = await loadDocument(db, document)
    const { brackets, blocks } = readText(doc)
    doc.destroy()
    const inOrder = blocks.flatMap((block) => block.runs.flatMap((run) => run.brackets))
    return [...new Set(inOrder)].filter((id) => brackets.has(id))
  }

  const whose = async (db: Db, document: DocumentId) => {
    const { blocks, authors } = await readAuthorship(db, { document, group: await theGroup(db) })
    return blocks
      .flatMap((block) => block.runs)
      .filter((run) => run.author >= 0)
      .map((run): [string, string] => [run.text, authors[run.author]?.codes.join() ?? ''])
  }

  test('the Chair lifts it: the words stay their authors’, the bracket inside stays, and it is on record', async () => {
    const db = await newDatabase()
    const { id, document, author, editor, asker } = await aBracketedText(db)
    expect(plainText(await storedContent(db, document))).toBe(
      'States answer [within [one long] day] of requests.',
    )
    expect((await getRecommendation(db, id)).brackets).toBe(2)
    const before = await whose(db, document)
    const [bracket = ''] = await standing(db, document)
    for (const other of [author, editor, await aRapporteur(db), await aSecretary(db)]) {
      expect(await liftBracketInText(db, other, { recommendation: id, bracket })).toEqual({
        ok: false,
        refusal: 'bracket-not-yours',
      })
    }
    const chair = await aChair(db)
    const reason = 'Agreed in the corridor.'
    expect(await liftBracketInText(db, chair, { recommendation: id, bracket, reason })).toEqual({ ok: true })
    expect(plainText(await storedContent(db, document))).toBe(
      'States answer within [one long] day of requests.',
    )
    const letters = (runs: readonly [string, string][]) =>
      runs.flatMap(([text, code]) => text.split('').map((letter) => `${letter} ${code}`))
    expect(letters(await whose(db, document))).toEqual(letters(before))
    expect(new Set(before.map(([, code]) => code)).size).toBe(2)
    expect((await getRecommendation(db, id)).brackets).toBe(1)
    const event = (await listEvents(db, id)).at(-1)
    expect(event).toMatchObject({
      type: 'bracket.lifted',
      reason,
      detail: {
        requestedBy: delegationOf(asker),
        asked: 'Domestic law.',
        words: 'within one long day',
        since,
      },
    })
    await writeNotices(db, undefined)
    const toldOf = async (who: Person) =>
      (await listNotices(db, who.participant, { limit: 50 })).map((notice) => notice.type)
    expect(await toldOf(asker)).toContain('bracket.lifted')
    expect(await toldOf(editor)).not.toContain('bracket.lifted')
    expect(await liftBracketInText(db, chair, { recommendation: id, bracket })).toEqual({
      ok: false,
      refusal: 'changed-meanwhile',
    })
  })

  test('those who asked lift theirs without the pen, and the inner one before the outer', async () => {
    const db = await newDatabase()
    const { id, document, editor, asker } = await aBracketedText(db)
    const [, inner = ''] = await standing(db, document)
    expect(await liftBracketInText(db, editor, { recommendation: id, bracket: inner })).toEqual({ ok: true })
    expect(plainText(await storedContent(db, document))).toBe(
      'States answer [within one long day] of requests.',
    )
    const [outer = ''] = await standing(db, document)
    expect(await liftBracketInText(db, asker, { recommendation: id, bracket: outer })).toEqual({ ok: true })
    expect(await storedContent(db, document)).toEqual(
      inText(words('States answer within one long day of requests.')),
    )
    expect((await getRecommendation(db, id)).brackets).toBe(0)
  })
})

onEachEngine('open brackets', (newDatabase) => {
  test('a paragraph with them is neither agreed nor put under silence; signs that somebody typed are none', async () => {
    const db = await newDatabase()
    const { ids, chair, rapporteur } = await paragraphs(db, 1)
    const [id] = ids
    if (!id) throw new Error('There is no paragraph.')
    const { document } = await getRecommendation(db, id)
    const bracket: Bracket = {
      type: 'bracket',
      requestedBy: '',
      reason: '',
      children: [{ type: 'text', text: 'soon' }],
    }
    await write(db, document, rapporteur, {
      blocks: [{ type: 'paragraph', children: [{ type: 'text', text: 'States answer ' }, bracket] }],
    })
    const deadline = new Date(Date.now() + 86_400_000)
    const refusal = { ok: false, refusal: 'brackets-open' }
    expect(await agreeParagraph(db, chair, { recommendation: id })).toEqual(refusal)
    expect(await putUnderSilence(db, chair, { recommendation: id, deadline })).toEqual(refusal)
    await write(db, document, rapporteur, 'States answer [soon], see [A/RES/65/230].')
    expect(await agreeParagraph(db, chair, { recommendation: id })).toEqual({ ok: true })
    expect((await getRecommendation(db, id)).brackets).toBe(0)
  })
})

test('undoing what one did to one’s own brackets is taken', async () => {
  const { server, db } = await aSampleServer()
  const { as, kenya, stored } = await aTextOfTwoPens(server, db, 'States answer within a day.')
  const client = await as(kenya)
  const undo = historyOf(client)
  put(client, 'within a day', { requestedBy: delegationOf(kenya), reason: '', since })
  lift(client)
  undo.undo()
  await settled(client, 3)
  expect(await stored()).toBe('States answer [within a day].')
  undo.undo()
  await settled(client, 4)
  expect(await stored()).toBe('States answer within a day.')
})

test('in a draft its drafters do with brackets what they like, but ask in nobody else’s name', async () => {
  const { server, db } = await aSampleServer()
  const { document, brazil, kenya } = await aSharedDraft(db, 'States answer within a day.')
  const owner = await open(server, brazil, document)
  put(owner, 'within a day', { requestedBy: delegationOf(brazil), reason: '', since })
  await settled(owner, 1)
  const partner = await open(server, kenya, document)
  const undo = historyOf(partner)
  lift(partner)
  await settled(partner, 1)
  undo.undo()
  await settled(partner, 2)
  await vi.waitUntil(
    async () => plainText(await storedContent(db, document)) === 'States answer [within a day].',
    patient,
  )
  put(partner, 'States', { requestedBy: delegationOf(brazil), reason: '', since: '2026-01-01T00:00:00Z' })
  await refused(partner)
  expect(partner.said.refused).toBe('bracket-not-yours')
})
