import { ulid } from 'ulid'
import type { Db, Tx } from '#db/client'
import { appendAuditEvent } from '#db/queries/audit-events'
import {
  insertMandate,
  insertTag,
  listMandates,
  listTags,
  setMandateTitle,
  setTagName,
  setTagRetired,
} from '#db/queries/tags'
import type { MandateId, TagId } from '#domain/ids'
import type { LocalizedText } from '#domain/languages'
import type { Actor } from '#domain/participants'
import { can } from '#domain/permissions'
import { foldForSearch } from '#domain/search-text'
import type { Tag, TagKind } from '#domain/vocabulary'
import { refuse, type Result } from './refusal'
import { inTransaction } from './transaction'

/** A new term, in one language at least. */
export const addTag = (
  db: Db,
  actor: Actor,
  input: { kind: TagKind; name: LocalizedText },
): Promise<Result<{ tag: TagId }>> =>
  manage<{ tag: TagId }>(db, actor, async (tx, at) => {
    if (Object.keys(input.name).length === 0) return refuse('invalid')
    if (isTaken(await listTags(tx), input)) return refuse('name-taken')
    const id = ulid() as TagId
    await insertTag(tx, { id, ...input })
    await record(tx, actor, 'vocabulary.tag-added', id, { ...input }, at)
    return { ok: true, tag: id }
  })

/** A term is called otherwise, everywhere that it stands; issued lists keep what they were issued with. */
export const renameTag = (
  db: Db,
  actor: Actor,
  input: { tag: TagId; name: LocalizedText },
): Promise<Result> =>
  manage<object>(db, actor, async (tx, at) => {
    const tags = await listTags(tx)
    const tag = tags.find((one) => one.id === input.tag)
    if (!tag) return refuse('not-found')
    if (Object.keys(input.name).length === 0) return refuse('invalid')
    const others = tags.filter((one) => one.id !== tag.id)
    if (isTaken(others, { kind: tag.kind, name: input.name })) return refuse('name-taken')
    await setTagName(tx, tag.id, input.name)
    await record(tx, actor, 'vocabulary.tag-renamed', tag.id, { from: tag.name, to: input.name }, at)
    return { ok: true }
  })

/** A term is offered no more, or again; where it stands it stays. */
export const retireTag = (
  db: Db,
  actor: Actor,
  input: { tag: TagId; change: 'retire' | 'restore' },
): Promise<Result> =>
  manage<object>(db, actor, async (tx, at) => {
    const tag = (await listTags(tx)).find((one) => one.id === input.tag)
    if (!tag) return refuse('not-found')
    if (tag.retired === (input.change === 'retire')) return refuse('nothing-changed')
    await setTagRetired(tx, tag.id, input.change === 'retire' ? at : undefined)
    const type = input.change === 'retire' ? 'vocabulary.tag-retired' : 'vocabulary.tag-restored'
    await record(tx, actor, type, tag.id, {}, at)
    return { ok: true }
  })

/** A resolution or decision that recommendations may refer to, or another title for one that is there. */
export const setMandate = (
  db: Db,
  actor: Actor,
  input: { symbol: string; title: LocalizedText },
): Promise<Result> =>
  manage<object>(db, actor, async (tx, at) => {
    const symbol = input.symbol.trim().normalize('NFC')
    if (symbol === '' || Object.keys(input.title).length === 0) return refuse('invalid')
    const known = (await listMandates(tx)).find((one) => one.symbol === symbol)
    const id = known?.id ?? (ulid() as MandateId)
    if (known) await setMandateTitle(tx, id, input.title)
    else await insertMandate(tx, { id, symbol, title: input.title })
    await record(tx, actor, 'vocabulary.mandate-set', id, { symbol, title: input.title }, at)
    return { ok: true }
  })

function manage<Made extends object>(
  db: Db,
  actor: Actor,
  change: (tx: Tx, at: Date) => Promise<Result<Made>>,
): Promise<Result<Made>> {
  return inTransaction(db, async (tx) => {
    if (!can(actor, 'vocabulary.manage', undefined)) return refuse('not-permitted')
    return change(tx, new Date())
  })
}

/** Two terms of one kind that read the same in any language could not be told apart. */
const isTaken = (tags: readonly Tag[], wanted: { kind: TagKind; name: LocalizedText }) => {
  const names = new Set(Object.values(wanted.name).map(foldForSearch))
  return tags.some(
    (tag) =>
      tag.kind === wanted.kind && Object.values(tag.name).some((name) => names.has(foldForSearch(name))),
  )
}

const record = (tx: Tx, actor: Actor, type: string, id: string, detail: Record<string, unknown>, at: Date) =>
  appendAuditEvent(tx, { type, subject: { kind: 'vocabulary', id }, actor, detail, at })
