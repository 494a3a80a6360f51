import { ulid } from 'ulid'
import type { Db } from '#db/client'
import { insertStatement } from '#db/queries/positions'
import type { RecommendationId, StatementId } from '#domain/ids'
import type { Language } from '#domain/languages'
import type { StatementKind } from '#domain/negotiation/positions'
import { paragraphsOf } from '#domain/text/content'
import { delegationIn, type Actor } from '#domain/people/participants'
import { can } from '#domain/permissions/can'
import { command } from '#server/frame/command'
import { refuse, type Result } from '#server/frame/refusal'

/** A reservation or an explanation of position is recorded with an agreed text; it is not taken back. */
export function makeStatement(
  db: Db,
  actor: Actor,
  input: { recommendation: RecommendationId; kind: StatementKind; language: Language; body: string },
): Promise<Result> {
  return command(db, actor, async ({ tx, see, person, record }) => {
    const item = await see.recommendation(input.recommendation)
    const by = person()
    const delegation = delegationIn(by, item)
    if (!can(by, 'statement.make', item) || !delegation) return refuse('not-permitted')
    const content = paragraphsOf(input.body)
    if (content.blocks.length === 0) return refuse('empty-text')
    const at = new Date()
    const statement = ulid() as StatementId
    await insertStatement(tx, {
      id: statement,
      recommendation: item.id,
      delegation,
      kind: input.kind,
      language: input.language,
      content,
      participant: by.participant,
      at,
    })
    await record({
      type: 'statement.made',
      subject: item.id,
      meeting: item.meeting,
      detail: { statement, kind: input.kind, language: input.language, content },
      at,
    })
    return { ok: true }
  })
}
