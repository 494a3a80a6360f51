import type { ParticipantId } from '#domain/ids'
import type { Db, Tx } from '../client'
import { oneOf } from './stored'

export const accountLinkPurposes = ['recovery', 'invitation'] as const
export type AccountLinkPurpose = (typeof accountLinkPurposes)[number]

export type AccountLink = {
  id: string
  participant: ParticipantId
  purpose: AccountLinkPurpose
  expiresAt: Date
}

export async function insertAccountLink(tx: Tx, link: AccountLink & { at: Date }): Promise<void> {
  await tx
    .insertInto('account_link')
    .values({
      id: link.id,
      participant_id: link.participant,
      purpose: link.purpose,
      created_at: link.at.toISOString(),
      expires_at: link.expiresAt.toISOString(),
      used_at: null,
    })
    .execute()
}

/** A link that still opens its account at that instant. */
export async function findAccountLink(db: Db, id: string, at: Date): Promise<AccountLink | undefined> {
  const row = await db
    .selectFrom('account_link')
    .selectAll()
    .where('id', '=', id)
    .where('used_at', 'is', null)
    .where('expires_at', '>', at.toISOString())
    .executeTakeFirst()
  return (
    row && {
      id: row.id,
      participant: row.participant_id as ParticipantId,
      purpose: oneOf(accountLinkPurposes, row.purpose),
      expiresAt: new Date(row.expires_at),
    }
  )
}

/** When the newest link of this purpose was made for a participant, whether it is used or not. */
export async function lastAccountLinkTime(
  db: Db,
  participant: ParticipantId,
  purpose: AccountLinkPurpose,
): Promise<Date | undefined> {
  const row = await db
    .selectFrom('account_link')
    .select((eb) => eb.fn.max('created_at').as('last'))
    .where('participant_id', '=', participant)
    .where('purpose', '=', purpose)
    .executeTakeFirst()
  return row?.last ? new Date(row.last) : undefined
}

/** All links of a participant are used up: one of them was used, or the account changed in another way. */
export async function useUpAccountLinks(tx: Tx, participant: ParticipantId, at: Date): Promise<void> {
  await tx
    .updateTable('account_link')
    .set({ used_at: at.toISOString() })
    .where('participant_id', '=', participant)
    .where('used_at', 'is', null)
    .execute()
}

/** Uses one link. @returns false where somebody else was faster, or it is over. */
export async function claimAccountLink(tx: Tx, id: string, at: Date): Promise<boolean> {
  const result = await tx
    .updateTable('account_link')
    .set({ used_at: at.toISOString() })
    .where('id', '=', id)
    .where('used_at', 'is', null)
    .where('expires_at', '>', at.toISOString())
    .executeTakeFirstOrThrow()
  return result.numUpdatedRows === 1n
}
