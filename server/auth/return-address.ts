/** Stands for this site while an address is parsed; no site can have this name (RFC 2606). */
const home = 'http://home.invalid'
/** Longer ones are no address of a page here. */
const longestAddress = 2_000

/**
 * Where to go after signing in: a page of this site, or the home page for anything else. Browsers skip tabs and line
 * ends, read `\` as `/` and resolve dots, so the address is taken apart by the parser that they use, and sent back in
 * the parser's own spelling.
 */
export function returnAddress(wanted: string | null): string {
  if (!wanted?.startsWith('/') || wanted.length > longestAddress || !URL.canParse(wanted, home)) return '/'
  const { origin, pathname, search, hash } = new URL(wanted, home)
  // `/.//elsewhere.example` resolves to `//elsewhere.example`.
  return origin === home && !pathname.startsWith('//') ? pathname + search + hash : '/'
}
