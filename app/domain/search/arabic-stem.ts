/** Conjunction, prepositions and article as they are written onto a word, the longest first. */
const prefixes = ['وال', 'بال', 'كال', 'فال', 'ولل', 'ال', 'لل']
/** Endings of number, gender and possession, in the order in which they are removed. */
const suffixes = ['ها', 'ان', 'ات', 'ون', 'ين', 'يه', 'ية', 'ه', 'ة', 'ي']

/** The shortest word that may remain. */
const shortest = 2

/**
 * The light stem of a folded Arabic word: what is written onto it in front and behind is removed, its pattern is
 * kept. Roots would put too many different words together.
 */
export function arabicStem(folded: string): string {
  let stem = folded
  const prefix = prefixes.find((value) => stem.startsWith(value) && stem.length - value.length >= shortest)
  if (prefix) stem = stem.slice(prefix.length)
  else if (stem.startsWith('و') && stem.length > 3) stem = stem.slice(1)
  for (const suffix of suffixes) {
    if (stem.endsWith(suffix) && stem.length - suffix.length >= shortest) stem = stem.slice(0, -suffix.length)
  }
  return stem
}
