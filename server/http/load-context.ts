import type { Db } from '#db/client'
import type { Participant } from '#db/queries/participants'
import type { SessionId } from '#domain/ids'
import type { Actor } from '#domain/people/participants'
import type { DeviceCookie } from '#server/auth/devices'
import type { Passwords } from '#server/auth/passwords'
import type { SessionCookie } from '#server/auth/sessions'
import type { ImportReader } from '#server/workers/import-reader'
import type { OverlapKeeper } from '#server/workers/overlap/overlap-keeper'
import type { RefusedPost } from '#server/http/refused-post'
import type { Post } from '#server/mail/write-notices'
import type { Pool } from '#server/pool/pool'
import type { LongTexts } from '#server/pool/long-texts'

declare module '@remix-run/node' {
  interface AppLoadContext {
    db: Db
    actor: Actor
    participant: Participant | undefined
    session: SessionId | undefined
    cookie: SessionCookie
    devices: DeviceCookie
    passwords: Passwords
    /** Off the event loop: work that would keep everybody waiting. */
    pool: Pool
    /** What takes long for long texts. */
    longTexts: LongTexts
    /** The address of this site for links in mails, and whether mails can be sent. */
    post: () => Post
    /** Work whose end the answer does not wait for. */
    later: (work: Promise<unknown>) => void
    /** Who sends this, for counting: a network address, or the network that one customer has. */
    sender: string
    /** Allows this page's own inline scripts under the content security policy. */
    nonce: string
    dataDir: string
    /** Reads files that are imported, apart from this process. */
    imports: ImportReader
    /** The largest file that is read, in bytes. */
    limitImportBytes: number
    /** How much the items of a workplan overlap. */
    overlap: OverlapKeeper
    /** What this request has posted and was refused, for the page that is shown for it where no scripts run. */
    refusedPost: RefusedPost | undefined
    /** Whether a script asks for data, instead of a browser for a page. */
    isDataRequest: boolean
    /** Wakes all that follows the log: live pages and open documents. Called after every change by itself. */
    wake: () => void
  }
}
