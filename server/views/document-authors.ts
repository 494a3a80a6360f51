import type { Db } from '#db/client'
import { listDelegations } from '#db/queries/delegations'
import { findRoleAt } from '#db/queries/memberships'
import type { DocumentId, ExpertGroupId } from '#domain/ids'
import { delegationColor } from '#domain/people/delegation-colors'
import type { TextAuthor } from '#domain/text/authors'
import type { AuthoredInline, AuthoredRun } from '#domain/text/content'
import { readWhoWrote } from '#server/texts/who-wrote'

/** Those who wrote the words that a document has now, each with the base id that their letters carry. */
export async function readDocumentAuthors(
  db: Db,
  { document, group }: { document: DocumentId; group: ExpertGroupId },
): Promise<TextAuthor[]> {
  const [words, delegations] = await Promise.all([readWhoWrote(db, document), listDelegations(db, group)])
  const authors = new Map<string, TextAuthor>()
  for (const run of words.blocks.flatMap((block) => block.children.flatMap(runsOf))) {
    const key = `${run.document ?? ''}:${String(run.client)}`
    if (authors.has(key)) continue
    const author = words.authorOf(run)
    const own = delegations.filter((delegation) => author?.delegations.includes(delegation.id))
    const role =
      own.length === 0 && author?.participant
        ? await findRoleAt(db, author.participant, group, author.since)
        : undefined
    const codes = own.map((delegation) => delegation.code)
    authors.set(key, {
      base: run.client,
      ...(run.document !== undefined && { document: run.document }),
      names: own.map((delegation) => delegation.name),
      codes,
      ...(role && { role }),
      color: delegationColor(codes[0] ?? role ?? ''),
    })
  }
  return [...authors.values()]
}

const runsOf = (inline: AuthoredInline): AuthoredRun[] =>
  inline.type === 'bracket' ? inline.children.flatMap(runsOf) : [inline]
