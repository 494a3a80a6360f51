import type { LoaderFunctionArgs } from '@remix-run/node'
import { Link, useLoaderData } from '@remix-run/react'
import { useState } from 'react'
import { CoverageBar } from '#components/consolidation/coverage-bar'
import { DispositionForms } from '#components/consolidation/disposition-forms'
import { EmergingList } from '#components/consolidation/emerging-list'
import { ItemCard } from '#components/consolidation/item-card'
import { ItemFilters } from '#components/consolidation/item-filters'
import { useLiveMeeting } from '#components/meetings/live'
import { DelegationNames } from '#components/people/delegations'
import { BracketCount } from '#components/text/bracket-count'
import { LiveText } from '#components/text/live-text'
import { Form } from '#components/ui/form'
import { Text, useFormat, useMessages } from '#components/ui/language'
import { Pages } from '#components/ui/pages'
import { StatusChip } from '#components/ui/status-chip'
import { findMeeting } from '#db/queries/meetings'
import { longestReason } from '#domain/negotiation/recommendations'
import { actorIn, isMemberOf } from '#domain/people/participants'
import { pageIn } from '#domain/paging'
import { can } from '#domain/permissions/can'
import { meetingIs, recommendationIs } from '#domain/status'
import { requireActor } from '#server/auth/require-actor'
import { readConsolidationDesk } from '#server/views/consolidation-desk'
import { readNewParagraphs } from '#server/views/new-paragraphs'
import { badgesOf } from '#server/views/drafting-desk'

export const handle = { title: 'consolidation.title' }

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const { db } = context
  const actor = requireActor(request, context)
  const meeting = await findMeeting(db, String(params['m']))
  if (meeting?.kind !== 'evaluation' || !can(actor, 'consolidation.see', meeting)) {
    throw new Response(null, { status: 404 })
  }
  const query = new URL(request.url).searchParams
  const desk = await readConsolidationDesk(db, actor, meeting, {
    from: query.get('from') ?? undefined,
    open: query.has('open'),
    search: query.get('q') ?? '',
    page: pageIn(query),
    paragraph: query.get('paragraph') ?? undefined,
  })
  return {
    meeting: { id: meeting.id, title: meeting.title, timeZone: meeting.timeZone },
    ...desk,
    badges: await badgesOf(db, meeting),
    account: actor.participant,
    reader: actorIn(actor, meeting),
    newParagraphs: (await readNewParagraphs(db, actor, meeting)).proposals,
    mayDecide:
      can(actor, 'consolidation.decide', meeting) && !meetingIs.reported(meeting.status) && !desk.isAdopted,
    mayAdopt: can(actor, 'list.adopt', meeting) && !desk.isAdopted,
    isSignedIn: isMemberOf(actor, meeting),
  }
}

type Page = ReturnType<typeof useLoaderData<typeof loader>>

export default function ConsolidationDesk() {
  const page = useLoaderData<typeof loader>()
  const { meeting, coverage, mayDecide } = page
  const t = useMessages()
  const format = useFormat()
  useLiveMeeting(meeting.id)
  const at = `/meetings/${meeting.id}/consolidation`
  const [selected, setSelected] = useState<readonly string[]>([])
  // What got a disposition meanwhile, here or on another screen, is not chosen any more.
  const open = page.items.filter((item) => !item.disposition).map((item) => item.id as string)
  const chosen = selected.filter((value) => open.includes(value))
  return (
    <div className="consolidation">
      <header className="consolidation-head">
        <p>
          <Link to={`/meetings/${meeting.id}`}>{format.name(meeting.title)}</Link>
        </p>
        <h1>{t('consolidation.title')}</h1>
        <CoverageBar {...coverage} />
        <Link className="button" to={`/meetings/${meeting.id}/silence`}>
          {t('silence.title')}
        </Link>
        <Link className="button" to={`/meetings/${meeting.id}/adoption`}>
          {t(page.mayAdopt ? 'consolidation.adopt' : 'adoption.title')}
        </Link>
      </header>
      <section className="consolidation-items" aria-labelledby="items">
        <h2 id="items" className="quiet-heading">
          {t('consolidation.items', { count: page.paging.found })}
        </h2>
        <ItemFilters meeting={meeting.id} meetings={page.meetings} />
        <ul className="cards">
          {page.items.map((item) => (
            <ItemCard
              key={item.id}
              item={item}
              at={at}
              chosen={page.chosen}
              mayDecide={mayDecide}
              selected={chosen.includes(item.id)}
              onSelect={(on) =>
                setSelected((before) =>
                  on ? [...before, item.id] : before.filter((value) => value !== (item.id as string)),
                )
              }
            />
          ))}
        </ul>
        {page.items.length === 0 && <p className="empty">{t('consolidation.nothing-found')}</p>}
        <Pages paging={page.paging} />
      </section>
      <section className="consolidation-centre" aria-label={t('consolidation.paragraph')}>
        {page.isAdopted && <p className="soft">{t('consolidation.settled')}</p>}
        {mayDecide && chosen.length > 0 && (
          <DispositionForms at={at} chosen={chosen} topics={page.topics} paragraph={page.chosen} />
        )}
        {page.chosen ? (
          <Paragraph chosen={page.chosen} />
        ) : (
          chosen.length === 0 && (
            <p className="empty">{t(mayDecide ? 'consolidation.choose' : 'consolidation.look')}</p>
          )
        )}
      </section>
      <EmergingList
        meeting={meeting.id}
        topics={page.topics}
        paragraphs={page.paragraphs}
        brackets={page.brackets}
        chosen={page.chosen?.id}
        newParagraphs={page.newParagraphs}
        badges={page.badges}
      />
    </div>
  )
}

