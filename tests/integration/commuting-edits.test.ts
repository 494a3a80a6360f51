import { expect, inject, test } from 'vitest'
import * as Y from 'yjs'
import type { Db } from '#db/client'
import { loadDocument } from '#db/queries/documents'
import type { DelegationId, DocumentId } from '#domain/ids'
import { blockText, readText, type TextBlock } from '#editor/reading'
import { clientOf, newBase } from '#editor/shape'
import { editText, type TextEdit } from '#editor/writing'
import type { Person } from '../factories'
import { updateFrame, type CollaborationClient } from '../collaboration-client'
import { makePostgresDatabase } from '../engines'
import { aSampleServer, aSharedDraft, cleanUps, open, until } from '../live-server'
import { startServer } from '../sample-server'

type Place = {
  edit: TextEdit
  block: TextBlock
  next: TextBlock | undefined
  word: string
  by: DelegationId | ''
}
type Unit = { client: number; clock: number }

/** The letter at a place in a block. */
function letterAt(block: TextBlock, place: number): Unit {
  let left = place
  for (const { client, clock, text } of block.runs) {
    if (left < text.length) return { client, clock: clock + left }
    left -= text.length
  }
  throw new Error('The block is shorter.')
}

/** What people do with a paragraph `Paragraph 12 is here.`; all of them about its middle. */
const acts: Record<string, (place: Place) => void> = {
  type: ({ edit, block, word }) => void edit.insertLetters({ left: letterAt(block, 12) }, ` ${word}`),
  split: ({ edit, block }) => void edit.splitBlock({ left: letterAt(block, 12) }),
  join: ({ edit, block, next }) => {
    if (block.marker && next?.marker) edit.joinBlocks(block.marker, next.marker)
  },
  'sub-item': ({ edit, block }) => {
    if (block.marker) edit.setKind(block.marker, 'sub-item', 1)
  },
  bracket: ({ edit, block, by }) =>
    void edit.putBracket(letterAt(block, 0), letterAt(block, 15), { r: by, w: 'capital' }),
  bold: ({ edit, block }) => edit.setEmphasis(letterAt(block, 3), letterAt(block, 14), 'b', true),
  delete: ({ edit, block }) => edit.delete({ ...letterAt(block, 13), length: 2 }),
  remove: ({ edit, block }) => {
    if (block.marker) edit.removeBlock(block.marker)
  },
  'delete and bring back': ({ edit, block }) => {
    const range = { ...letterAt(block, 13), length: 2 }
    edit.delete(range)
    edit.revive(range)
  },
}
const names = Object.keys(acts)
const pairs = names.flatMap((first) => names.map((second) => [first, second] as const))

/** What somebody does who has not heard of what the other one does. */
function unheard(client: CollaborationClient, work: (edit: TextEdit) => void): Uint8Array {
  const doc = new Y.Doc({ gc: false })
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(client.doc))
  const vector = Y.encodeStateVector(doc)
  // A session of its own: the client itself goes on under its own ids.
  const base = newBase(Math.random())
  doc.clientID = clientOf(base, 'letters')
  editText(doc, { base, origin: undefined }, work)
  const update = Y.encodeStateAsUpdate(doc, vector)
  doc.destroy()
  return update
}

const shown = (client: CollaborationClient) => JSON.stringify(readText(client.doc).blocks)
const lettersOf = (doc: Y.Doc) => readText(doc).blocks.map(blockText).join('\n')

async function storedLetters(db: Db, document: DocumentId) {
  const { doc } = await loadDocument(db, document)
  const letters = lettersOf(doc)
  doc.destroy()
  return letters
}

const paragraphs = (count: number) =>
  Array.from({ length: count }, (_, index) => `Paragraph ${String(index + 10)} is here.`).join('\n')

const isAnswered = (client: CollaborationClient, before: number) =>
  client.said.refused !== undefined || client.said.acknowledged > before

const delegationOf = (actor: Person) => actor.delegation ?? ''

