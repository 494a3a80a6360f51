import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { Link, useActionData, useLoaderData, useNavigate } from '@remix-run/react'
import { useCallback, useEffect, useState } from 'react'
import { z } from 'zod'
import { AuthorshipView } from '#components/text/authorship-view'
import { DiffView } from '#components/text/diff-view'
import { useComputedStyle } from '#components/ui/computed-style'
import { Form } from '#components/ui/form'
import { useFormat, useMessages } from '#components/ui/language'
import { RefusalNotice } from '#components/ui/refusal-notice'
import { StatusChip } from '#components/ui/status-chip'
import { listLabels } from '#db/queries/labels'
import { findMeeting } from '#db/queries/meetings'
import { listDelegations } from '#db/queries/delegations'
import { findRecommendation } from '#db/queries/recommendations'
import { can } from '#domain/permissions/can'
import { requireActor } from '#server/auth/require-actor'
import { restoreText } from '#server/commands/recommendations/restore-text'

const entry = z.coerce.number().int().min(0)
const formSchema = z.object({ at: entry, seen: entry })

export const handle = { title: 'history.title' }

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const { db, longTexts } = context
  const actor = requireActor(request, context)
  const item = await findRecommendation(db, String(params['r']))
  const meeting = await findMeeting(db, String(params['m']))
  const visible =
    item && meeting && item.meeting === meeting.id && can(actor, 'recommendation.see-history', item)
  if (!visible) throw new Response(null, { status: 404 })
  const query = new URL(request.url).searchParams
  const numberIn = (name: string) =>
    entry
      .optional()
      .catch(undefined)
      .parse(query.get(name) ?? undefined)
  const authors = query.has('authors')
  const [history, labels, delegations] = await Promise.all([
    longTexts.readHistory(item, actor, item, { at: numberIn('at'), from: numberIn('from'), authors }),
    listLabels(db, meeting.id),
    listDelegations(db, item.group),
  ])
  return {
    meeting: { id: meeting.id, title: meeting.title, timeZone: meeting.timeZone },
    item: { id: item.id, status: item.status, language: item.language, label: labels.get(item.id) },
    names: Object.fromEntries(delegations.map((delegation) => [delegation.id, delegation.name])),
    chosenFrom: numberIn('from'),
    history,
  }
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  const actor = requireActor(request, context)
  const item = await findRecommendation(context.db, String(params['r']))
  const form = formSchema.safeParse(Object.fromEntries(await request.formData()))
  if (!item || !can(actor, 'recommendation.see-history', item)) throw new Response(null, { status: 404 })
  if (!form.success) return data({ refusal: 'invalid' as const }, { status: 400 })
  const { at, seen } = form.data
  const result = await restoreText(context.db, actor, { recommendation: item.id, entry: at, seen })
  if (!result.ok) return data({ refusal: result.refusal }, { status: 409 })
  return redirect(`/meetings/${item.meeting}/recommendations/${item.id}`)
}

type Page = ReturnType<typeof useLoaderData<typeof loader>>
type Life = NonNullable<Page['history']>
type MomentFacts = Life['moments'][number]

export default function HistoryPage() {
  const { meeting, item, history } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const t = useMessages()
  const format = useFormat()
  const desk = `/meetings/${meeting.id}/recommendations/${item.id}`
  return (
    <div className="page page-history">
      <p>
        <Link to={`/meetings/${meeting.id}`}>{format.name(meeting.title)}</Link> ·{' '}
        <Link to={desk}>{t('history.back')}</Link>
      </p>
      <h1>
        {t('history.title')} {item.label && <bdi className="sheet-label">{item.label}</bdi>}{' '}
        <StatusChip status={item.status} />
      </h1>
      <RefusalNotice refusal={answer?.refusal} />
      {history ? <LifeView life={history} /> : <p className="empty">{t('history.none')}</p>}
    </div>
  )
}

