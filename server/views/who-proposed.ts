import type { Db } from '#db/client'
import { findGroup } from '#db/queries/groups'
import { isMemberOf, type Actor, type Place } from '#domain/people/participants'

/**
 * Whether a reader learns who proposed what, and who asked for brackets: a group decides whether those outside it do.
 * Pages, the interface for programs and files ask here.
 */
export const learnsWhoProposed = async (db: Db, actor: Actor, place: Place): Promise<boolean> =>
  isMemberOf(actor, place) || (await findGroup(db, place.group))?.showsProposers === true
