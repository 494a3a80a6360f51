import type { LoaderFunctionArgs } from '@remix-run/node'
import { Link, useLoaderData } from '@remix-run/react'
import { useEffect, useRef, type RefObject } from 'react'
import { CoverageBar } from '#components/consolidation/coverage-bar'
import { DeskKeys, useDeskKeys } from '#components/consolidation/desk-keys'
import { EmergingList } from '#components/consolidation/emerging-list'
import { ItemCard } from '#components/consolidation/item-card'
import { ItemFilters } from '#components/consolidation/item-filters'
import { GroupList, Partners } from '#components/consolidation/suggestions'
import { TrayPanel, useTray } from '#components/consolidation/tray'
import { useLiveMeeting } from '#components/meetings/live'
import { DelegationNames } from '#components/people/delegations'
import { BracketCount } from '#components/text/bracket-count'
import { LiveText } from '#components/text/live-text'
import { Form } from '#components/ui/form'
import { Text, useFormat, useMessages } from '#components/ui/language'
import { Pages } from '#components/ui/pages'
import { useQueryAddress } from '#components/ui/query-address'
import { StatusChip } from '#components/ui/status-chip'
import { findMeeting } from '#db/queries/meetings'
import { longestReason } from '#domain/negotiation/recommendations'
import { actorIn, isMemberOf } from '#domain/people/participants'
import { pageIn } from '#domain/paging'
import { can } from '#domain/permissions/can'
import { meetingIs, recommendationIs } from '#domain/status'
import { requireActor } from '#server/auth/require-actor'
import { readConsolidationDesk, readDeskFacts } from '#server/views/consolidation-desk'
import { readOverlap } from '#server/views/desk-overlap'
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
  const facts = await readDeskFacts(db, meeting)
  const wanted = {
    from: query.get('from') ?? undefined,
    topic: query.get('topic') ?? undefined,
    by: query.get('by') ?? undefined,
    tag: query.get('tag') ?? undefined,
    became: query.get('became') ?? undefined,
    open: query.has('open'),
    search: query.get('q') ?? '',
    page: pageIn(query),
    paragraph: query.get('paragraph') ?? undefined,
  }
  const desk = await readConsolidationDesk(db, actor, meeting, wanted, facts)
  const asked = {
    item: query.get('item') ?? undefined,
    page: query.has('groups') ? pageIn(query) : undefined,
    // Where groups are shown, single items are not.
    shown: query.has('groups') ? [] : desk.items.map(({ id }) => id),
  }
  const overlap = await readOverlap(context, actor, meeting, asked, facts)
  return {
    meeting: { id: meeting.id, title: meeting.title, timeZone: meeting.timeZone },
    ...desk,
    overlap,
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
  const { meeting, coverage, mayDecide, overlap, badges } = page
  const t = useMessages()
  const format = useFormat()
  useLiveMeeting(meeting.id)
  const at = `/meetings/${meeting.id}/consolidation`
  const tray = useTray(at, mayDecide)
  const link = useQueryAddress(at)
  const desk = useRef<HTMLDivElement>(null)
  const selects = (id: string, on: boolean) => (on ? tray.select([id]) : tray.drop([id]))
  const { overlay, onKeyDown } = useDeskKeys(desk, {
    mayDecide,
    hasSelection: tray.ids.length > 0,
    onSelect: (id) => selects(id, !tray.ids.includes(id)),
  })
  useNextItem(desk, tray.lastStep)
  return (
    // The keys act on what has the focus in it; each does what a button of the desk does, too.
    // eslint-disable-next-line jsx-a11y/no-static-element-interactions -- it only adds keys
    <div className="consolidation" ref={desk} onKeyDown={onKeyDown}>
      <header className="consolidation-head">
        <p>
          <Link to={`/meetings/${meeting.id}`}>{format.name(meeting.title)}</Link>
        </p>
        <h1>{t('consolidation.title')}</h1>
        <CoverageBar {...coverage} />
        <DeskKeys overlay={overlay} />
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
        {overlap && (
          <p className="chip-row">
            <Link
              className="chip chip-link"
              to={link({ groups: undefined, page: undefined })}
              aria-current={overlap.groups ? undefined : 'true'}
            >
              {t('overlap.items')}
            </Link>
            <Link
              className="chip chip-link"
              to={link({ groups: '', page: undefined })}
              aria-current={overlap.groups ? 'true' : undefined}
            >
              {t('overlap.groups')}
            </Link>
          </p>
        )}
        {overlap?.groups ? (
          <GroupList
            suggestions={overlap.groups}
            at={at}
            badges={badges}
            selected={tray.ids}
            onSelect={tray.select}
          />
        ) : (
          <>
            <ItemFilters
              meeting={meeting.id}
              meetings={page.meetings}
              proposers={page.proposers}
              tags={page.tags}
              badges={badges}
            />
            <ul className="cards">
              {page.items.map((item, index) => (
                <ItemCard
                  key={item.id}
                  item={{ ...item, similar: overlap?.similar[item.id] ?? 0 }}
                  at={at}
                  similarAt={link({ item: item.id })}
                  badges={badges}
                  chosen={page.chosen}
                  mayDecide={mayDecide}
                  selected={tray.ids.includes(item.id)}
                  isStop={index === 0}
                  onSelect={(on) => selects(item.id, on)}
                />
              ))}
            </ul>
            {page.items.length === 0 && <p className="empty">{t('consolidation.nothing-found')}</p>}
            <Pages paging={page.paging} />
          </>
        )}
      </section>
      <section className="consolidation-centre" aria-label={t('consolidation.paragraph')}>
        {page.isAdopted && <p className="soft">{t('consolidation.settled')}</p>}
        {mayDecide && <TrayPanel tray={tray} at={at} topics={page.topics} paragraph={page.chosen} />}
        {overlap?.item && (
          <Partners
            item={overlap.item}
            partners={overlap.partners}
            at={at}
            paragraphAt={(paragraph) => link({ paragraph })}
            closeAt={link({ item: undefined })}
            badges={badges}
            selected={tray.ids}
            onSelect={tray.select}
          />
        )}
        {page.chosen ? (
          <Paragraph chosen={page.chosen} />
        ) : (
          tray.ids.length === 0 &&
          !overlap?.item && (
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
        badges={badges}
      />
    </div>
  )
}

/** After a step one goes on at the next item, unless one has gone elsewhere. */
function useNextItem(desk: RefObject<HTMLElement>, step: unknown) {
  const before = useRef(step)
  useEffect(() => {
    const isNew = before.current !== step
    before.current = step
    if (isNew && document.activeElement === document.body) {
      desk.current?.querySelector<HTMLElement>('[data-item][data-open]')?.focus()
    }
  }, [desk, step])
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
