import { expect } from 'vitest'
import type { Db } from '#db/client'
import { findAmendment } from '#db/queries/amendments'
import { loadDocument } from '#db/queries/documents'
import type { AmendmentId, DelegationId, RecommendationId } from '#domain/ids'
import { plainText, type AuthoredInline } from '#domain/text/content'
import { readContent } from '#editor/authored'
import { amendAmendment } from '#server/commands/amendments/amend'
import { amendRecommendation } from '#server/commands/amendments/draft'
import { tableAmendment } from '#server/commands/amendments/table'
import type { Result } from '#server/frame/refusal'
import { readWhoWrote } from '#server/texts/who-wrote'
import { getRecommendation, write, type Person } from './factories'

/** What was made; a refusal fails the test. */
export async function made<Made extends object>(result: Promise<Result<Made>>): Promise<Made> {
  const answer = await result
  if (!answer.ok) throw new Error(answer.refusal)
  return answer
}

export async function getAmendment(db: Db, id: AmendmentId) {
  const item = await findAmendment(db, id)
  if (!item) throw new Error(`There is no amendment ${id}.`)
  return item
}

/** An amendment to a text that reads like this, on the table. */
export async function aTabledAmendment(
  db: Db,
  recommendation: RecommendationId,
  by: Person,
  text: string,
): Promise<AmendmentId> {
  const { amendment } = await made(amendRecommendation(db, by, { recommendation }))
  await write(db, (await getAmendment(db, amendment)).document, by, text)
  expect(await tableAmendment(db, by, { amendment, rationale: '' })).toEqual({ ok: true })
  return amendment
}

/** An amendment to an amendment, on the table. */
export async function aTabledSubAmendment(
  db: Db,
  parent: AmendmentId,
  by: Person,
  text: string,
): Promise<AmendmentId> {
  const { amendment } = await made(amendAmendment(db, by, { amendment: parent }))
  await write(db, (await getAmendment(db, amendment)).document, by, text)
  expect(await tableAmendment(db, by, { amendment, rationale: '' })).toEqual({ ok: true })
  return amendment
}

export async function workingText(db: Db, id: RecommendationId): Promise<string> {
  const { doc } = await loadDocument(db, (await getRecommendation(db, id)).document)
  const text = plainText(readContent(doc))
  doc.destroy()
  return text
}

/** The working text as pieces, each with the delegations it belongs to. */
export async function whoWroteWhat(
  db: Db,
  id: RecommendationId,
): Promise<[string, readonly DelegationId[]][]> {
  const { document } = await getRecommendation(db, id)
  const { blocks, authorOf } = await readWhoWrote(db, document)
  const flat = (inline: AuthoredInline): [string, readonly DelegationId[]][] =>
    inline.type === 'bracket'
      ? inline.children.flatMap(flat)
      : [[inline.text, authorOf(inline)?.delegations ?? []]]
  return blocks.flatMap((block) => block.children.flatMap(flat))
}
