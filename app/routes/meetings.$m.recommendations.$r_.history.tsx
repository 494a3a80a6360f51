import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { Link, useActionData, useLoaderData } from '@remix-run/react'
import { useCallback } from 'react'
import { z } from 'zod'
import { ChangeOutcomes } from '#components/negotiation/change-outcomes'
import { CompareForm, HistoryPlayer } from '#components/negotiation/history-player'
import { AuthorshipView } from '#components/text/authorship-view'
import { DiffView } from '#components/text/diff-view'
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
        <HistoryPlayer moments={moments} at={at} addressOf={addressOf} say={say} />
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
        {life.decided.map((amendment) => (
          <section className="panel" key={amendment.id}>
            <h2>
              <Link to={`/meetings/${meeting.id}/recommendations/${item.id}/amendments/${amendment.id}`}>
                {t('amendment.title.text')} ·{' '}
                {format.list(amendment.proposers.map((id) => format.name(names[id] ?? {})))}
              </Link>{' '}
              <StatusChip status={amendment.status} />
            </h2>
            <ChangeOutcomes changes={amendment.changes} language={amendment.language} />
          </section>
        ))}
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
