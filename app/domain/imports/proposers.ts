import { findMemberStateByName } from '#domain/people/member-states'
import { fold, nameKey } from '#domain/text/folding'

/** Whether a name is one that the group or the table of States knows. */
export type IsKnown = (name: string) => boolean

/** @param others the names and codes of the group's own delegations. */
export function knownNames(others: Iterable<string>): IsKnown {
  const keys = new Set(Array.from(others, nameKey))
  return (name) => keys.has(nameKey(name)) || findMemberStateByName(name) !== undefined
}

/** What a proposer is known by: a State by its code, whatever it is called; others by their name. */
export const proposerKey = (name: string): string => findMemberStateByName(name)?.code ?? nameKey(name)

/** What parts names in a cell, the strongest first; a name may hold any of the weak ones. */
const strong = /[\n;；、|+]|\s\/\s|\s[-–—]\s|\s(?=\d{1,2}[.)]\s)/u
const weak = /\s*[,،，/]\s*|\s+(?:and|et|y|e|и|&)\s+|\s+و(?=\p{Script=Arabic})|\s*和\s*/u

/** `Sweden (on behalf of the European Union)`: both are named. */
const onBehalf =
  /[,،，]?\s*(?:[(（]\s*)?(?:(?:also\s+)?on behalf of|au nom d(?:e(?:s|\s+la|\s+l['’])?|u)|en nombre de(?:\s+l(?:a|os|as)|l)?|от имени|باسم|نيابة عن|بالنيابة عن|代表)(?=[\s\p{Lo}])\s*/iu
/** What stands before the name of a State and is no part of it. */
const office =
  /^(?:the\s+)?(?:government|delegation|permanent mission|representative)s?\s+of\s+|^(?:la\s+d[ée]l[ée]gation|le\s+gouvernement|la\s+delegaci[óo]n|el\s+gobierno)\s+d(?:e(?:\s+la|\s+l['’])?|u|el)\s*/iu
/** Groups whose names hold the name of a State. */
const groups = new Set(['group of 77 and china', 'g77 and china', 'g-77 and china', 'asean and china'])

/** The most parts that one name has: `Saint Vincent and the Grenadines`, `Iran, Islamic Republic of`. */
const longestName = 4

/**
 * The names in a cell that holds one or several. Commas and *and* part names unless what they join is known as one:
 * `Bosnia and Herzegovina, Iran, Islamic Republic of and Norway` are three. What is not known stays whole as far as
 * semicolons and line breaks part it from the rest.
 */
export function splitNames(cell: string, isKnown: IsKnown): string[] {
  const names = cell
    .split(strong)
    .flatMap((part) => partsOf(part))
    .flatMap((whole) => {
      if (isKnown(whole) || groups.has(fold(whole))) return [whole]
      const bare = withoutAddition(whole, isKnown)
      return bare === undefined ? splitAtWeak(whole, isKnown) : [bare]
    })
  const seen = new Set<string>()
  return names.filter((name) => {
    const key = nameKey(name)
    return key !== '' && !seen.has(key) && seen.add(key)
  })
}

/** The parts of a line on both sides of *on behalf of*, without what is before them in a list. */
function partsOf(line: string): string[] {
  const parts = line.split(onBehalf)
  return parts.flatMap((part, at) => {
    const name = tidyName(at > 0 ? part.replace(/^the\s+/iu, '') : part)
    // A line that ends with a colon names what follows.
    return name === '' || /[:：]$/u.test(name) ? [] : [at > 0 ? withoutLoneBracket(name) : name]
  })
}

const tidyName = (part: string): string =>
  part
    .replace(/^\s*(?:[-–•*]|\d{1,2}[.)])\s+/u, '')
    .trim()
    .replace(/^(["'“«])(.*)(["'”»])$/u, '$2')
    .trim()

const withoutLoneBracket = (name: string): string =>
  /[(（]/u.test(name) ? name : name.replace(/\s*[)）]\s*\.?$/u, '').trim()

/** `Norway (NOR)` and `the Government of Norway` are Norway. */
function withoutAddition(name: string, isKnown: IsKnown): string | undefined {
  const bare = name.replace(office, '')
  if (bare !== name && isKnown(bare)) return bare
  const [, before = '', inner = ''] = /^(.+?)\s*[(（]([^()（）]{2,40})[)）]$/u.exec(name) ?? []
  return isKnown(before) && proposerKey(before) === proposerKey(inner) ? before : undefined
}

function splitAtWeak(text: string, isKnown: IsKnown): string[] {
  const atoms = atomsOf(text)
  if (atoms.length > 200) return [text]
  const names: string[] = []
  let unknown: { from: number; to: number } | undefined
  const flush = () => {
    if (unknown) names.push(...unknownNames(text.slice(unknown.from, unknown.to)))
    unknown = undefined
  }
  for (let at = 0; at < atoms.length;) {
    let found = 0
    for (let count = Math.min(longestName, atoms.length - at); count > 0 && found === 0; count -= 1) {
      const last = atoms[at + count - 1]
      if (last && isKnown(text.slice(atoms[at]?.from, last.to))) found = count
    }
    const [first, last] = [atoms[at], atoms[at + Math.max(found, 1) - 1]]
    if (!first || !last) break
    if (found > 0) {
      flush()
      names.push(text.slice(first.from, last.to))
    } else unknown = { from: unknown?.from ?? first.from, to: last.to }
    at += Math.max(found, 1)
  }
  flush()
  return names
}

/** Commas part what no one knows; *and* does not, for names of organizations have it. */
const unknownNames = (text: string): string[] =>
  text
    .split(/[,،，]/u)
    .map((name) => name.trim())
    .filter((name) => name !== '')

function atomsOf(text: string): { from: number; to: number }[] {
  const atoms: { from: number; to: number }[] = []
  let from = 0
  for (const found of text.matchAll(new RegExp(weak.source, 'gu'))) {
    if (found.index > from) atoms.push({ from, to: found.index })
    from = found.index + found[0].length
  }
  if (from < text.length) atoms.push({ from, to: text.length })
  return atoms
}

/** The most words that a name has which no one knows. */
const longestUnknown = 8

export type NamedInText = {
  /** The text without the brackets where they are its end and nothing else names anybody; else as it was. */
  text: string
  names: string[]
  wasCut: boolean
  /** Names beside known ones that no one knows: then the brackets stay. */
  unknown?: string[]
}

/** Longer than that, what is in brackets is no list of delegations. */
const longestList = 400

type Group = { from: number; to: number; names: string[] }

/** What is in brackets, the outermost ones, with the space before them. */
function groupsIn(text: string): { from: number; to: number; inner: string }[] {
  const open: number[] = []
  const groups: { from: number; to: number; inner: string }[] = []
  for (const { 0: sign, index } of text.matchAll(/[()（）]/gu)) {
    if (sign === '(' || sign === '（') open.push(index)
    else {
      const start = open.pop()
      if (start === undefined || index - start > longestList) continue
      // Brackets in these brackets were found before.
      while ((groups.at(-1)?.from ?? -1) >= start) groups.pop()
      groups.push({ from: start, to: index + 1, inner: text.slice(start + 1, index) })
    }
  }
  return groups.map((group, index) => {
    const gap = text.slice(groups[index - 1]?.to ?? 0, group.from)
    return { ...group, from: group.from - (gap.length - gap.trimEnd().length) }
  })
}

const endOfClause = /^\s*(?:[.;。；؛]|$)/u

/**
 * The delegations that are named in brackets at the end of an item, `(Norway, Chile)` or `(France) (Lithuania);`. The
 * brackets are no part of its text. Where clauses in the middle have their own, all stay: who asked for which would be
 * lost.
 */
export function namesInBrackets(text: string, isKnown: IsKnown): NamedInText {
  const unchanged = { text, names: [], wasCut: false }
  let mixed: string[] | undefined
  const groups = groupsIn(text).flatMap(({ from, to, inner }): Group[] => {
    const names = splitNames(inner, isKnown)
    if (names.length > 0 && names.every(isKnown)) return [{ from, to, names }]
    const saysSo = onBehalf.test(inner)
    const isShort = names.every((name) => name.split(/\s+/u).length <= longestUnknown)
    if ((names.some(isKnown) || saysSo) && isShort && /^\s*[.;。；؛]?\s*$/u.test(text.slice(to, to + 20)))
      mixed = names
    return []
  })
  if (mixed) return { text, names: mixed, wasCut: false, unknown: mixed.filter((name) => !isKnown(name)) }
  // Only what ends a clause, alone or right before another group that does.
  const ending: Group[] = []
  for (const group of groups.toReversed()) {
    const next = ending[0]
    if (next?.from === group.to || endOfClause.test(text.slice(group.to, group.to + 20)))
      ending.unshift(group)
  }
  if (ending.length === 0) return unchanged
  const names = splitNames(ending.flatMap((group) => group.names).join('\n'), isKnown)
  const [first] = ending
  // The first of several groups names those who asked for another part.
  const isOnly = ending.length === groups.length
  const tail =
    isOnly &&
    ending.every(({ to }, index) => ending[index + 1] === undefined || ending[index + 1]?.from === to)
  const rest = first ? text.slice(ending.at(-1)?.to) : ''
  if (!first || !tail || !/^\s*[.;。；؛]?\s*$/u.test(rest)) return { text, names, wasCut: false }
  const before = text.slice(0, first.from).trimEnd()
  const stop = /[.;:。；؛]$/u.test(before) ? '' : rest.trim()
  return { text: `${before}${stop}`, names, wasCut: true }
}

/** The same text for duplicates, however it is spaced, marked, cased or punctuated at its end. */
export const sameText = (text: string): string =>
  fold(text)
    .replace(/[\s.;,،؛。；，]+/gu, ' ')
    .trim()
