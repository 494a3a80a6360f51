import { startServer, type ServerProcess } from './server-process'

/** Signs in at the sample's door. @returns the session cookie. */
export async function signInAs(server: ServerProcess, participant: string): Promise<string> {
  const answer = await fetch(`${server.url}/sign-in/sample`, {
    method: 'POST',
    redirect: 'manual',
    headers: { origin: server.url, 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ participant }),
  })
  const cookie = answer.headers.getSetCookie()[0]?.split(';')[0]
  if (!cookie) throw new Error(`Signing in answered ${String(answer.status)}.`)
  return cookie
}

/** The address of a document's live text. */
export const liveAddress = (server: ServerProcess, document: string) =>
  `${server.url.replace('http', 'ws')}/collaboration/${document}`

/** What a browser sends with a connection. */
export const headersOf = (server: ServerProcess, cookie: string) => ({ cookie, origin: server.url })

export { startServer }
