import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { Link, useLoaderData, useRouteLoaderData } from '@remix-run/react'
import { useLiveEverything } from '#components/meetings/live'
import { TodayRow, TodaySection } from '#components/notices/today-row'
import { TodayUndecided } from '#components/notices/today-undecided'
import { DelegationNames, type Badge } from '#components/people/delegations'
import { DiffView } from '#components/text/diff-view'
import { Form } from '#components/ui/form'
import { useFormat, useMessages } from '#components/ui/language'
import { StatusChip } from '#components/ui/status-chip'
import { requireActor } from '#server/auth/require-actor'
import { badgesOf } from '#server/views/drafting-desk'
import { readToday } from '#server/views/today'
import { readUndecided } from '#server/views/undecided'
import type { RootData } from '../root'

export const meta: MetaFunction = () => [{ title: 'Rapporteur' }]

export const handle = { title: 'today.title' }

export async function loader({ request, context }: LoaderFunctionArgs) {
  const actor = requireActor(request, context)
  const { db } = context
  const groups = [...new Set(actor.memberships.map((one) => one.group))]
  const [today, undecided, badges] = await Promise.all([
    readToday(db, actor, new Date()),
    readUndecided(db, actor),
    Promise.all(groups.map((group) => badgesOf(db, { group }))),
  ])
  return { today, undecided, badges: badges.flat() }
}

type Data = ReturnType<typeof useLoaderData<typeof loader>>

/** What waits for the person who reads, and what the open meetings still have to decide. */
export default function TodayPage() {
  const { today, undecided, badges } = useLoaderData<typeof loader>()
  const root = useRouteLoaderData<RootData>('root')
  const t = useMessages()
  useLiveEverything()
  return (
    <div className="page today">
      <header>
        <h1>{t('today.title')}</h1>
        <p className="lead">{t('today.lead', { count: root?.waiting.needs ?? 0 })}</p>
      </header>
      <div className="today-columns">
        <div>
          <Needs today={today} badges={badges} />
        </div>
        <section aria-labelledby="undecided">
          <h2 id="undecided">{t('today.undecided')}</h2>
          <TodayUndecided meetings={undecided} />
        </section>
      </div>
    </div>
  )
}

/** The most pressing first: deadlines, what others ask, what is one's own. */
function Needs({ today, badges }: { today: Data['today']; badges: readonly Badge[] }) {
  const t = useMessages()
  const format = useFormat()
  return (
    <>
      <TodaySection title={t('today.silences')} count={today.silences.length}>
        {today.silences.map((one) => (
          <TodayRow
            key={one.id}
            item={one}
            aside={t('today.silence-until', { deadline: format.instant(one.deadline, one.timeZone) })}
          />
        ))}
      </TodaySection>
      <Calls title={t('today.calls')} calls={today.calls} isAnswered={false} />
      <TodaySection title={t('today.invitations')} count={today.invitations.length}>
        {today.invitations.map((one) => (
          <TodayRow key={one.id} item={one} />
        ))}
      </TodaySection>
      <Amendments
        title={t('today.amendment-invitations')}
        amendments={today.amendmentInvitations}
        badges={badges}
      />
      <Amendments title={t('today.amendments-to-ours')} amendments={today.amendmentsToOurs} badges={badges} />
      <Changed changed={today.changed} />
      <Texts title={t('today.not-taken-up')} texts={today.notTakenUp} />
      <Texts title={t('today.to-decide')} texts={today.toDecide} />
      <Texts title={t('today.bracketed')} texts={today.bracketed} />
      <Calls title={t('today.to-publish')} calls={today.toPublish} isAnswered />
      <TodaySection title={t('today.undisposed')} count={today.undisposed.length}>
        {today.undisposed.map((one) => (
          <li key={one.id} className="today-row">
            <Link to={`/meetings/${one.id}/consolidation`}>{format.name(one.title)}</Link>
            <p className="soft today-facts">{t('today.undisposed-count', { count: one.count })}</p>
          </li>
        ))}
      </TodaySection>
      <Texts title={t('today.drafts')} texts={today.drafts} />
      <Amendments
        title={t('today.amendment-drafts')}
        amendments={today.amendmentDrafts}
        badges={badges}
        isOwn
      />
      <Amendments title={t('today.replies')} amendments={today.replies} badges={badges} isOwn />
      <Calls title={t('today.published')} calls={today.published} isAnswered />
    </>
  )
}

