import { ulid } from 'ulid'
import type { Tx } from '#db/client'
import {
  appendDocumentUpdate,
  insertDocument,
  insertDocumentOrigins,
  type DocumentAuthor,
} from '#db/queries/documents'
import type { DocumentId, ParticipantId } from '#domain/ids'
import type { Language } from '#domain/languages'
import type { DocumentKind } from '#domain/text/document-kinds'
import {
  withoutAuthors,
  type AuthoredBlock,
  type AuthoredInline,
  type DocumentContent,
} from '#domain/text/content'
import { buildAuthoredDocument, buildDocumentUpdate } from '#editor/authored'
import { newBaseId } from './base-id'
import { bindAuthor, bindNewBase, unattributed } from './bind-authors'
import { openOrigins, resolveCopied } from './origins'
import type { WrittenText } from './who-wrote'

/**
 * Starts a document with the final words of others, one after the other: each run keeps its author and its origin,
 * and nothing that was deleted in those documents is in it.
 */
export async function startCopy(
  tx: Tx,
  texts: readonly WrittenText[],
  document: { kind: DocumentKind; language: Language; participant: ParticipantId | undefined; at: Date },
): Promise<{ id: DocumentId; content: DocumentContent; updateId: number }> {
  const id = ulid() as DocumentId
  const { kind, language, participant, at } = document
  await insertDocument(tx, { id, kind, language, at })
  const bases = new Map<string, number>()
  const baseIn = async (source: DocumentId, base: number, authorOf: WrittenText['authorOf']) => {
    const key = `${source}:${String(base)}`
    const known = bases.get(key)
    if (known !== undefined) return known
    const author = authorOf({ client: base, document: source }) ?? unattributed(base)
    const made = await bindAuthor(tx, id, author, at)
    bases.set(key, made)
    return made
  }
  const renamed = async (text: WrittenText, inline: AuthoredInline): Promise<AuthoredInline> => {
    if (inline.type === 'bracket')
      return { ...inline, children: await inSequence(inline.children, (child) => renamed(text, child)) }
    const source = (inline.document ?? text.document) as DocumentId
    const client = await baseIn(source, inline.client, text.authorOf)
    const origin = 'origin' in inline ? { ...(inline.origin as object), document: source } : undefined
    return { ...inline, client, ...(origin && { origin }) }
  }
  const blocks: AuthoredBlock[] = []
  for (const text of texts)
    for (const block of text.blocks)
      blocks.push({ ...block, children: await inSequence(block.children, (child) => renamed(text, child)) })
  const structure = await bindNewBase(tx, id, unattributed(newBaseId()), at)
  const { update, copied } = buildAuthoredDocument({ blocks }, structure)
  await insertDocumentOrigins(tx, id, await resolveCopied(openOrigins(tx), id, copied))
  const updateId = await appendDocumentUpdate(tx, { document: id, payload: update, participant, at })
  return { id, content: withoutAuthors({ blocks }), updateId }
}

async function inSequence<Item, Made>(items: readonly Item[], make: (item: Item) => Promise<Made>) {
  const made: Made[] = []
  for (const item of items) made.push(await make(item))
  return made
}

/** Starts a document that no one has written in: one paragraph, and what it begins with. */
export async function startText(
  tx: Tx,
  content: DocumentContent,
  document: { kind: DocumentKind; language: Language; participant: ParticipantId | undefined; at: Date },
  author: Omit<DocumentAuthor, 'base'> = unattributed(0),
): Promise<{ id: DocumentId; updateId: number }> {
  const id = ulid() as DocumentId
  const { kind, language, participant, at } = document
  await insertDocument(tx, { id, kind, language, at })
  const base = await bindNewBase(tx, id, author, at)
  const payload = buildDocumentUpdate(content, base)
  const updateId = await appendDocumentUpdate(tx, { document: id, payload, participant, at })
  return { id, updateId }
}
