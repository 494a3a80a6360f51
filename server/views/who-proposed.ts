import type { Db } from '#db/client'
import { findGroup } from '#db/queries/groups'
import type { DelegationId } from '#domain/ids'
import { isMemberOf, type Actor, type Place } from '#domain/people/participants'
import { badgesOf } from './drafting-desk'

type Badges = Awaited<ReturnType<typeof badgesOf>>

/**
 * Whether a reader learns who proposed what, and who asked for brackets: a group decides whether those outside it do.
 * Pages, the interface for programs and files ask here.
 */
export const learnsWhoProposed = async (db: Db, actor: Actor, place: Place): Promise<boolean> =>
  isMemberOf(actor, place) || (await findGroup(db, place.group))?.showsProposers === true

/**
 * How delegations are shown to a reader, beside what they propose: all of them, or only those named for another reason,
 * such as comments that were published.
 */
export const badgesShownTo = async (
  db: Db,
  actor: Actor,
  place: Place,
  named: readonly DelegationId[] = [],
): Promise<Badges> => {
  const [isNamed, badges] = await Promise.all([learnsWhoProposed(db, actor, place), badgesOf(db, place)])
  return isNamed ? badges : badges.filter(({ id }) => named.includes(id))
}
