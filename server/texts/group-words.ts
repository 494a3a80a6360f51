import type { Tx } from '#db/client'
import type { Amendment } from '#db/queries/amendments'
import {
  bindDocumentAuthor,
  getFirstDocumentUpdate,
  listDocumentAuthors,
  listDocumentUpdates,
} from '#db/queries/documents'
import type { ParticipantId } from '#domain/ids'
import { factsOf, formatOf, type AuthoredContent, type AuthoredInline } from '#domain/text/content'
import { tokenize, type FlowItem, type Token } from '#domain/text/content-tokens'
import { attribute } from '#editor/attribution'
import { rewriteTokens } from '#editor/rewrite-text'
import { newClientId } from './client-id'
import { documentOf } from './tabled-changes'

/**
 * The changes of a text that a group wrote together, as whole words over its base. Unlike an amendment that is
 * its sponsors' as a whole, each word is written under a client id of whoever in the group wrote it.
 * @param writers client ids for words that nobody in the group is known to have written, and for such as only move.
 */
export async function makeGroupUpdate(
  tx: Tx,
  amendment: Amendment,
  writers: { added: number; moved: number },
  at: Date,
): Promise<Uint8Array | undefined> {
  const [base, log, bound] = [
    await getFirstDocumentUpdate(tx, amendment.document),
    await listDocumentUpdates(tx, amendment.document),
    await listDocumentAuthors(tx, amendment.document),
  ]
  const baseDoc = documentOf(base)
  const ofBase = new Set(baseDoc.store.clients.keys())
  const byClient = new Map(bound.map((author) => [author.client, author]))
  // One new id for each person, however many windows they wrote in.
  const own = new Map<ParticipantId, number>()
  for (const { client, participant, delegations } of bound) {
    if (participant === undefined || ofBase.has(client) || own.has(participant)) continue
    const made = newClientId()
    own.set(participant, made)
    const author = { client: made, participant, amendment: amendment.id, delegations }
    await bindDocumentAuthor(tx, amendment.document, author, at)
  }
  const writerOf = (token: Token) => {
    const client = clientOf(token)
    if (client === undefined) return undefined
    if (ofBase.has(client)) return writers.moved
    const participant = byClient.get(client)?.participant
    return participant && own.get(participant)
  }
  const target = tokenize(flowOfAuthored(attribute(log, bound)), amendment.language)
  const update = rewriteTokens(baseDoc, target, amendment.language, { ...writers, writerOf })
  baseDoc.destroy()
  return update
}

type Written = { client: number }

/** The flow of a text with whoever wrote each stretch of it. */
function flowOfAuthored(content: AuthoredContent): FlowItem<Written>[] {
  const nobody = { client: 0 }
  const inline = (item: AuthoredInline): FlowItem<Written>[] => {
    switch (item.type) {
      case 'text':
        return [
          {
            kind: 'text',
            text: item.text.normalize('NFC'),
            format: formatOf(item),
            origin: { client: item.client },
          },
        ]
      case 'mandate':
        return [{ kind: 'mandate', symbol: item.symbol, origin: { client: item.client } }]
      case 'bracket':
        return [
          { kind: 'open', ...factsOf(item), origin: nobody },
          ...item.children.flatMap(inline),
          { kind: 'close' },
        ]
      default:
        return item satisfies never
    }
  }
  return content.blocks.flatMap((block) => [
    ...block.children.flatMap(inline),
    { kind: 'break' as const, block: block.type, origin: nobody },
  ])
}

/** A word is whose its first letters are. */
function clientOf(token: Token): number | undefined {
  const origin: unknown = token.kind === 'word' ? token.pieces[0]?.origin : undefined
  const isWritten = typeof origin === 'object' && origin !== null && 'client' in origin
  return isWritten && typeof origin.client === 'number' ? origin.client : undefined
}
