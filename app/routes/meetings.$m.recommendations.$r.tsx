import type { LoaderFunctionArgs } from '@remix-run/node'
import { Link, useLoaderData, useSearchParams } from '@remix-run/react'
import { ItemSource } from '#components/imports/item-source'
import { BehindNotice, useFollowing } from '#components/meetings/following'
import { useLiveMeeting } from '#components/meetings/live'
import { AmendmentList } from '#components/negotiation/amendment-list'
import { InformalsPanel } from '#components/negotiation/informals-panel'
import { AgreeForm } from '#components/negotiation/agree-form'
import { AddOrDelete, DeskActions, GiveUpDraft, ReasonForms } from '#components/negotiation/desk-actions'
import { DeskRail, NeighbourLink } from '#components/negotiation/desk-rail'
import { deskTabs, DeskTabs } from '#components/negotiation/desk-tabs'
import { NewParagraphs } from '#components/negotiation/new-paragraphs'
import { PositionsPanel } from '#components/negotiation/positions-panel'
import { SilencePanel } from '#components/negotiation/silence-panel'
import { TagPanel } from '#components/negotiation/tag-panel'
import { DelegationNames } from '#components/people/delegations'
import { PeoplePanel } from '#components/people/people-panel'
import { AuthorshipView } from '#components/text/authorship-view'
import { BracketCount } from '#components/text/bracket-count'
import { LiveText } from '#components/text/live-text'
import { useLook } from '#components/text/look'
import { VersionList } from '#components/text/version-list'
import { useFormat, useMessages } from '#components/ui/language'
import { StatusChip } from '#components/ui/status-chip'
import { listLastUpdateIds } from '#db/queries/documents'
import { findItemSource } from '#db/queries/imports'
import { findMeeting } from '#db/queries/meetings'
import { findRecommendation } from '#db/queries/recommendations'
import { findMeetingRoom } from '#db/queries/rooms'
import { allowed, may } from '#domain/may'
import { actorIn, isSignedIn } from '#domain/people/participants'
import { can } from '#domain/permissions/can'
import { recommendationIs } from '#domain/status'
import { withoutAskers } from '#domain/text/brackets'
import { viewIn } from '#domain/text/comparison'
import { readAuthors, readSurroundings, readVersions } from '#server/views/drafting-desk'
import { readInformals } from '#server/views/informals'
import { readNegotiation } from '#server/views/negotiation'
import { readWorkingText } from '#server/texts/freeze-text'
import { readOpenMatters } from '#server/texts/open-matters'
import { badgesShownTo, learnsWhoProposed } from '#server/views/who-proposed'
import { readNewParagraphs } from '#server/views/new-paragraphs'
import { readAgenda } from '#server/views/room'

export const handle = { title: 'recommendation.desk' }

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const { db, actor, longTexts } = context
  const item = await findRecommendation(db, String(params['r']))
  const meeting = await findMeeting(db, String(params['m']))
  // What may not be seen does not exist.
  const visible = item && meeting && item.meeting === meeting.id && can(actor, 'recommendation.see', item)
  if (!visible) throw new Response(null, { status: 404 })
  const query = new URL(request.url).searchParams
  const showAuthors = query.has('authors')
  const [
    positions,
    badges,
    surroundings,
    amendments,
    newParagraphs,
    negotiation,
    room,
    agenda,
    informals,
    authorship,
    versions,
    working,
    isNamed,
  ] = await Promise.all([
    listLastUpdateIds(db, [item.document]),
    badgesShownTo(db, actor, item),
    readSurroundings(db, actor, meeting, item),
    longTexts.readAmendments(item, actor, item, viewIn(query)),
    readNewParagraphs(db, actor, meeting, item.id),
    readNegotiation(db, actor, item),
    findMeetingRoom(db, meeting.id),
    readAgenda(db, meeting),
    readInformals(db, actor, item),
    showAuthors ? readAuthors(db, actor, item) : undefined,
    query.get('tab') === 'history' ? readVersions(db, actor, item) : [],
    readWorkingText(db, item),
    learnsWhoProposed(db, actor, item),
  ])
  const rights = may.recommendation(item, actor)
  return {
    meeting: { id: meeting.id, title: meeting.title, timeZone: meeting.timeZone },
    item: {
      id: item.id,
      stage: item.stage,
      status: item.status,
      kind: item.kind,
      language: item.language,
      document: item.document,
      proposers: isNamed ? item.proposers : [],
      sponsors: isNamed ? item.sponsors : [],
      invited: surroundings.invited,
      penHolders: surroundings.penHolders,
    },
    blocks: isNamed ? working.content.blocks : withoutAskers(working.content.blocks),
    position: positions.get(item.document) ?? 0,
    badges,
    ...surroundings,
    versions,
    amendments,
    newParagraphs: newParagraphs.proposals,
    authorship,
    negotiation,
    onScreen: room.recommendation,
    agenda,
    informals,
    now: new Date().toISOString(),
    may: allowed(rights),
    // What the secretariat's file says is for those who take part.
    source: isSignedIn(actor) ? await findItemSource(db, item.id) : undefined,
    open: rights.agree.ok ? await readOpenMatters(db, item) : undefined,
    account: isSignedIn(actor) ? actor.participant : undefined,
    reader: actorIn(actor, item),
  }
}

