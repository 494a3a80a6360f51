import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { createRequestHandler, type AppLoadContext, type ServerBuild } from '@remix-run/node'
import type { Db } from '#db/client'
import { findParticipant } from '#db/queries/participants'
import type { SessionId } from '#domain/ids'
import { isSignedIn, type Actor } from '#domain/people/participants'
import { deviceCookie } from '#server/auth/devices'
import { createPasswords } from '#server/auth/passwords'
import { sessionCookie } from '#server/auth/sessions'
import '#server/http/load-context'
import { openLongTexts } from '#server/pool/long-texts'
import type { Fields } from './knocks'

const secret = 'a secret of tests only'

/** The pages as they were built, answering in this process: any database, any actor, no socket. */
export async function openPages() {
  const file = join(process.cwd(), 'build/server/index.js')
  if (!existsSync(file)) throw new Error('The pages are not built: npm run build.')
  const handle = createRequestHandler((await import(pathToFileURL(file).href)) as ServerBuild, 'production')
  const nothing = () => undefined
  const passwords = createPasswords({
    estimate: async () => 4,
    limits: { concurrency: 1, waiting: 10 },
  })
  const pool = {
    run: () => Promise.reject(new Error('Nothing here is worked out beside the event loop.')),
    close: async () => undefined,
  } as unknown as AppLoadContext['pool']
  const contextOf = async (db: Db, actor: Actor): Promise<AppLoadContext> => ({
    db,
    actor,
    participant: isSignedIn(actor) ? await findParticipant(db, actor.participant) : undefined,
    session: isSignedIn(actor) ? ('session' as SessionId) : undefined,
    cookie: sessionCookie(secret, false),
    devices: deviceCookie(secret, false),
    passwords,
    pool,
    // Its texts are short, and need no thread.
    longTexts: openLongTexts(pool, db, 'no address', 50_000),
    post: () => ({ address: 'http://localhost', canSend: false }),
    later: (work) => void work.catch(nothing),
    sender: '192.0.2.1',
    nonce: 'nonce',
    dataDir: '.',
    imports: {
      wake: nothing,
      cancel: nothing,
      readCells: () => Promise.reject(new Error('Nothing here sends a spreadsheet.')),
      close: async () => undefined,
    },
    limitImportBytes: 1_000_000,
    overlap: {
      find: async () => undefined,
      get: () => Promise.reject(new Error('Nothing here is compared.')),
      close: async () => undefined,
    },
    refusedPost: undefined,
    isDataRequest: true,
    wake: nothing,
  })

  const dataPath = (path: string) => {
    const url = new URL(path, 'http://localhost')
    url.pathname = url.pathname === '/' ? '/_root.data' : `${url.pathname}.data`
    return url
  }

  return {
    /** Sends a form as the pages do. */
    post: async (db: Db, actor: Actor, path: string, fields: Fields, asFile = false) => {
      const body = asFile ? new FormData() : new URLSearchParams()
      for (const [name, value] of Object.entries(fields))
        for (const one of [value].flat()) body.append(name, one)
      return handle(new Request(dataPath(path), { method: 'POST', body }), await contextOf(db, actor))
    },
    /** Reads what a page is made of. */
    read: async (db: Db, actor: Actor, path: string) =>
      handle(new Request(dataPath(path)), await contextOf(db, actor)),
  }
}