/** So many are shown at once; the rest is behind one more step. */
const atOnce = 8

function Texts({ title, texts }: { title: string; texts: Data['today']['drafts'] }) {
  const t = useMessages()
  const rows = texts.map((one) => <TodayRow key={one.id} item={one} />)
  return (
    <TodaySection title={title} count={texts.length}>
      {rows.slice(0, atOnce)}
      {rows.length > atOnce && (
        <li>
          <details>
            <summary>{t('today.more', { count: rows.length - atOnce })}</summary>
            <ul className="today-rows">{rows.slice(atOnce)}</ul>
          </details>
        </li>
      )}
    </TodaySection>
  )
}

function Changed({ changed }: { changed: Data['today']['changed'] }) {
  const t = useMessages()
  const format = useFormat()
  return (
    <TodaySection title={t('today.changed')} count={changed.length}>
      {changed.map((one) => (
        <TodayRow
          key={one.id}
          item={one}
          aside={t('today.changed-since', { instant: format.instant(one.since, one.timeZone) })}
        >
          {!one.lines && <p className="soft">{t('today.changed-more')}</p>}
          {one.lines && one.lines.some((line) => line.parts.some((part) => part.kind !== 'kept')) && (
            <DiffView lines={one.lines} language={one.language} context="near" />
          )}
          {one.lines && !one.lines.some((line) => line.parts.some((part) => part.kind !== 'kept')) && (
            <p className="soft">{t('today.changed-same')}</p>
          )}
          <Form method="post" action={`/recommendations/${one.id}/seen`} navigate={false}>
            <input type="hidden" name="position" value={one.position} />
            <button className="button button-small" type="submit" name="from" value="today">
              {t('today.seen')}
            </button>
          </Form>
        </TodayRow>
      ))}
    </TodaySection>
  )
}

function Amendments({
  title,
  amendments,
  badges,
  isOwn = false,
}: {
  title: string
  amendments: Data['today']['amendmentsToOurs']
  badges: readonly Badge[]
  isOwn?: boolean
}) {
  const t = useMessages()
  const format = useFormat()
  return (
    <TodaySection title={title} count={amendments.length}>
      {amendments.map((one) => (
        <TodayRow
          key={one.id}
          item={one}
          aside={
            <>
              {!isOwn && <DelegationNames ids={one.proposers} badges={badges} />}
              <StatusChip status={one.status} />
              {one.decidedAt && <span className="soft">{format.time(one.decidedAt, one.timeZone)}</span>}
            </>
          }
        >
          {one.lines && <DiffView lines={one.lines} language={one.language} context="near" />}
          {one.reason && <p dir="auto">{t('notice.reason', { reason: one.reason })}</p>}
          {!one.reason && one.rationale && <p dir="auto">{one.rationale}</p>}
        </TodayRow>
      ))}
    </TodaySection>
  )
}

function Calls({
  title,
  calls,
  isAnswered,
}: {
  title: string
  calls: Data['today']['calls']
  isAnswered: boolean
}) {
  const t = useMessages()
  const format = useFormat()
  return (
    <TodaySection title={title} count={calls.length}>
      {calls.map((one) => (
        <li key={one.id} className="today-row">
          {!isAnswered && (
            <p className="today-aside">
              {t('today.call-until', { deadline: format.instant(one.deadline, one.timeZone) })}
            </p>
          )}
          <Link to={isAnswered ? `/calls/${one.id}` : `/calls/${one.id}/answer`}>
            {format.name(one.title)}
          </Link>
          {one.isDrafted && <p className="soft">{t('today.call-drafted')}</p>}
          {isAnswered && (
            <p className="soft today-facts">{t('call.submissions', { count: one.submissions })}</p>
          )}
        </li>
      ))}
    </TodaySection>
  )
}