function LifeView({ life }: { life: Life }) {
  const { meeting, item, names, chosenFrom } = useLoaderData<typeof loader>()
  const t = useMessages()
  const format = useFormat()
  const { moments, at, from, version, restoring } = life
  const moment = moments.find((historyMoment) => historyMoment.id === at)
  const before = moments.find((historyMoment) => historyMoment.id === from)
  const addressOf = useAddress(chosenFrom, life.authorship !== undefined)
  const say = (historyMoment: MomentFacts) => {
    const who = historyMoment.delegation ? format.name(historyMoment.delegation) : historyMoment.name
    return [
      format.time(historyMoment.at, meeting.timeZone),
      who,
      ...historyMoment.events.map((event) => t(`event.${event.sentence}`)),
    ]
      .filter(Boolean)
      .join(' · ')
  }
  return (
    <div className="history">
      <div className="history-text">
        <Player moments={moments} at={at} addressOf={addressOf} say={say} />
        <p role="status" className="history-moment">
          {moment && say(moment)}
        </p>
        <article className="sheet">
          <header>
            <span className="soft">
              {life.authorship
                ? t('history.authors-then')
                : before
                  ? t('history.compared', { time: format.time(before.at, meeting.timeZone) })
                  : t('history.beginning')}
            </span>
            {version && (
              <span className="chip" data-tone={version.matches ? 'good' : 'bad'}>
                {t(version.matches ? 'history.version-matches' : 'history.version-differs', {
                  number: version.number,
                })}{' '}
                <abbr className="hash" title={`SHA-256 ${version.hash}`}>
                  {version.hash.slice(0, 12)}
                </abbr>
              </span>
            )}
          </header>
          {life.authorship ? (
            <AuthorshipView authorship={life.authorship} language={item.language} />
          ) : (
            <div className="sheet-body">
              <DiffView lines={life.lines} language={item.language} />
            </div>
          )}
          <footer>
            <Link to={addressOf(at, { authors: !life.authorship })} preventScrollReset replace>
              {t(life.authorship ? 'history.show-changes' : 'authorship.show')}
            </Link>
          </footer>
        </article>
        {restoring && (
          <details className="reason-form" key={at}>
            <summary>{t('history.restore')}</summary>
            <p>{t('history.restore-preview')}</p>
            <DiffView lines={restoring.lines} language={item.language} context="near" />
            <Form method="post">
              <input type="hidden" name="at" value={at} />
              <input type="hidden" name="seen" value={restoring.seen} />
              <button className="button button-primary" type="submit">
                {t('history.restore-submit')}
              </button>
            </Form>
          </details>
        )}
      </div>
      <aside className="history-side" aria-label={t('history.moments')}>
        <CompareForm life={life} say={say} />
        <h2>{t('history.moments')}</h2>
        <ol className="history-moments" reversed>
          {moments.toReversed().map((historyMoment) => (
            <li key={historyMoment.id}>
              <Link
                to={addressOf(historyMoment.id)}
                preventScrollReset
                replace
                aria-current={historyMoment.id === at ? 'true' : undefined}
              >
                <time dateTime={historyMoment.at}>{format.time(historyMoment.at, meeting.timeZone)}</time>
                {(historyMoment.delegation ?? historyMoment.name) && (
                  <span>
                    {' '}
                    · {historyMoment.delegation ? format.name(historyMoment.delegation) : historyMoment.name}
                  </span>
                )}
                {historyMoment.events.map((event, index) => (
                  <strong key={index}>
                    {t(`event.${event.sentence}`)}
                    {event.delegation && ` (${format.name(names[event.delegation] ?? {})})`}
                  </strong>
                ))}
              </Link>
            </li>
          ))}
        </ol>
      </aside>
    </div>
  )
}

type AddressOf = (at: number, change?: { authors: boolean }) => string

