import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { Link, useLoaderData, useRouteLoaderData } from '@remix-run/react'
import type { ReactNode } from 'react'
import { useLiveEverything } from '#components/meetings/live'
import { TodayRow, TodaySection } from '#components/notices/today-row'
import { TodayUndecided } from '#components/notices/today-undecided'
import { DelegationNames, type Badge } from '#components/people/delegations'
import { DiffView } from '#components/text/diff-view'
import { Form } from '#components/ui/form'
import { useFormat, useMessages } from '#components/ui/language'
import { Pages } from '#components/ui/pages'
import { StatusChip } from '#components/ui/status-chip'
import { needKinds, type NeedKind } from '#domain/notices/needs'
import { pageIn } from '#domain/paging'
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
  const groups = [...new Set(actor.memberships.map((membership) => membership.group))]
  const query = new URL(request.url).searchParams
  const only = needKinds.find((kind) => kind === query.get('only'))
  const [today, undecided, badges] = await Promise.all([
    readToday(db, actor, new Date(), { only, page: pageIn(query) }),
    only ? [] : readUndecided(db, actor),
    Promise.all(groups.map((group) => badgesOf(db, { group }))),
  ])
  return { today, only, undecided, badges: badges.flat() }
}

type Data = ReturnType<typeof useLoaderData<typeof loader>>

/** What waits for the person who reads, and what the open meetings still have to decide. */
export default function TodayPage() {
  const { today, only, undecided, badges } = useLoaderData<typeof loader>()
  const root = useRouteLoaderData<RootData>('root')
  const t = useMessages()
  useLiveEverything()
  return (
    <div className="page today">
      <header>
        <h1>{t('today.title')}</h1>
        <p className="lead">{t('today.lead', { count: root?.waiting.needs ?? 0 })}</p>
      </header>
      {only && (
        <p>
          <Link to="/today">{t('today.all')}</Link>
        </p>
      )}
      <div className="today-columns">
        <div>
          <Needs today={today} badges={badges} />
          {today.paging && <Pages paging={today.paging} />}
        </div>
        {!only && (
          <section aria-labelledby="undecided">
            <h2 id="undecided">{t('today.undecided')}</h2>
            <TodayUndecided meetings={undecided} />
          </section>
        )}
      </div>
    </div>
  )
}

/** The most pressing first: deadlines, what others ask, what is one's own. */
function Needs({ today, badges }: { today: Data['today']; badges: readonly Badge[] }) {
  const t = useMessages()
  const format = useFormat()
  const { counts } = today
  const more = (kind: NeedKind) => (
    <More kind={kind} shown={today[kind].length} count={counts[kind]} isPaged={today.paging !== undefined} />
  )
  return (
    <>
      <TodaySection
        title={t('today.silences')}
        count={counts.silences}
        more={more('silences')}
        isEmpty={today.silences.length === 0}
      >
        {today.silences.map((silence) => (
          <TodayRow
            key={silence.id}
            item={silence}
            aside={t('today.silence-until', { deadline: format.instant(silence.deadline, silence.timeZone) })}
          />
        ))}
      </TodaySection>
      <Calls
        title={t('today.calls')}
        calls={today.calls}
        count={counts.calls}
        more={more('calls')}
        isAnswered={false}
      />
      <Texts
        title={t('today.invitations')}
        texts={today.invitations}
        count={counts.invitations}
        more={more('invitations')}
      />
      <Amendments
        title={t('today.amendment-invitations')}
        amendments={today.amendmentInvitations}
        count={counts.amendmentInvitations}
        more={more('amendmentInvitations')}
        badges={badges}
      />
      <Amendments
        title={t('today.amendments-to-ours')}
        amendments={today.amendmentsToOurs}
        count={counts.amendmentsToOurs}
        more={more('amendmentsToOurs')}
        badges={badges}
      />
      <Changed changed={today.changed} count={counts.changed} more={more('changed')} />
      <Texts
        title={t('today.not-taken-up')}
        texts={today.notTakenUp}
        count={counts.notTakenUp}
        more={more('notTakenUp')}
      />
      <Texts
        title={t('today.to-decide')}
        texts={today.toDecide}
        count={counts.toDecide}
        more={more('toDecide')}
      />
      <Texts
        title={t('today.bracketed')}
        texts={today.bracketed}
        count={counts.bracketed}
        more={more('bracketed')}
      />
      <Calls
        title={t('today.to-publish')}
        calls={today.toPublish}
        count={counts.toPublish}
        more={more('toPublish')}
        isAnswered
      />
      <TodaySection
        title={t('today.undisposed')}
        count={today.undisposed.length}
        isEmpty={today.undisposed.length === 0}
      >
        {today.undisposed.map((entry) => (
          <li key={entry.id} className="today-row">
            <Link to={`/meetings/${entry.id}/consolidation`}>{format.name(entry.title)}</Link>
            <p className="soft today-facts">{t('today.undisposed-count', { count: entry.count })}</p>
          </li>
        ))}
      </TodaySection>
      <Texts title={t('today.drafts')} texts={today.drafts} count={counts.drafts} more={more('drafts')} />
      <Amendments
        title={t('today.amendment-drafts')}
        amendments={today.amendmentDrafts}
        count={counts.amendmentDrafts}
        more={more('amendmentDrafts')}
        badges={badges}
        isOwn
      />
      <Amendments
        title={t('today.replies')}
        amendments={today.replies}
        count={today.replies.length}
        badges={badges}
        isOwn
      />
      <Calls title={t('today.published')} calls={today.published} count={today.published.length} isAnswered />
    </>
  )
}