test.each(['first', 'second', 'together'] as const)(
  'any two edits of one paragraph both succeed, neither having heard of the other (%s)',
  async (order) => {
    const { server, db } = await aSampleServer(undefined, { MAX_UPDATES_PER_SECOND: '1000' })
    const { document, brazil, kenya } = await aSharedDraft(db, paragraphs(pairs.length * 2))
    const [one, two, observer] = [
      await open(server, brazil, document),
      await open(server, kenya, document),
      await open(server, brazil, document),
    ]
    for (const [index, [first, second]] of pairs.entries()) {
      const start = `Paragraph ${String(index * 2 + 10)} `
      const work = (name: string, word: string, by: DelegationId | '') => (edit: TextEdit) => {
        const { blocks } = edit.reading
        const at = blocks.findIndex((block) =>
          block.runs
            .map((run) => run.text)
            .join('')
            .startsWith(start),
        )
        const block = blocks[at]
        if (block) acts[name]?.({ edit, block, next: blocks[at + 1], word, by })
      }
      const word = `w${String(index)}w`
      const updates = [
        unheard(one, work(first, `a${word}`, delegationOf(brazil))),
        unheard(two, work(second, `b${word}`, delegationOf(kenya))),
      ] as const
      const before = [one.said.acknowledged, two.said.acknowledged] as const
      if (order !== 'second') one.send(updateFrame(updates[0]))
      if (order === 'first') await until(() => isAnswered(one, before[0]))
      two.send(updateFrame(updates[1]))
      if (order === 'second') {
        await until(() => isAnswered(two, before[1]))
        one.send(updateFrame(updates[0]))
      }
      await until(() => isAnswered(one, before[0]) && isAnswered(two, before[1]))
      expect([first, second, one.said.refused, two.said.refused]).toEqual([
        first,
        second,
        undefined,
        undefined,
      ])
      for (const client of [one, two])
        for (const update of updates) Y.applyUpdate(client.doc, update, client.socket)
      if (first === 'type') expect(lettersOf(one.doc)).toContain(`a${word}`)
      if (second === 'type') expect(lettersOf(one.doc)).toContain(`b${word}`)
    }
    await until(() => shown(observer) === shown(one) && shown(observer) === shown(two))
    expect(await storedLetters(db, document)).toBe(lettersOf(observer.doc))
  },
)

test('two processes that share a database: one types where the other changes the structure', async () => {
  const { url, remove } = await makePostgresDatabase(inject('postgresUrl'))
  cleanUps.push(remove)
  const { server, db, environment } = await aSampleServer(url, { SESSION_SECRET: 'the-same-secret-on-each' })
  const other = await startServer(environment)
  cleanUps.push(() => other.stop())
  const { document, brazil, kenya } = await aSharedDraft(db, paragraphs(8))
  const [structure, writer] = [await open(server, brazil, document), await open(other, kenya, document)]
  for (let round = 0; round < 40; round += 1) {
    const name = names[round % names.length] ?? 'split'
    const at = round % 8
    structure.edit((textEdit) => {
      const { blocks } = textEdit.reading
      const block = blocks[at]
      const long = block && block.runs.map((run) => run.text).join('').length > 16
      if (block && long)
        acts[name]?.({ edit: textEdit, block, next: blocks[at + 1], word: 's', by: delegationOf(brazil) })
    })
    writer.edit((textEdit) => {
      const last = textEdit.reading.blocks[at]?.runs.at(-1)
      if (last)
        textEdit.insertLetters(
          { left: { client: last.client, clock: last.clock + last.text.length - 1 } },
          ` m${String(round)}m`,
        )
    })
  }
  await until(() => shown(structure) === shown(writer))
  expect([structure.said.refused, writer.said.refused]).toEqual([undefined, undefined])
  const rounds = [...lettersOf(writer.doc).matchAll(/m(\d+)m/gu)].map(([, round]) => Number(round))
  // Each word is there once, whatever became of its paragraph; those whose paragraph had no letters were not typed.
  expect(new Set(rounds).size).toBe(rounds.length)
  expect(rounds.length).toBeGreaterThan(20)
  await until(() => structure.said.acknowledged > 1)
  expect(await storedLetters(db, document)).toBe(lettersOf(writer.doc))
})
