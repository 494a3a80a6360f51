import { factsOf } from './content'
import type { Token } from './content-tokens'

type Opening<Origin> = Extract<Token<Origin>, { kind: 'open' }>
type Closing<Origin> = Extract<Token<Origin>, { kind: 'close' }>

/** A bracket that is open, and the place of the token that opens it. */
type Open<Origin> = { token: Opening<Origin>; at: number }

/**
 * The same words with whole brackets: an edge without a partner goes, or is closed where its block ends; a bracket
 * over the end of a block, or over the edge of another bracket, is cut in pieces of one id.
 */
export function wholeBrackets<Origin>(
  tokens: readonly Token<Origin | undefined>[],
): Token<Origin | undefined>[] {
  const ends = endsOf(tokens)
  const result: Token<Origin | undefined>[] = []
  let open: Open<Origin | undefined>[] = []
  const close = (token: Closing<Origin | undefined>, from: number) => {
    const above = open.slice(from + 1)
    for (const one of above.toReversed()) result.push(pieceEnd(one.token))
    result.push(token)
    open = [...open.slice(0, from), ...above]
    for (const one of above) result.push(pieceStart(one.token))
  }
  tokens.forEach((token, at) => {
    if (token.kind === 'open') {
      result.push(token)
      open.push({ token, at })
    } else if (token.kind === 'close') {
      const from = open.findIndex((candidate) => ends.get(candidate.at) === at)
      if (from >= 0) close(token, from)
    } else if (token.kind === 'break') {
      for (const one of open.toReversed()) result.push(pieceEnd(one.token))
      open = open.filter((candidate) => ends.has(candidate.at))
      result.push(token)
      for (const one of open) result.push(pieceStart(one.token))
    } else result.push(token)
  })
  for (const one of open.toReversed()) result.push(pieceEnd(one.token))
  return result
}

const pieceEnd = ({ id }: Opening<unknown>): Closing<undefined> => ({
  kind: 'close',
  ...(id !== undefined && { id }),
})

const pieceStart = (token: Opening<unknown>): Opening<undefined> => ({
  kind: 'open',
  ...(token.id !== undefined && { id: token.id }),
  ...factsOf(token),
  origin: undefined,
})

/** For each opening that has one, the place of its end; without an id it is in the same block. */
function endsOf(tokens: readonly Token[]): Map<number, number> {
  const ends = new Map<number, number>()
  let open: { id: string | undefined; at: number }[] = []
  tokens.forEach((token, at) => {
    if (token.kind === 'open') open.push({ id: token.id, at })
    else if (token.kind === 'break') open = open.filter(({ id }) => id !== undefined)
    else if (token.kind === 'close') {
      const found = open.findLastIndex(({ id }) => id === token.id)
      const opening = open[found]
      if (!opening) return
      ends.set(opening.at, at)
      open.splice(found, 1)
    }
  })
  return ends
}
