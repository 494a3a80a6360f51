import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { Link, useActionData, useLoaderData } from '@remix-run/react'
import { useState } from 'react'
import { z } from 'zod'
import { useLiveMeeting } from '#components/meetings/live'
import { DelegationNames } from '#components/people/delegations'
import { Countdown } from '#components/ui/countdown'
import { DeadlineField } from '#components/ui/deadline-field'
import { Form } from '#components/ui/form'
import { Text, useFormat, useMessages } from '#components/ui/language'
import { OwnTime } from '#components/ui/own-time'
import { RefusalNotice } from '#components/ui/refusal-notice'
import { findMeeting } from '#db/queries/meetings'
import type { RecommendationId } from '#domain/ids'
import { can } from '#domain/permissions/can'
import { silenceIs } from '#domain/status'
import { instantIn } from '#domain/time/deadlines'
import { requireActor } from '#server/auth/require-actor'
import { putSeveralUnderSilence, type SeveralSilences } from '#server/commands/silences/begin-several'
import { badgesOf } from '#server/views/drafting-desk'
import { readSilences } from '#server/views/silences'

const formSchema = z.object({
  paragraphs: z.array(z.string().transform((id) => id as RecommendationId)),
  deadline: z.string(),
})

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const actor = requireActor(request, context)
  const meeting = await findMeeting(context.db, String(params['m']))
  if (!meeting || !can(actor, 'consolidation.see', meeting)) throw new Response(null, { status: 404 })
  return {
    meeting: { id: meeting.id, title: meeting.title, timeZone: meeting.timeZone },
    badges: await badgesOf(context.db, meeting),
    now: new Date().toISOString(),
    ...(await readSilences(context.db, actor, meeting)),
  }
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  const actor = requireActor(request, context)
  const meeting = await findMeeting(context.db, String(params['m']))
  const form = await request.formData()
  const typed = formSchema.safeParse({ paragraphs: form.getAll('paragraph'), deadline: form.get('deadline') })
  if (!meeting || !typed.success) throw new Response(null, { status: 400 })
  const { paragraphs, deadline } = typed.data
  const at = instantIn(deadline, meeting.timeZone)
  const result: SeveralSilences = at
    ? await putSeveralUnderSilence(context.db, actor, {
        meeting: meeting.id,
        recommendations: paragraphs,
        deadline: at,
      })
    : { ok: false, refusal: 'invalid', refused: [] }
  if (!result.ok) {
    return data({ refusal: result.refusal, refused: result.refused, paragraphs, deadline }, { status: 409 })
  }
  return redirect(`/meetings/${meeting.id}/silence`)
}

type Page = ReturnType<typeof useLoaderData<typeof loader>>
type Paragraph = Page['open'][number]