function Paragraph({ chosen }: { chosen: NonNullable<Page['chosen']> }) {
  const { meeting, badges, account, reader, mayDecide } = useLoaderData<typeof loader>()
  const at = `/meetings/${meeting.id}/consolidation`
  const t = useMessages()
  return (
    <>
      <article className="sheet">
        <header>
          {chosen.number !== undefined && <bdi className="sheet-label">{chosen.number}</bdi>}
          <StatusChip status={chosen.status} />
          <BracketCount count={chosen.brackets} />
          <Link className="sheet-end" to={`/meetings/${meeting.id}/recommendations/${chosen.id}`}>
            {t('consolidation.open-desk')}
          </Link>
        </header>
        <LiveText
          blocks={chosen.blocks}
          language={chosen.language}
          document={chosen.document}
          account={account}
          brackets={{
            reader,
            badges,
            timeZone: meeting.timeZone,
            inOwnDraft: false,
            liftAt: `/meetings/${meeting.id}/recommendations/${chosen.id}`,
          }}
          label={t('consolidation.paragraph')}
          mayWrite={chosen.mayWrite}
        />
      </article>
      <h2 className="quiet-heading">{t('consolidation.sources')}</h2>
      <p className="field-hint">{t('consolidation.sources-rule')}</p>
      {chosen.openLineage === 'without-source' && (
        <>
          <p>{t('consolidation.without-source')}</p>
          {mayDecide && (
            <Form method="post" className="field-row" to={`${at}/keep`} preventScrollReset>
              <input type="hidden" name="paragraph" value={chosen.id} />
              <div className="field">
                <label htmlFor="keep-reason">{t('consolidation.keep-reason')}</label>
                <input id="keep-reason" name="reason" className="input" maxLength={longestReason} required />
              </div>
              <button className="button" type="submit">
                {t('consolidation.keep')}
              </button>
            </Form>
          )}
        </>
      )}
      <ul className="cards">
        {chosen.sources.map((source) => (
          <li key={source.id} className="card">
            <div className="item-head">
              <strong>
                <bdi>
                  {source.year} · {source.label ?? t('status.tabled')}
                </bdi>
              </strong>
              {recommendationIs.withdrawn(source.status) && (
                <span className="chip">{t('consolidation.source-withdrawn')}</span>
              )}
              {mayDecide && source.isUnconfirmed && (
                <Form method="post" to={`${at}/confirm-source`} preventScrollReset>
                  <input type="hidden" name="source" value={source.id} />
                  <button className="button button-small" type="submit">
                    {t('consolidation.source-confirm')}
                  </button>
                </Form>
              )}
              <span className="soft">
                {source.disposition && t(`disposition.${source.disposition.kind}`)}
              </span>
              {mayDecide && (
                <Form method="post" className="sheet-end" to={`${at}/remove`} preventScrollReset>
                  <input type="hidden" name="paragraph" value={chosen.id} />
                  <input type="hidden" name="source" value={source.id} />
                  <button className="button button-small" type="submit">
                    {t('consolidation.remove')}
                  </button>
                </Form>
              )}
            </div>
            <p className="document-text document-text-small">
              <Text language={source.language}>{source.text}</Text>
            </p>
          </li>
        ))}
      </ul>
      {chosen.comments.length > 0 && (
        <>
          <h2 className="quiet-heading">{t('consolidation.written-comments')}</h2>
          <ul className="cards">
            {chosen.comments.map((comment, index) => (
              <li key={index} className="card">
                <p className="item-head">
                  <strong>
                    <DelegationNames ids={[comment.delegation]} badges={badges} />
                  </strong>
                  <span className="soft">{t(`position.${comment.position}`)}</span>
                </p>
                <p>
                  <Text language={comment.language}>{comment.body}</Text>
                </p>
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  )
}
