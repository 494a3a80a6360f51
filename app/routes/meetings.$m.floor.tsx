import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { Link, useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { Agenda } from '#components/meetings/agenda'
import { ListKeeping } from '#components/meetings/list-keeping'
import { useLiveMeeting } from '#components/meetings/live'
import { PresencePanel } from '#components/meetings/presence-panel'
import { ScreenConsole } from '#components/meetings/screen-console'
import { SpeakersList, TimeUsed } from '#components/meetings/speakers-list'
import { Form } from '#components/ui/form'
import { useFormat, useMessages } from '#components/ui/language'
import { RefusalNotice } from '#components/ui/refusal-notice'
import type { Db } from '#db/client'
import { findMeeting } from '#db/queries/meetings'
import type { AmendmentId, DelegationId, MeetingId, RecommendationId, SpeakerId } from '#domain/ids'
import { limitNames, speakerKinds, type LimitName } from '#domain/meetings/speakers'
import type { Actor } from '#domain/people/participants'
import { can } from '#domain/permissions/can'
import { requireActor } from '#server/auth/require-actor'
import { askForFloor } from '#server/commands/floor/ask'
import { closeFloorList } from '#server/commands/floor/close-list'
import { giveFloor } from '#server/commands/floor/give'
import { leaveFloor } from '#server/commands/floor/leave'
import { listDelegationToSpeak } from '#server/commands/floor/list-delegation'
import { moveOnFloor } from '#server/commands/floor/move'
import { reopenFloorList } from '#server/commands/floor/reopen-list'
import { setSpeakingLimits } from '#server/commands/floor/set-limits'
import { chooseRoomView } from '#server/commands/room/choose-view'
import { clearRoom } from '#server/commands/room/clear'
import { moveOnAgenda } from '#server/commands/room/move-on-agenda'
import { showInRoom } from '#server/commands/room/show'
import type { Result } from '#server/frame/refusal'
import { badgesOf } from '#server/views/drafting-desk'
import { readAgenda, readConsole, readFloor } from '#server/views/room'

const kind = z.enum(speakerKinds)
/** Typed in minutes, kept in seconds. */
const minutes = z.coerce.number().transform((value) => Math.round(value * 60))
const formSchema = z.discriminatedUnion('intent', [
  z.object({ intent: z.literal('ask'), kind }),
  z.object({
    intent: z.enum(['give', 'leave', 'move-up', 'move-down']),
    speaker: z.string().transform((id) => id as SpeakerId),
  }),
  z.object({
    intent: z.literal('list'),
    delegation: z.string().transform((id) => id as DelegationId),
    kind,
  }),
  z.object({ intent: z.enum(['close-list', 'reopen-list']) }),
  z.object({
    intent: z.literal('limits'),
    ...(Object.fromEntries(limitNames.map((name) => [name, minutes])) as Record<LimitName, typeof minutes>),
  }),
  z.object({
    intent: z.literal('show'),
    recommendation: z.string().transform((id) => id as RecommendationId),
  }),
  z.object({
    intent: z.literal('view'),
    view: z.enum(['text', 'amendments', 'amendment', 'none']),
    amendment: z
      .string()
      .transform((id) => id as AmendmentId)
      .optional(),
  }),
  z.object({ intent: z.literal('agenda'), item: z.string() }),
])

export const handle = { title: 'floor.title' }

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const actor = requireActor(request, context)
  const { db } = context
  const meeting = await findMeeting(db, String(params['m']))
  if (!meeting || !can(actor, 'room.see', meeting)) throw new Response(null, { status: 404 })
  const mayLead = can(actor, 'room.lead', meeting)
  const [badges, floor, agenda, screen] = await Promise.all([
    badgesOf(db, meeting),
    readFloor(db, actor, meeting, new Date()),
    readAgenda(db, meeting),
    mayLead ? readConsole(db, actor, meeting) : undefined,
  ])
  return { meeting: { id: meeting.id, title: meeting.title }, badges, floor, agenda, screen, mayLead }
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  const actor = requireActor(request, context)
  const meeting = await findMeeting(context.db, String(params['m']))
  const form = formSchema.safeParse(Object.fromEntries(await request.formData()))
  if (!meeting || !form.success) return data({ refusal: 'invalid' as const }, { status: 400 })
  const result = await run(context.db, actor, meeting.id, form.data)
  if (!result.ok) return data({ refusal: result.refusal }, { status: 409 })
  return redirect(`/meetings/${meeting.id}/floor`)
}

