import type { Request, RequestHandler, Response } from 'express'
import type { Db } from '#db/client'
import { findMeeting, type Meeting } from '#db/queries/meetings'
import { isSignedIn } from '#domain/people/participants'
import { can } from '#domain/permissions/can'
import type { OpenConnections } from '#server/auth/open-connections'
import type { SignedIn } from '#server/auth/sessions'
import type { LiveFeed } from './live'
import type { PresenceFeed } from './presence-feed'
import { senderOf, type Site } from './site'

/** What a refused page waits before it asks again, in seconds. */
const retryAfterSeconds = 30

const sessionEndEvent = 'event: session-end\ndata: 1\n\n'

type Parts = {
  db: Db
  feed: LiveFeed
  presence: PresenceFeed
  connections: OpenConnections
  site: Site
  signedIn: (request: Request) => Promise<SignedIn>
  /** Told why a stream was not opened. */
  onRefused: (reason: string) => void
}

/** The event streams that keep open pages current: of one meeting, and of all of them. */
export function createEventStreams({ db, feed, presence, connections, site, signedIn, onRefused }: Parts): {
  meeting: RequestHandler
  everything: RequestHandler
} {
  const open = (request: Request, response: Response, by: SignedIn, meeting: Meeting | undefined) => {
    // It may have closed while it was looked up; nothing would then ever leave what is entered below.
    if (response.destroyed) return
    const { reader } = request.query
    if (typeof reader === 'string' && reader !== by.participant?.id) {
      // The page was made for somebody who is signed out by now.
      response.set({ 'content-type': 'text/event-stream', 'cache-control': 'no-store' }).end(sessionEndEvent)
      return
    }
    const entry = connections.enter({
      kind: 'stream',
      actor: by.actor,
      session: by.session,
      networkAddress: senderOf(site.addressOf(request)),
      onSessionEnd: () => {
        response.end(sessionEndEvent)
      },
      onActorChange: (actor) => {
        subscription.setActor(actor)
        page?.setActor(actor)
      },
    })
    if (!entry.ok) {
      onRefused(entry.refusal)
      response
        .status(429)
        .set({ 'retry-after': String(retryAfterSeconds), 'cache-control': 'no-store' })
        .type('text/plain')
        .send(`Too many open connections (${entry.refusal}).`)
      return
    }
    response.on('close', entry.leave)
    const subscription = feed.subscribe(response, {
      meeting: meeting?.id,
      actor: by.actor,
      after: Number(request.query['after']),
    })
    const page = meeting && presence.join(response, { place: meeting, actor: by.actor })
  }

  const followMeeting = async (request: Request, response: Response) => {
    const by = await signedIn(request)
    const meeting = await findMeeting(db, String(request.params['meeting']))
    if (!meeting || !can(by.actor, 'meeting.see', meeting)) return void response.status(404).end()
    open(request, response, by, meeting)
  }
  const followEverything = async (request: Request, response: Response) => {
    const by = await signedIn(request)
    if (!isSignedIn(by.actor) && request.query['reader'] === undefined) return void response.status(404).end()
    open(request, response, by, undefined)
  }
  return {
    meeting: (request, response, next) => void followMeeting(request, response).catch(next),
    everything: (request, response, next) => void followEverything(request, response).catch(next),
  }
}
