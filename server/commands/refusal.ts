/** Every reason for which a command says no; each has a sentence `refusal.<code>` in every language. */
export const refusals = [
  'not-permitted',
  'not-found',
  'wrong-status',
  'changed-meanwhile',
  'empty-text',
  'reason-required',
  'brackets-open',
  'nothing-to-list',
  'nothing-changed',
  'already-decided',
  'coverage-incomplete',
  'paragraphs-open',
  'invalid',
  'deadline-passed',
  'preview-outdated',
  'nothing-chosen',
  'text-closed',
  'name-taken',
  'already-disposed',
  'sources-missing',
  'no-neighbour',
  'unknown-term',
  'deadline-too-soon',
  'not-waiting',
  'list-closed',
  'end-of-list',
  'invalid-limit',
  'nothing-shown',
  'last-member',
  'too-few-members',
  'instant-in-future',
  'cannot-bracket',
  'already-taken-over',
  'draft-instead',
  'one-level-only',
  'parent-being-merged',
  'parent-decided',
  'withdrawn-by-proposers',
] as const
export type Refusal = (typeof refusals)[number]

/** What a command answers: done, with what it made, or refused, with nothing changed. */
export type Result<Made extends object = object> = ({ ok: true } & Made) | { ok: false; refusal: Refusal }

export const refuse = (refusal: Refusal) => ({ ok: false, refusal }) as const
