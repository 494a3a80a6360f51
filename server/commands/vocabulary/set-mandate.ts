import { ulid } from 'ulid'
import type { Db } from '#db/client'
import { insertMandate, listMandates, setMandateTitle } from '#db/queries/tags'
import type { MandateId, ExpertGroupId } from '#domain/ids'
import type { LocalizedText } from '#domain/languages'
import type { Actor } from '#domain/people/participants'
import { refuse, type Result } from '#server/frame/refusal'
import { inVocabulary } from './in-vocabulary'

/** A resolution or decision that recommendations may refer to, or another title for one that is there. */
export const setMandate = (
  db: Db,
  actor: Actor,
  input: { group: ExpertGroupId; symbol: string; title: LocalizedText },
): Promise<Result> =>
  inVocabulary<object>(db, actor, input.group, async ({ tx, record }, at) => {
    const symbol = input.symbol.trim().normalize('NFC')
    if (symbol === '' || Object.keys(input.title).length === 0) return refuse('invalid')
    const known = (await listMandates(tx, input.group)).find((mandate) => mandate.symbol === symbol)
    const id = known?.id ?? (ulid() as MandateId)
    if (known) await setMandateTitle(tx, id, input.title)
    else await insertMandate(tx, { id, group: input.group, symbol, title: input.title })
    const detail = { symbol, title: input.title }
    await record({
      type: 'vocabulary.mandate-set',
      subject: id,
      group: input.group,
      detail,
      at,
    })
    return { ok: true }
  })
