import type { DelegationId, ParticipantId } from '#domain/ids'

/**
 * For whom words are written: a participant and, for delegates, the delegation that they speak for at that time. Who
 * has moved to another delegation is another writer, so that nothing is written in the name of the one before.
 */
export type Writer = string & { readonly __kind: 'writer' }

export const writerOf = (participant: ParticipantId, delegations: readonly DelegationId[]): Writer =>
  [participant, ...delegations].join(' ') as Writer