/** The way to the rest of a list, with how much of it is shown. */
function More({
  kind,
  shown,
  count,
  isPaged,
}: {
  kind: NeedKind
  shown: number
  count: number
  isPaged: boolean
}) {
  const t = useMessages()
  if (isPaged || shown >= count) return null
  return (
    <p className="today-more">
      {t('today.shown', { shown, count })}{' '}
      <Link to={`/today?only=${kind}`}>{t('today.show-all', { count })}</Link>
    </p>
  )
}

type Section = { title: string; count: number; more?: ReactNode }

function Texts({ title, texts, count, more }: Section & { texts: Data['today']['drafts'] }) {
  return (
    <TodaySection title={title} count={count} more={more} isEmpty={texts.length === 0}>
      {texts.map((text) => (
        <TodayRow key={text.id} item={text} />
      ))}
    </TodaySection>
  )
}

function Changed({ changed, count, more }: Omit<Section, 'title'> & { changed: Data['today']['changed'] }) {
  const t = useMessages()
  const format = useFormat()
  return (
    <TodaySection title={t('today.changed')} count={count} more={more} isEmpty={changed.length === 0}>
      {changed.map((entry) => (
        <TodayRow
          key={entry.id}
          item={entry}
          aside={t('today.changed-since', { instant: format.instant(entry.since, entry.timeZone) })}
        >
          {!entry.lines && <p className="soft">{t('today.changed-more')}</p>}
          {entry.lines && entry.lines.some((line) => line.parts.some((part) => part.kind !== 'kept')) && (
            <DiffView lines={entry.lines} language={entry.language} context="near" />
          )}
          {entry.lines && !entry.lines.some((line) => line.parts.some((part) => part.kind !== 'kept')) && (
            <p className="soft">{t('today.changed-same')}</p>
          )}
          <Form method="post" action={`/recommendations/${entry.id}/seen`} navigate={false}>
            <input type="hidden" name="position" value={entry.position} />
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
  count,
  more,
  isOwn = false,
}: Section & {
  amendments: Data['today']['amendmentsToOurs']
  badges: readonly Badge[]
  isOwn?: boolean
}) {
  const t = useMessages()
  const format = useFormat()
  return (
    <TodaySection title={title} count={count} more={more} isEmpty={amendments.length === 0}>
      {amendments.map((amendment) => (
        <TodayRow
          key={amendment.id}
          item={amendment}
          aside={
            <>
              {!isOwn && <DelegationNames ids={amendment.proposers} badges={badges} />}
              <StatusChip status={amendment.status} />
              {amendment.decidedAt && (
                <span className="soft">{format.time(amendment.decidedAt, amendment.timeZone)}</span>
              )}
            </>
          }
        >
          {amendment.lines && (
            <DiffView lines={amendment.lines} language={amendment.language} context="near" />
          )}
          {amendment.reason && <p dir="auto">{t('notice.reason', { reason: amendment.reason })}</p>}
          {!amendment.reason && amendment.rationale && <p dir="auto">{amendment.rationale}</p>}
        </TodayRow>
      ))}
    </TodaySection>
  )
}

function Calls({
  title,
  calls,
  count,
  more,
  isAnswered,
}: Section & {
  calls: Data['today']['calls']
  isAnswered: boolean
}) {
  const t = useMessages()
  const format = useFormat()
  return (
    <TodaySection title={title} count={count} more={more} isEmpty={calls.length === 0}>
      {calls.map((call) => (
        <li key={call.id} className="today-row">
          {!isAnswered && (
            <p className="today-aside">
              {t('today.call-until', { deadline: format.instant(call.deadline, call.timeZone) })}
            </p>
          )}
          <Link to={isAnswered ? `/calls/${call.id}` : `/calls/${call.id}/answer`}>
            {format.name(call.title)}
          </Link>
          {call.isDrafted && <p className="soft">{t('today.call-drafted')}</p>}
          {isAnswered && (
            <p className="soft today-facts">{t('call.submissions', { count: call.submissions })}</p>
          )}
        </li>
      ))}
    </TodaySection>
  )
}
