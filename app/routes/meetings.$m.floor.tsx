import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { Form, Link, useActionData, useLoaderData } from '@remix-run/react'
import type { ReactNode } from 'react'
import { z } from 'zod'
import { findMeeting } from '#db/queries/meetings'
import { DelegationNames } from '#components/delegations'
import { useFormat, useMessages } from '#components/language'
import { useLiveMeeting } from '#components/live'
import { RefusalNotice } from '#components/refusal-notice'
import { clock, SpeakingClock } from '#components/speaking-clock'
import type { SpeakerId } from '#domain/ids'
import { can } from '#domain/permissions'
import { speakerKinds } from '#domain/speakers'
import { requireActor } from '#server/auth/require-actor'
import { askForFloor, giveFloor, leaveFloor, moveUpOnFloor } from '#server/commands/lead-room'
import { badgesOf } from '#server/views/drafting-desk'
import { readFloor } from '#server/views/room'

const formSchema = z.discriminatedUnion('intent', [
  z.object({ intent: z.literal('ask'), kind: z.enum(speakerKinds) }),
  z.object({
    intent: z.enum(['give', 'leave', 'move-up']),
    speaker: z.string().transform((id) => id as SpeakerId),
  }),
])

const changes = { give: giveFloor, leave: leaveFloor, 'move-up': moveUpOnFloor } as const

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const actor = requireActor(request, context)
  const meeting = await findMeeting(context.db, String(params['m']))
  if (!meeting || !can(actor, 'meeting.see', meeting)) throw new Response(null, { status: 404 })
  return {
    meeting: { id: meeting.id, title: meeting.title },
    badges: await badgesOf(context.db),
    floor: await readFloor(context.db, actor, meeting, new Date()),
  }
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  const actor = requireActor(request, context)
  const meeting = await findMeeting(context.db, String(params['m']))
  const form = formSchema.safeParse(Object.fromEntries(await request.formData()))
  if (!meeting || !form.success) return data({ refusal: 'invalid' as const }, { status: 400 })
  const result =
    form.data.intent === 'ask'
      ? await askForFloor(context.db, actor, { meeting: meeting.id, kind: form.data.kind })
      : await changes[form.data.intent](context.db, actor, {
          meeting: meeting.id,
          speaker: form.data.speaker,
        })
  if (!result.ok) return data({ refusal: result.refusal }, { status: 409 })
  return redirect(`/meetings/${meeting.id}/floor`)
}

type Waiting = ReturnType<typeof useLoaderData<typeof loader>>['floor']['waiting'][number]

/** The list of speakers: who has the floor, who waits, and how long everybody spoke. */
export default function Floor() {
  const { meeting, badges, floor } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const t = useMessages()
  const format = useFormat()
  useLiveMeeting(meeting.id)
  const { speaking, waiting, used, may } = floor
  return (
    <div className="page page-narrow">
      <p>
        <Link to={`/meetings/${meeting.id}`}>{format.name(meeting.title)}</Link>
      </p>
      <h1>{t('floor.title')}</h1>
      <RefusalNotice refusal={answer?.refusal} />
      <section className="card" aria-labelledby="speaking">
        <h2 id="speaking">{t('floor.speaking')}</h2>
        {speaking ? (
          <div className="floor-speaking">
            <p>
              <strong>
                <DelegationNames ids={[speaking.delegation]} badges={badges} />
              </strong>{' '}
              <span className="soft">{t(`floor.kind.${speaking.kind}`)}</span>
            </p>
            <SpeakingClock startedAt={speaking.startedAt} limit={speaking.limit} now={floor.now} />
            {speaking.mayEnd && (
              <SpeakerForm speaker={speaking.id}>
                <button className="button button-small" type="submit" name="intent" value="leave">
                  {t('floor.end')}
                </button>
              </SpeakerForm>
            )}
          </div>
        ) : (
          <p className="soft">{t('floor.nobody')}</p>
        )}
      </section>
      <h2>{t('floor.waiting')}</h2>
      {waiting.length === 0 && <p className="empty">{t('floor.empty')}</p>}
      <ol className="rows">
        {waiting.map((one, place) => (
          <li key={one.id}>
            <span>
              <DelegationNames ids={[one.delegation]} badges={badges} />{' '}
              <span className="soft">
                {t(`floor.kind.${one.kind}`)} · <bdi>{clock(one.limit)}</bdi>
              </span>
            </span>
            <WaitingForms one={one} mayGive={may.give} isFirst={place === 0} />
          </li>
        ))}
      </ol>
      {may.ask && (
        <Form method="post" className="button-row">
          <input type="hidden" name="intent" value="ask" />
          <button className="button button-primary" type="submit" name="kind" value="statement">
            {t('floor.ask')}
          </button>
          <button className="button" type="submit" name="kind" value="right-of-reply">
            {t('floor.ask-reply')}
          </button>
        </Form>
      )}
      {used.length > 0 && (
        <table className="table">
          <caption>{t('floor.used')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('floor.delegation')}</th>
              <th scope="col">{t('floor.time')}</th>
            </tr>
          </thead>
          <tbody>
            {used.map((one) => (
              <tr key={one.delegation}>
                <th scope="row">
                  <DelegationNames ids={[one.delegation]} badges={badges} />
                </th>
                <td>
                  <bdi>{clock(one.seconds)}</bdi>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  )
}

function SpeakerForm({ speaker, children }: { speaker: string; children: ReactNode }) {
  return (
    <Form method="post" className="button-row">
      <input type="hidden" name="speaker" value={speaker} />
      {children}
    </Form>
  )
}

function WaitingForms({ one, mayGive, isFirst }: { one: Waiting; mayGive: boolean; isFirst: boolean }) {
  const t = useMessages()
  return (
    <SpeakerForm speaker={one.id}>
      {mayGive && (
        <button
          className={`button button-small${isFirst ? ' button-primary' : ''}`}
          type="submit"
          name="intent"
          value="give"
        >
          {t('floor.give')}
        </button>
      )}
      {mayGive && !isFirst && (
        <button className="button button-small" type="submit" name="intent" value="move-up">
          {t('floor.move-up')}
        </button>
      )}
      {one.mayLeave && (
        <button className="button button-small" type="submit" name="intent" value="leave">
          {t('floor.leave')}
        </button>
      )}
    </SpeakerForm>
  )
}
