import type { LoaderFunctionArgs } from '@remix-run/node'
import { Link, useLoaderData } from '@remix-run/react'
import { CoverageTable } from '#components/consolidation/coverage-table'
import { ProposalCard } from '#components/consolidation/proposal-card'
import { useFormat, useMessages } from '#components/ui/language'
import { findMeeting } from '#db/queries/meetings'
import { delegationIn } from '#domain/people/participants'
import { can } from '#domain/permissions/can'
import { requireActor } from '#server/auth/require-actor'
import { readCoverage, readDelegationProposals } from '#server/views/delegation-proposals'
import { badgesOf } from '#server/views/drafting-desk'

export const handle = { title: 'proposals.title' }

/** Delegates see what became of their own proposals; those who lead the meeting choose a delegation. */
export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const actor = requireActor(request, context)
  const { db } = context
  const meeting = await findMeeting(db, String(params['m']))
  if (meeting?.kind !== 'evaluation' || !can(actor, 'consolidation.see', meeting)) {
    throw new Response(null, { status: 404 })
  }
  const badges = await badgesOf(db, meeting)
  const own = delegationIn(actor, meeting)
  const asked = new URL(request.url).searchParams.get('delegation')
  const delegation = own === undefined ? badges.find(({ id }) => id === asked)?.id : own
  return {
    meeting: { id: meeting.id, title: meeting.title },
    delegation: badges.find(({ id }) => id === delegation),
    proposals: delegation ? await readDelegationProposals(db, actor, meeting, delegation) : [],
    mayChoose: own === undefined,
    coverage: own === undefined && !delegation ? await readCoverage(db, meeting) : undefined,
    badges,
  }
}

export default function Proposals() {
  const { meeting, delegation, proposals, mayChoose, coverage, badges } = useLoaderData<typeof loader>()
  const t = useMessages()
  const format = useFormat()
  return (
    <div className="page page-list">
      <h1>
        {delegation ? t('proposals.of', { delegation: format.name(delegation.name) }) : t('proposals.title')}
      </h1>
      {delegation && (
        <>
          {mayChoose && (
            <p>
              <Link to="?">{t('proposals.all')}</Link>
            </p>
          )}
          <p className="soft">{t('proposals.count', { count: proposals.length })}</p>
          {proposals.length === 0 && <p className="empty">{t('proposals.none')}</p>}
          <ol className="cards">
            {proposals.map((proposal) => (
              <ProposalCard key={proposal.id} proposal={proposal} meeting={meeting.id} />
            ))}
          </ol>
        </>
      )}
      {coverage && (
        <>
          <CoverageTable
            caption={t('proposals.by-delegation')}
            rows={format.byName(badges).flatMap(({ id, name }) => {
              const count = coverage.delegations.find(({ key }) => key === id)
              return count ? [{ ...count, name: format.name(name), to: `?delegation=${id}` }] : []
            })}
          />
          <CoverageTable
            caption={t('proposals.by-meeting')}
            rows={coverage.meetings.map((count) => ({ ...count, name: format.name(count.title) }))}
          />
          <CoverageTable
            caption={t('proposals.by-topic')}
            rows={coverage.topics.map((count) => ({ ...count, name: format.name(count.title) }))}
          />
        </>
      )}
    </div>
  )
}