function run(db: Db, actor: Actor, meeting: MeetingId, form: z.infer<typeof formSchema>): Promise<Result> {
  switch (form.intent) {
    case 'ask':
      return askForFloor(db, actor, { meeting, kind: form.kind })
    case 'give':
      return giveFloor(db, actor, { meeting, speaker: form.speaker })
    case 'leave':
      return leaveFloor(db, actor, { meeting, speaker: form.speaker })
    case 'move-up':
      return moveOnFloor(db, actor, { meeting, speaker: form.speaker, direction: 'up' })
    case 'move-down':
      return moveOnFloor(db, actor, { meeting, speaker: form.speaker, direction: 'down' })
    case 'list':
      return listDelegationToSpeak(db, actor, { meeting, delegation: form.delegation, kind: form.kind })
    case 'close-list':
      return closeFloorList(db, actor, { meeting })
    case 'reopen-list':
      return reopenFloorList(db, actor, { meeting })
    case 'limits':
      return setSpeakingLimits(db, actor, { meeting, limits: form })
    case 'show':
      return showInRoom(db, actor, { recommendation: form.recommendation })
    case 'view':
      return form.view === 'none'
        ? clearRoom(db, actor, { meeting })
        : chooseRoomView(db, actor, { meeting, view: form.view, amendment: form.amendment })
    case 'agenda':
      return moveOnAgenda(db, actor, { meeting, item: form.item })
    default:
      return form satisfies never
  }
}

/** The list of speakers and the agenda; for anyone who leads the meeting, the console from which it is led. */
export default function Floor() {
  const { meeting, badges, floor, agenda, screen, mayLead } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const t = useMessages()
  const format = useFormat()
  const { presence } = useLiveMeeting(meeting.id)
  return (
    <div className="page page-floor">
      <p>
        <Link to={`/meetings/${meeting.id}`}>{format.name(meeting.title)}</Link>
      </p>
      <h1>{t(mayLead ? 'console.title' : 'floor.title')}</h1>
      <RefusalNotice refusal={answer?.refusal} />
      <div className="floor-columns">
        <div>
          {screen && <ScreenConsole meeting={meeting.id} facts={screen} badges={badges} />}
          <SpeakersList floor={floor} badges={badges} />
          {floor.may.ask && <AskForm isClosed={floor.closedAt !== undefined} />}
          {floor.may.keep && (
            <ListKeeping
              badges={badges}
              isClosed={floor.closedAt !== undefined}
              mayList={floor.may.list}
              limits={floor.limits}
            />
          )}
        </div>
        <div>
          <p>
            <Link className="button" to={`/meetings/${meeting.id}/projector`}>
              {t('room.projector')}
            </Link>
          </p>
          <Agenda agenda={agenda} mayLead={mayLead} />
          <PresencePanel presence={presence} badges={badges} />
          <TimeUsed used={floor.used} badges={badges} />
        </div>
      </div>
    </div>
  )
}

/** A closed list still takes replies and points of order. */
function AskForm({ isClosed }: { isClosed: boolean }) {
  const t = useMessages()
  return (
    <Form method="post" className="button-row" preventScrollReset>
      <input type="hidden" name="intent" value="ask" />
      {!isClosed && (
        <button className="button button-primary" type="submit" name="kind" value="statement">
          {t('floor.ask')}
        </button>
      )}
      <button className="button" type="submit" name="kind" value="right-of-reply">
        {t('floor.ask-reply')}
      </button>
      <button className="button" type="submit" name="kind" value="point-of-order">
        {t('floor.ask-order')}
      </button>
    </Form>
  )
}