/** The address of a moment: what is compared and how it is shown stay as they are. */
function useAddress(from: number | undefined, authors: boolean): AddressOf {
  return useCallback(
    (at, change) => {
      const query = new URLSearchParams({ at: String(at) })
      if (from !== undefined) query.set('from', String(from))
      if (change?.authors ?? authors) query.set('authors', '')
      return `?${query}`
    },
    [from, authors],
  )
}

/** How long one moment stays while the life of a text is played, in milliseconds. */
const playingPace = 900

function Player({
  moments,
  at,
  addressOf,
  say,
}: {
  moments: readonly MomentFacts[]
  at: number
  addressOf: AddressOf
  say: (moment: MomentFacts) => string
}) {
  const t = useMessages()
  const navigate = useNavigate()
  const styled = useComputedStyle()
  const [playing, setPlaying] = useState(false)
  const index = moments.findIndex((historyMoment) => historyMoment.id === at)
  const isLast = index === moments.length - 1
  const show = useCallback(
    (to: number) => {
      const moment = moments[to]
      if (moment) void navigate(addressOf(moment.id), { replace: true, preventScrollReset: true })
    },
    [moments, addressOf, navigate],
  )
  useEffect(() => {
    if (!playing) return undefined
    const timer = setTimeout(() => (isLast ? setPlaying(false) : show(index + 1)), playingPace)
    return () => clearTimeout(timer)
  }, [playing, isLast, index, show])
  const play = () => {
    if (isLast) show(0)
    setPlaying(!playing)
  }
  const moment = moments[index]
  return (
    <div className="player needs-scripts" role="group" aria-label={t('history.player')}>
      <button className="button" type="button" onClick={play} disabled={moments.length < 2}>
        {t(playing ? 'history.pause' : 'history.play')}
      </button>
      <button
        className="button button-quiet"
        type="button"
        onClick={() => show(index - 1)}
        disabled={index <= 0}
        aria-label={t('history.earlier')}
      >
        <span className="arrow-back" aria-hidden="true" />
      </button>
      <div className="player-track">
        <input
          type="range"
          min={0}
          max={moments.length - 1}
          value={index}
          onChange={(event) => {
            setPlaying(false)
            show(Number(event.currentTarget.value))
          }}
          aria-label={t('history.slider')}
          aria-valuetext={moment && say(moment)}
        />
        <div className="player-marks" aria-hidden="true">
          {moments.map(
            (historyMoment, place) =>
              historyMoment.events.length > 0 && (
                <span
                  key={historyMoment.id}
                  title={say(historyMoment)}
                  style={styled({ insetInlineStart: `${(place / Math.max(1, moments.length - 1)) * 100}%` })}
                />
              ),
          )}
        </div>
      </div>
      <button
        className="button button-quiet"
        type="button"
        onClick={() => show(index + 1)}
        disabled={isLast}
        aria-label={t('history.later')}
      >
        <span className="arrow-on" aria-hidden="true" />
      </button>
    </div>
  )
}

/** Any two moments; a plain form, so that it also works where no scripts run. */
function CompareForm({ life, say }: { life: Life; say: (moment: MomentFacts) => string }) {
  const t = useMessages()
  const { moments, at, from } = life
  if (moments.length < 2) return null
  const options = moments.toReversed().map((moment) => (
    <option key={moment.id} value={moment.id}>
      {say(moment)}
    </option>
  ))
  return (
    <Form method="get" className="compare-form" preventScrollReset key={`${String(at)} ${String(from)}`}>
      <h2>{t('history.compare')}</h2>
      <div className="field">
        <label htmlFor="from">{t('history.compare-from')}</label>
        <select id="from" name="from" defaultValue={from}>
          {options}
        </select>
      </div>
      <div className="field">
        <label htmlFor="at">{t('history.compare-to')}</label>
        <select id="at" name="at" defaultValue={at}>
          {options}
        </select>
      </div>
      <button className="button" type="submit">
        {t('history.compare-submit')}
      </button>
    </Form>
  )
}