/** The silence procedures of a meeting; from here the Chair puts several paragraphs under silence at once. */
export default function Silences() {
  const { meeting, running, ended, badges, now } = useLoaderData<typeof loader>()
  const t = useMessages()
  const format = useFormat()
  useLiveMeeting(meeting.id)
  return (
    <div className="page page-list">
      <p>
        <Link to={`/meetings/${meeting.id}`}>{format.name(meeting.title)}</Link>
      </p>
      <h1>{t('silence.title')}</h1>
      <p className="lead">{t('silence.lead')}</p>
      <section aria-labelledby="running">
        <h2 id="running">{t('silence.now-running')}</h2>
        {running.length === 0 && <p className="empty">{t('silence.none-running')}</p>}
        <ul className="cards">
          {running.map((silence) => (
            <li key={silence.id} className="card silence-card">
              <ParagraphLine paragraph={silence.paragraph} />
              <p className="item-head soft">
                <span>
                  {t('silence.at', { deadline: format.instant(silence.deadline, meeting.timeZone) })}
                </span>
                <Countdown until={silence.deadline} now={now} />
              </p>
              <OwnTime at={silence.deadline} timeZone={meeting.timeZone} />
            </li>
          ))}
        </ul>
      </section>
      <Choose />
      {ended.length > 0 && (
        <section aria-labelledby="ended">
          <h2 id="ended">{t('silence.ended-list')}</h2>
          <ul className="cards">
            {ended.map((silence) => (
              <li key={silence.id} className="card silence-card">
                <ParagraphLine paragraph={silence.paragraph} />
                <p className="item-head">
                  {!silenceIs.running(silence.status) && (
                    <strong>{t(`silence.outcome.${silence.status}`)}</strong>
                  )}
                  {silence.brokenBy && <DelegationNames ids={[silence.brokenBy]} badges={badges} />}
                  {silence.endedAt && (
                    <span className="soft">{format.instant(silence.endedAt, meeting.timeZone)}</span>
                  )}
                </p>
                {silence.reason && <p dir="auto">{silence.reason}</p>}
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  )
}

function ParagraphLine({ paragraph }: { paragraph: Paragraph }) {
  const { meeting } = useLoaderData<typeof loader>()
  return (
    <p className="document-text document-text-small silence-line">
      <bdi className="rail-label">{paragraph.number ?? '–'}</bdi>
      <Link to={`/meetings/${meeting.id}/recommendations/${paragraph.id}`}>
        <Text language={paragraph.language}>{paragraph.text}</Text>
      </Link>
    </p>
  )
}

/** The Chair's form; no one else has anything to choose from. */
function Choose() {
  const { open, meeting, now } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const t = useMessages()
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set(answer?.paragraphs))
  if (open.length === 0) return <RefusalNotice refusal={answer?.refusal} />
  const count = open.filter((candidate) => chosen.has(candidate.id)).length
  const choose = (ids: readonly string[], on: boolean) => {
    const next = new Set(chosen)
    for (const id of ids) {
      if (on) next.add(id)
      else next.delete(id)
    }
    setChosen(next)
  }
  return (
    <section aria-labelledby="choose">
      <h2 id="choose">{t('silence.choose')}</h2>
      <Form method="post" className="sheet">
        <div className="sheet-body">
          <fieldset className="silence-choices">
            <legend>{t('silence.choose-legend')}</legend>
            <label className="choice">
              <input
                type="checkbox"
                checked={count === open.length}
                onChange={(event) =>
                  choose(
                    open.map((entry) => entry.id),
                    event.target.checked,
                  )
                }
              />
              {t('silence.choose-all')}
            </label>
            {open.map((entry) => (
              <label key={entry.id} className="choice">
                <input
                  type="checkbox"
                  name="paragraph"
                  value={entry.id}
                  checked={chosen.has(entry.id)}
                  onChange={(event) => choose([entry.id], event.target.checked)}
                />
                <span className="document-text document-text-small silence-line">
                  <bdi className="rail-label">{entry.number}</bdi>{' '}
                  <Text language={entry.language}>{entry.text || t('recommendation.empty')}</Text>
                </span>
              </label>
            ))}
          </fieldset>
          <DeadlineField timeZone={meeting.timeZone} now={now} typed={answer?.deadline} />
          <p>{t('silence.explained')}</p>
          <RefusalNotice refusal={answer?.refusal} />
          {answer && answer.refused.length > 0 && <Refused refused={answer.refused} />}
          <button className="button button-primary" type="submit">
            {t('silence.several-submit', { count })}
          </button>
        </div>
      </Form>
    </section>
  )
}

type Answer = NonNullable<ReturnType<typeof useActionData<typeof action>>>

/** Each paragraph that cannot be put under silence, with its reason. */
function Refused({ refused }: { refused: Answer['refused'] }) {
  const { open, running } = useLoaderData<typeof loader>()
  const t = useMessages()
  const known = [...open, ...running.map((entry) => entry.paragraph)]
  return (
    <ul className="notice silence-refused" data-tone="bad">
      {refused.map(({ recommendation, refusal }) => {
        const paragraph = known.find((candidate) => candidate.id === recommendation)
        return (
          <li key={recommendation}>
            {paragraph && (
              <>
                <bdi className="rail-label">{paragraph.number}</bdi>{' '}
                <Text language={paragraph.language} className="rail-text">
                  {paragraph.text}
                </Text>
              </>
            )}
            {t(`refusal.${refusal}`)}
          </li>
        )
      })}
    </ul>
  )
}