export default function DraftingDesk() {
  const page = useLoaderData<typeof loader>()
  const { meeting, item, badges, label, topic, neighbours, may, authorship, amendments } = page
  const [query] = useSearchParams()
  const t = useMessages()
  const format = useFormat()
  const { presence } = useLiveMeeting(meeting.id)
  useLook(item.id, page.position, page.account !== undefined)
  const base = `/meetings/${meeting.id}/recommendations/${item.id}`
  const { negotiation, onScreen } = page
  const isFollowing = query.has('follow')
  const { isBehind } = useFollowing(isFollowing, meeting.id, item.id, onScreen)
  const tab = deskTabs.find((name) => name === query.get('tab')) ?? 'amendments'
  const at = neighbours.findIndex((neighbour) => neighbour.id === item.id)
  return (
    <div className="desk">
      <DeskRail
        meeting={meeting}
        item={item.id}
        title={topic ? format.name(topic.title) : t('desk.items')}
        agenda={page.agenda}
        presence={presence}
        badges={badges}
        neighbours={neighbours}
        follow={page.account ? { isFollowing, onScreen } : undefined}
      />
      <div className="desk-centre">
        <h1 className="visually-hidden">
          {t('recommendation.desk')} {label}
        </h1>
        <NeighbourLink meeting={meeting.id} item={neighbours[at - 1]} />
        <article className="sheet">
          <header>
            {label && <bdi className="sheet-label">{label}</bdi>}
            <StatusChip status={item.status} />
            <span className="chip">{t(`kind.${item.kind}`)}</span>
            <BracketCount count={page.brackets} />
            {item.proposers.length > 0 && (
              <span className="soft">
                <DelegationNames ids={[...item.proposers, ...item.sponsors]} badges={badges} />
              </span>
            )}
            <Link className="sheet-end" to={`/recommendations/${item.id}/lineage`}>
              {t('desk.lineage')}
            </Link>
          </header>
          {authorship ? (
            <AuthorshipView authorship={authorship} language={item.language} />
          ) : (
            <LiveText
              blocks={page.blocks}
              language={item.language}
              document={item.document}
              account={page.account}
              brackets={{
                reader: page.reader,
                badges,
                timeZone: meeting.timeZone,
                inOwnDraft: recommendationIs.draft(item.status),
                liftAt: base,
              }}
              label={t('recommendation.working-text')}
              mayPropose={may.amend}
              mayWrite={may.edit}
            />
          )}
          {may.seeHistory && (
            <footer>
              <Link
                to={`${base}?${[authorship ? '' : 'authors', isFollowing ? 'follow' : ''].filter(Boolean).join('&')}`}
                preventScrollReset
              >
                {t(authorship ? 'authorship.hide' : 'authorship.show')}
              </Link>
            </footer>
          )}
        </article>
        {isBehind && onScreen && <BehindNotice meeting={meeting.id} there={onScreen} />}
        <SilencePanel
          key={item.id}
          silence={negotiation.silence}
          badges={badges}
          timeZone={meeting.timeZone}
          now={page.now}
          may={may}
          at={base}
        />
        <div className="desk-below">
          <TagPanel tags={page.tags} mandates={page.mandates} vocabulary={page.vocabulary} at={base} />
          {page.source && <ItemSource source={page.source} language={item.language} />}
          <DeskActions at={base} may={may} isOpen={page.open !== undefined} />
          {may.addOrDelete && topic && (
            <AddOrDelete
              at={base}
              meeting={meeting.id}
              topic={topic.id}
              item={item.id}
              language={item.language}
            />
          )}
        </div>
        {may.withdraw && recommendationIs.draft(item.status) && <GiveUpDraft at={base} />}
        {page.open && <AgreeForm open={page.open} badges={badges} at={base} />}
        <ReasonForms at={base} may={may} status={item.status} />
        <NeighbourLink meeting={meeting.id} item={neighbours[at + 1]} />
      </div>
      <aside className="desk-side" aria-label={t('desk.tabs')}>
        <DeskTabs
          at={base}
          tab={tab}
          isFollowing={isFollowing}
          counts={{ amendments: amendments.length, positions: negotiation.positions.length }}
        />
        <h2 className="visually-hidden">{t(`desk.tab.${tab}`)}</h2>
        {tab === 'amendments' && (
          <>
            <InformalsPanel
              informals={page.informals}
              badges={badges}
              timeZone={meeting.timeZone}
              base={base}
              mayStart={may.startInformals}
            />
            <AmendmentList
              cards={amendments}
              badges={badges}
              language={item.language}
              timeZone={meeting.timeZone}
              base={base}
            />
            <NewParagraphs proposals={page.newParagraphs} badges={badges} meeting={meeting.id} />
          </>
        )}
        {tab === 'positions' && (
          <PositionsPanel
            positions={negotiation.positions}
            own={negotiation.own}
            statements={negotiation.statements}
            badges={badges}
            timeZone={meeting.timeZone}
            mayTake={may.takePosition}
            mayState={may.makeStatement}
            at={base}
          />
        )}
        {tab === 'history' && (
          <>
            {may.seeHistory && (
              <p>
                <Link className="button" to={`${base}/history`}>
                  {t('history.open')}
                </Link>
              </p>
            )}
            <VersionList
              versions={page.versions}
              language={item.language}
              timeZone={meeting.timeZone}
              mayAmend={may.amend}
              amendAt={`${base}/amend`}
            />
          </>
        )}
        {tab === 'people' && (
          <PeoplePanel
            badges={badges}
            proposers={item.proposers}
            sponsors={item.sponsors}
            invited={item.invited}
            penHolders={item.penHolders}
            mayInvite={may.invite}
            mayGivePen={may.givePen}
            isDraft={recommendationIs.draft(item.status)}
            at={base}
            timeZone={meeting.timeZone}
          />
        )}
      </aside>
    </div>
  )
}
