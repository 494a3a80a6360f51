import type { Db } from '#db/client'
import type { Participant } from '#db/queries/participants'
import type { SessionId } from '#domain/ids'
import type { Actor } from '#domain/people/participants'
import type { SessionCookie } from '#server/auth/sessions'
import type { OverlapKeeper } from '#server/workers/overlap/overlap-keeper'

declare module '@remix-run/node' {
  interface AppLoadContext {
    db: Db
    actor: Actor
    participant: Participant | undefined
    session: SessionId | undefined
    cookie: SessionCookie
    /** The sender's network address, for throttling. */
    networkAddress: string
    /** Allows this page's own inline scripts under the content security policy. */
    nonce: string
    dataDir: string
    /** How much the items of a workplan overlap. */
    overlap: OverlapKeeper
    /** Wakes whoever follows the log: live pages and open documents. Called after every change by itself. */
    wake: () => void
  }
}
