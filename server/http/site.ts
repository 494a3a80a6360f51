import type { IncomingMessage } from 'node:http'
import { isIP } from 'node:net'
import ipaddr from 'ipaddr.js'
import proxyAddr from 'proxy-addr'

/** Providers give a whole network of this size to one customer, who may use each of its addresses. */
const ipv6CustomerBytes = 8

/** Where requests come from, and under which address their senders see this site. */
export type Site = {
  isTrustedProxy: (address: string) => boolean
  /** The sender's network address; that of a reverse proxy only where the proxy is not trusted. */
  addressOf: (request: IncomingMessage) => string
  /** The origin of this site as the sender knows it: `https://rapporteur.example`. */
  originOf: (request: IncomingMessage) => string
  /** Whether a request was sent by a page of this site, or by a program. */
  isSameOrigin: (request: IncomingMessage) => boolean
}

type Options = {
  /** Addresses and networks of reverse proxies: only what they say in `X-Forwarded-…` is believed. */
  trustedProxies: readonly string[]
  /** The origin that people use, where the operator names it. */
  publicUrl: string | undefined
}

/** @throws TypeError for something that is neither an address nor a network. */
export function createSite({ trustedProxies, publicUrl }: Options): Site {
  const isTrusted = proxyAddr.compile([...trustedProxies])

  const isBehindTrustedProxy = ({ socket }: IncomingMessage) =>
    socket.remoteAddress !== undefined && isTrusted(socket.remoteAddress, 0)

  const forwarded = (request: IncomingMessage, name: 'proto' | 'host') => {
    const value = request.headers[`x-forwarded-${name}`]
    if (typeof value !== 'string' || !isBehindTrustedProxy(request)) return undefined
    return value.split(',')[0]?.trim()
  }

  const originOf = (request: IncomingMessage) => {
    if (publicUrl !== undefined) return publicUrl
    const protocol = forwarded(request, 'proto') === 'https' ? 'https' : 'http'
    const host = forwarded(request, 'host') ?? request.headers.host ?? ''
    const address = `${protocol}://${host}`
    // Anything that is not just a host, such as `a/b` or `user@host`, is no address of this site.
    return URL.canParse(address) && isOnlyHost(address) ? new URL(address).origin : 'http://localhost'
  }

  return {
    isTrustedProxy: (address) => isTrusted(address, 0),
    originOf,
    addressOf: (request) => {
      const address = proxyAddr(request, isTrusted)
      return isIP(address) ? address : (request.socket.remoteAddress ?? '')
    },
    isSameOrigin: (request) => {
      // Browsers set this header by themselves, and no page can change it. (Fetch Metadata Request Headers)
      const site = request.headers['sec-fetch-site']
      if (site !== undefined) return site === 'same-origin' || site === 'none'
      const { origin } = request.headers
      // Browsers send `Origin` with every POST and every WebSocket handshake; a program that sends neither header
      // carries no one's cookie by accident. (OWASP, Cross-Site Request Forgery Prevention)
      if (origin === undefined) return true
      return origin === originOf(request) || isHostOf(origin, request.headers.host)
    },
  }
}

function isOnlyHost(address: string): boolean {
  const { pathname, search, hash, username, password } = new URL(address)
  return pathname === '/' && search === '' && hash === '' && username === '' && password === ''
}

/** The protocol is not compared: behind a proxy that is not configured, this process does not know it. */
const isHostOf = (origin: string, host: string | undefined) =>
  URL.canParse(origin) && host !== undefined && new URL(origin).host === host.toLowerCase()

/** One sender, for counting: an IPv4 address, or the IPv6 network that one customer has. */
export function senderOf(address: string): string {
  if (!ipaddr.isValid(address)) return address
  // `::ffff:192.0.2.1` is the IPv4 address.
  const parsed = ipaddr.process(address)
  const bytes = parsed.toByteArray()
  return parsed.kind() === 'ipv4'
    ? parsed.toString()
    : `${ipaddr.fromByteArray([...bytes.slice(0, ipv6CustomerBytes), ...Array<number>(8).fill(0)]).toString()}/64`
}
