import { expect, test } from 'vitest'
import { listDocumentUpdates } from '#db/queries/documents'
import type { Block, DocumentContent } from '#domain/text/content'
import { amendRecommendation } from '#server/commands/amendments/draft'
import { tableAmendment } from '#server/commands/amendments/table'
import { tableRecommendation } from '#server/commands/recommendations/table'
import { showInRoom } from '#server/commands/room/show'
import { getAmendment, made } from '../amendment-factories'
import { aDraft, getRecommendation, write } from '../factories'
import { aSampleServer, person } from '../live-server'
import { signInAs } from '../sample-server'

const block = (level: 0 | 1 | 2, text: string): Block => ({
  type: level === 0 ? 'paragraph' : 'sub-item',
  ...(level !== 0 && { level }),
  children: [{ type: 'text', text }],
})

const listOf = (third: string, inner: string): DocumentContent => ({
  blocks: [
    block(0, 'States should:'),
    block(1, 'Train investigators;'),
    block(1, 'Keep records;'),
    block(1, `Share ${third};`),
    block(2, 'Logs;'),
    block(2, `Keys ${inner}.`),
  ],
})

/** The attributes of the sub-items of a page in which a word is. */
const subItemsWith = (html: string, word: string) =>
  [...html.matchAll(/<p class="sub-item"([^>]*)>(.*?)<\/p>/gsu)]
    .filter(([, , inner]) => inner?.includes(word))
    .map(([, attributes]) => attributes?.replace('dir="ltr"', '').trim())

const third = 'data-block="sub-item" data-level="1" data-letter="c"'
const inner = 'data-block="sub-item" data-level="2" data-letter="ii"'

test('a sub-item has its own letter and level wherever it is shown', async () => {
  const { server, db } = await aSampleServer()
  const [brazil, kenya] = [await person(db, 'BRA'), await person(db, 'KEN')]
  const [chair, rapporteur] = [await person(db, 'chair'), await person(db, 'rapporteur')]
  const { id, place } = await aDraft(db, { by: brazil })
  const { document } = await getRecommendation(db, id)
  await write(db, document, brazil, listOf('evidence', 'promptly'))
  await made(tableRecommendation(db, brazil, { recommendation: id }))
  const { amendment } = await made(amendRecommendation(db, kenya, { recommendation: id }))
  await write(db, (await getAmendment(db, amendment)).document, kenya, listOf('proof', 'at once'))
  await made(tableAmendment(db, kenya, { amendment, rationale: '' }))
  expect(await showInRoom(db, chair, { recommendation: id })).toEqual({ ok: true })
  const [first] = await listDocumentUpdates(db, (await getRecommendation(db, id)).document)

  const cookies = {
    chair: await signInAs(server, chair.participant),
    rapporteur: await signInAs(server, rapporteur.participant),
  }
  const page = async (path: string, reader: keyof typeof cookies = 'rapporteur') => {
    const answer = await fetch(`${server.url}${path}`, { headers: { cookie: cookies[reader] } })
    expect([path, answer.status]).toEqual([path, 200])
    return answer.text()
  }
  const desk = `/meetings/${place.meeting}/recommendations/${id}`
  const current = ['evidence', 'promptly']
  const both = [...current, 'proof', 'at once']
  const shown: [path: string, words: readonly string[]][] = [
    [desk, both],
    [`${desk}?view=side-by-side`, both],
    [`${desk}?view=clean`, both],
    [`${desk}?authors`, both],
    [`${desk}?tab=history`, current],
    [`${desk}/amendments/${amendment}`, both],
    [`${desk}/merge`, both],
    [`${desk}/merge?preview=changes`, both],
    [`${desk}/history?at=${String(first?.id)}`, current],
    [`${desk}/informals/new`, current],
    [`/recommendations/${id}/lineage`, current],
    [`/meetings/${place.meeting}/projector`, both],
  ]
  for (const [path, words] of shown) {
    const html = await page(path, path.endsWith('informals/new') ? 'chair' : 'rapporteur')
    for (const word of words) {
      const expected = word === 'evidence' || word === 'proof' ? third : inner
      const found = new Set(subItemsWith(html, word))
      expect([path, word, ...found]).toEqual([path, word, expected])
    }
    expect([path, /class="sub-item"(?![^>]*data-letter)/u.test(html)]).toEqual([path, false])
  }
  // What an amendment does is said by the same letters.
  expect(await page(desk)).toMatch(/sub-item \(c\).*sub-item \(c\) \(ii\)/su)
})
