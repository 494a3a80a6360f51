import type { Db } from '#db/client'
import { listDelegations } from '#db/queries/delegations'
import { findRoleAt } from '#db/queries/memberships'
import type { DocumentId, ExpertGroupId } from '#domain/ids'
import type { LocalizedText } from '#domain/languages'
import { delegationColor } from '#domain/people/delegation-colors'
import type { Role } from '#domain/people/participants'
import { formatOf, openingSign, type AuthoredInline, type Block } from '#domain/text/content'
import { blockLetters } from '#domain/text/letters'
import { readWhoWrote } from '#server/texts/who-wrote'

/** Somebody to whom words of a text belong. */
export type Author = {
  /** Delegations that wrote or sponsored; none for an officer. */
  names: LocalizedText[]
  codes: string[]
  /** Of an officer who wrote; absent with no one known, as in an imported text. */
  role: Role | undefined
  color: string
  /** How many characters of the text are theirs. */
  characters: number
}

export type Authorship = {
  /** `author` is an index into `authors`, or −1 for the sign of a bracket. */
  blocks: {
    type: Block['type']
    level?: 1 | 2
    /** Of a sub-item: `a`, `b` … */
    letter?: string
    runs: { text: string; format: number; author: number }[]
  }[]
  authors: Author[]
}

/**
 * Who wrote each word of a document, by delegation.
 * @param upTo the entry of the log after which it is asked for; without it, as the text stands.
 */
export async function readAuthorship(
  db: Db,
  { document, group }: { document: DocumentId; group: ExpertGroupId },
  upTo?: number,
): Promise<Authorship> {
  const [words, delegations] = await Promise.all([
    readWhoWrote(db, document, upTo),
    listDelegations(db, group),
  ])
  const authors: Author[] = []
  const indexes = new Map<string, number>()
  const indexOf = async (run: FlatRun): Promise<number> => {
    const author = words.authorOf(run)
    const own = delegations.filter((delegation) => author?.delegations.includes(delegation.id))
    const role =
      own.length === 0 && author?.participant
        ? await findRoleAt(db, author.participant, group, author.since)
        : undefined
    const codes = own.map((delegation) => delegation.code)
    const key = codes.join() || role || ''
    const known = indexes.get(key)
    if (known !== undefined) return known
    indexes.set(key, authors.length)
    return (
      authors.push({
        names: own.map((delegation) => delegation.name),
        codes,
        role,
        color: delegationColor(codes[0] ?? role ?? ''),
        characters: 0,
      }) - 1
    )
  }
  const blocks: Authorship['blocks'] = []
  const letters = blockLetters(words.blocks)
  for (const [index, block] of words.blocks.entries()) {
    const runs: Authorship['blocks'][number]['runs'] = []
    for (const run of block.children.flatMap(flat)) {
      const author = run.client === edge ? edge : await indexOf(run)
      const counted = authors[author]
      if (counted) counted.characters += run.text.length
      runs.push({ text: run.text, format: run.format, author })
    }
    const letter = letters[index]
    blocks.push({
      type: block.type,
      ...(block.level && { level: block.level }),
      ...(letter && { letter }),
      runs,
    })
  }
  return { blocks, authors }
}

/** The brackets' own signs are no one's words. */
const edge = -1

type FlatRun = { text: string; format: number; client: number; document?: string }

function flat(inline: AuthoredInline): FlatRun[] {
  switch (inline.type) {
    case 'text': {
      const { text, client, document } = inline
      return [{ text, format: formatOf(inline), client, ...(document !== undefined && { document }) }]
    }
    case 'bracket':
      return [
        { text: openingSign(inline), format: 0, client: edge },
        ...inline.children.flatMap(flat),
        { text: ']', format: 0, client: edge },
      ]
    default:
      return inline satisfies never
  }
}
