/**
 * What a score means to people. Pairs of real recommendations were read in each band: of fifteen, all in the first
 * asked for the same or a part of the same, nine in the second, seven in the third; below it four.
 */
export const bands = [
  { name: 'likely', from: 0.6 },
  { name: 'probable', from: 0.5 },
  { name: 'possible', from: 0.4 },
] as const

export type Band = (typeof bands)[number]['name']

/** Nothing below this is suggested. */
export const shownFrom = 0.4

/** Items that have this much in common with all of a group can be looked at beside it. */
export const widerFrom = 0.2

/** A group that is larger cannot be read as one thing. */
export const largestGroup = 8

export const bandOf = (score: number): Band | undefined => bands.find(({ from }) => score >= from)?.name
