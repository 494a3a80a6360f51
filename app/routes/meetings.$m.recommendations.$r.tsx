import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { Link, useActionData, useLoaderData, useSearchParams } from '@remix-run/react'
import type { ReactNode } from 'react'
import { z } from 'zod'
import { ItemSource } from '#components/imports/item-source'
import { AgendaPosition } from '#components/meetings/agenda'
import { BehindNotice, useFollowing } from '#components/meetings/following'
import { useLiveMeeting } from '#components/meetings/live'
import { PresenceLine } from '#components/meetings/presence-panel'
import { AmendmentList } from '#components/negotiation/amendment-list'
import { InformalsPanel } from '#components/negotiation/informals-panel'
import { AgreeForm } from '#components/negotiation/agree-form'
import { NewParagraphAfter, NewParagraphs } from '#components/negotiation/new-paragraphs'
import { PositionsPanel } from '#components/negotiation/positions-panel'
import { SilencePanel } from '#components/negotiation/silence-panel'
import { TagPanel } from '#components/negotiation/tag-panel'
import { DelegationNames } from '#components/people/delegations'
import { penMinutes, PeoplePanel } from '#components/people/people-panel'
import { AuthorshipView } from '#components/text/authorship-view'
import { BracketCount } from '#components/text/bracket-count'
import { LiveText } from '#components/text/live-text'
import { useLook } from '#components/text/look'
import { VersionList } from '#components/text/version-list'
import { Form } from '#components/ui/form'
import { Text, useFormat, useMessages } from '#components/ui/language'
import { RefusalNotice } from '#components/ui/refusal-notice'
import { StatusChip } from '#components/ui/status-chip'
import type { Db } from '#db/client'
import { listLastUpdateIds } from '#db/queries/documents'
import { findItemSource } from '#db/queries/imports'
import { findMeeting } from '#db/queries/meetings'
import { findRecommendation } from '#db/queries/recommendations'
import { findMeetingRoom } from '#db/queries/rooms'
import { listMandates, listTags } from '#db/queries/tags'
import type { DelegationId, MandateId, TagId } from '#domain/ids'
import { languages } from '#domain/languages'
import { allowed, may } from '#domain/may'
import { audiences, stances, statementKinds } from '#domain/negotiation/positions'
import { longestReason, longestText, type Recommendation } from '#domain/negotiation/recommendations'
import { actorIn, isSignedIn, type Actor } from '#domain/people/participants'
import { can } from '#domain/permissions/can'
import { recommendationIs, type RecommendationStatus } from '#domain/status'
import { viewIn } from '#domain/text/comparison'
import { contentSchema, parseJson } from '#domain/text/content-schema'
import { fold } from '#domain/text/folding'
import { instantIn } from '#domain/time/deadlines'
import { requireActor } from '#server/auth/require-actor'
import { amendRecommendation } from '#server/commands/amendments/draft'
import { proposeDeletion } from '#server/commands/amendments/propose-deletion'
import { liftBracketInText } from '#server/commands/brackets/lift'
import { takeAlternativeInText } from '#server/commands/brackets/take-alternative'
import { agreeParagraph } from '#server/commands/paragraphs/agree'
import { discussParagraph } from '#server/commands/paragraphs/discuss'
import { dropParagraph } from '#server/commands/paragraphs/drop'
import { reopenParagraph } from '#server/commands/paragraphs/reopen'
import { giveUpPosition } from '#server/commands/positions/give-up'
import { makeStatement } from '#server/commands/positions/make-statement'
import { takePosition } from '#server/commands/positions/take'
import { discussRecommendation } from '#server/commands/recommendations/discuss'
import { giveThePen } from '#server/commands/recommendations/give-pen'
import { inviteDelegation } from '#server/commands/recommendations/invite'
import { leaveSponsorship } from '#server/commands/recommendations/leave'
import { sponsorRecommendation } from '#server/commands/recommendations/sponsor'
import { tableRecommendation } from '#server/commands/recommendations/table'
import { tagRecommendation } from '#server/commands/recommendations/tag'
import { takeThePen } from '#server/commands/recommendations/take-pen'
import { uninviteDelegation } from '#server/commands/recommendations/uninvite'
import { withdrawRecommendation } from '#server/commands/recommendations/withdraw'
import { showInRoom } from '#server/commands/room/show'
import { putUnderSilence } from '#server/commands/silences/begin'
import { breakSilence } from '#server/commands/silences/break'
import { endSilenceEarly } from '#server/commands/silences/end-early'
import { refuse, type Result } from '#server/frame/refusal'
import { badgesOf, readAuthors, readSurroundings, readVersions } from '#server/views/drafting-desk'
import { readInformals } from '#server/views/informals'
import { readNegotiation } from '#server/views/negotiation'
import { readWorkingText } from '#server/texts/freeze-text'
import { readOpenMatters } from '#server/texts/open-matters'
import { readNewParagraphs } from '#server/views/new-paragraphs'
import { readAgenda } from '#server/views/room'

const moves = {
  table: tableRecommendation,
  discuss: discussRecommendation,
  withdraw: withdrawRecommendation,
  'take-up': discussParagraph,
  agree: agreeParagraph,
  reopen: reopenParagraph,
  drop: dropParagraph,
} as const

const sharing = {
  invite: inviteDelegation,
  uninvite: uninviteDelegation,
  'take-pen': takeThePen,
} as const

/** Words that were refused as a direct edit, sent as JSON, to become an amendment instead. */
const writtenContent = z
  .string()
  .max(longestText * 4)
  .transform((text, context) => {
    const read = contentSchema.safeParse(parseJson(text))
    if (read.success) return read.data
    context.addIssue('no content')
    return z.NEVER
  })

const delegation = z.string().transform((id) => id as DelegationId)
const formSchema = z.discriminatedUnion('intent', [
  z.object({
    intent: z.enum(['table', 'discuss', 'withdraw', 'take-up', 'agree', 'reopen', 'drop']),
    reason: z.string().max(longestReason).optional(),
    seen: z.string().max(100).optional(),
  }),
  z.object({ intent: z.enum(['invite', 'uninvite', 'take-pen']), delegation }),
  z.object({
    intent: z.literal('give-pen'),
    delegation,
    minutes: z.enum(['', ...penMinutes]).transform((minutes) => Number(minutes) || undefined),
  }),
  z.object({
    intent: z.literal('amend'),
    content: writtenContent.optional(),
    version: z.coerce.number().int().positive().optional(),
  }),
  z.object({ intent: z.literal('propose-deletion') }),
  z.object({ intent: z.enum(['sponsor', 'leave', 'give-up-position', 'show']) }),
  z.object({
    intent: z.literal('position'),
    stance: z.enum(stances),
    reason: z.string().max(longestReason),
    audience: z.enum(audiences).default('all'),
  }),
  z.object({
    intent: z.literal('statement'),
    kind: z.enum(statementKinds),
    language: z.enum(languages),
    body: z.string().max(10_000),
  }),
  z.object({
    intent: z.literal('lift-bracket'),
    bracket: z.string().max(100),
    reason: z.string().max(longestReason),
  }),
  z.object({
    intent: z.literal('take-alternative'),
    bracket: z.string().max(100),
    seen: z.string().max(100_000),
    reason: z.string().max(longestReason),
  }),
  z.object({ intent: z.literal('put-under-silence'), deadline: z.string() }),
  z.object({ intent: z.enum(['break-silence', 'end-silence']), reason: z.string().max(longestReason) }),
  z.object({ intent: z.literal('tag'), term: z.string().max(200) }),
  z.object({ intent: z.literal('untag'), tag: z.string().optional(), mandate: z.string().optional() }),
])

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
  ] = await Promise.all([
    listLastUpdateIds(db, [item.document]),
    badgesOf(db, item),
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
      proposers: item.proposers,
      sponsors: item.sponsors,
      invited: surroundings.invited,
      penHolders: surroundings.penHolders,
    },
    blocks: working.content.blocks,
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

export async function action({ request, params, context }: ActionFunctionArgs) {
  const actor = requireActor(request, context)
  const item = await findRecommendation(context.db, String(params['r']))
  const form = formSchema.safeParse(Object.fromEntries(await request.formData()))
  if (!item || !can(actor, 'recommendation.see', item)) throw new Response(null, { status: 404 })
  if (!form.success) return data({ ...nothingTyped, refusal: 'invalid' as const }, { status: 400 })
  const here = `/meetings/${item.meeting}/recommendations/${item.id}`
  if (form.data.intent === 'amend') {
    const made = await amendRecommendation(context.db, actor, {
      recommendation: item.id,
      content: form.data.content,
      version: form.data.version,
    })
    if (made.ok) return redirect(`${here}/amendments/${made.amendment}`)
    return data({ ...nothingTyped, refusal: made.refusal }, { status: 409 })
  }
  if (form.data.intent === 'lift-bracket' || form.data.intent === 'take-alternative') {
    const recommendation = item.id
    const lifted =
      form.data.intent === 'lift-bracket'
        ? await liftBracketInText(context.db, actor, { ...form.data, recommendation })
        : await takeAlternativeInText(context.db, actor, { ...form.data, recommendation })
    // It was asked for beside the text, on whichever page that is: nobody is taken elsewhere.
    const refusal = lifted.ok ? undefined : lifted.refusal
    return data({ ...nothingTyped, refusal }, { status: lifted.ok ? 200 : 409 })
  }
  if (form.data.intent === 'propose-deletion') {
    const made = await proposeDeletion(context.db, actor, { recommendation: item.id })
    if (made.ok) return redirect(`${here}/amendments/${made.amendment}`)
    return data({ ...nothingTyped, refusal: made.refusal }, { status: 409 })
  }
  const meeting = await findMeeting(context.db, item.meeting)
  const result = await run(context.db, actor, item, form.data, meeting?.timeZone ?? 'UTC')
  if (!result.ok) {
    const reason = 'reason' in form.data ? (form.data.reason ?? '') : ''
    const term = 'term' in form.data ? form.data.term : ''
    return data({ refusal: result.refusal, reason, term }, { status: 409 })
  }
  const { search } = new URL(request.url)
  return redirect(here + search.replace(/[?&]index/, ''))
}

/** What a refused form gives back, so that it is still there where no scripts run. */
const nothingTyped = { reason: '', term: '' }

async function run(
  db: Db,
  actor: Actor,
  item: Recommendation,
  form: z.infer<typeof formSchema>,
  timeZone: string,
): Promise<Result> {
  const recommendation = item.id
  switch (form.intent) {
    case 'invite':
    case 'uninvite':
    case 'take-pen':
      return sharing[form.intent](db, actor, { recommendation, delegation: form.delegation })
    case 'give-pen': {
      const until = form.minutes && new Date(Date.now() + form.minutes * 60_000)
      return giveThePen(db, actor, { recommendation, delegation: form.delegation, ...(until && { until }) })
    }
    case 'sponsor':
      return sponsorRecommendation(db, actor, { recommendation })
    case 'leave':
      return leaveSponsorship(db, actor, { recommendation })
    case 'tag':
      return addTerm(db, actor, item, form.term)
    case 'untag': {
      const on = form.tag ? { tag: form.tag as TagId } : { mandate: (form.mandate ?? '') as MandateId }
      return tagRecommendation(db, actor, { recommendation, change: 'remove', ...on })
    }
    case 'position':
      return takePosition(db, actor, { ...form, recommendation })
    case 'give-up-position':
      return giveUpPosition(db, actor, { recommendation })
    case 'statement':
      return makeStatement(db, actor, { ...form, recommendation })
    case 'show':
      return showInRoom(db, actor, { recommendation })
    case 'put-under-silence': {
      const deadline = instantIn(form.deadline, timeZone)
      return deadline ? putUnderSilence(db, actor, { recommendation, deadline }) : refuse('invalid')
    }
    case 'break-silence':
      return breakSilence(db, actor, { recommendation, reason: form.reason })
    case 'end-silence':
      return endSilenceEarly(db, actor, { recommendation, reason: form.reason })
    case 'amend':
    case 'lift-bracket':
    case 'take-alternative':
    case 'propose-deletion':
      return refuse('invalid')
    default:
      return moves[form.intent](db, actor, {
        recommendation,
        ...(form.reason && { reason: form.reason }),
        ...(form.seen && { seen: form.seen }),
      })
  }
}

/** Finds what was typed in the vocabulary, in whatever language it was typed. */
async function addTerm(db: Db, actor: Actor, item: Recommendation, term: string): Promise<Result> {
  const wanted = fold(term)
  const same = (name: string) => fold(name) === wanted
  const tag = (await listTags(db, item.group)).find(
    (one) => !one.retired && Object.values(one.name).some(same),
  )
  const mandate = (await listMandates(db, item.group)).find((one) => same(one.symbol))
  const recommendation = item.id
  if (tag) return tagRecommendation(db, actor, { recommendation, change: 'add', tag: tag.id })
  if (mandate) return tagRecommendation(db, actor, { recommendation, change: 'add', mandate: mandate.id })
  return refuse('unknown-term')
}

const tabs = ['amendments', 'positions', 'history', 'people'] as const

export default function DraftingDesk() {
  const page = useLoaderData<typeof loader>()
  const { meeting, item, badges, label, topic, neighbours, may, authorship, amendments } = page
  const answer = useActionData<typeof action>()
  const [query] = useSearchParams()
  const t = useMessages()
  const format = useFormat()
  const { presence } = useLiveMeeting(meeting.id)
  useLook(item.id, page.position, page.account !== undefined)
  const base = `/meetings/${meeting.id}/recommendations/${item.id}`
  const { negotiation, onScreen } = page
  const isFollowing = query.has('follow')
  const { isBehind } = useFollowing(isFollowing, meeting.id, item.id, onScreen)
  const tab = tabs.find((name) => name === query.get('tab')) ?? 'amendments'
  const at = neighbours.findIndex((one) => one.id === item.id)
  return (
    <div className="desk">
      <nav className="desk-rail" aria-label={t('desk.items')}>
        <p>
          <Link to={`/meetings/${meeting.id}`}>{format.name(meeting.title)}</Link>
        </p>
        <AgendaPosition agenda={page.agenda} />
        <PresenceLine presence={presence} badges={badges} />
        {page.account && (
          <p className="follow">
            {isFollowing ? (
              <Link to={base}>{t('room.stop-following')}</Link>
            ) : (
              onScreen && (
                <Link to={`/meetings/${meeting.id}/recommendations/${onScreen}?follow`}>
                  {t(onScreen === item.id ? 'room.on-screen-here' : 'room.follow')}
                </Link>
              )
            )}
          </p>
        )}
        <h2>{topic ? format.name(topic.title) : t('desk.items')}</h2>
        <ol className="rail-items">
          {neighbours.map((one) => (
            <li key={one.id}>
              <Link
                to={`/meetings/${meeting.id}/recommendations/${one.id}`}
                aria-current={one.id === item.id ? 'page' : undefined}
              >
                <bdi className="rail-label">{one.label ?? t(`status.${one.status}`)}</bdi>
                <Text language={one.language} className="rail-text">
                  {one.text || t('recommendation.empty')}
                </Text>
              </Link>
            </li>
          ))}
        </ol>
      </nav>
      <div className="desk-centre">
        <h1 className="visually-hidden">
          {t('recommendation.desk')} {label}
        </h1>
        <Neighbour meeting={meeting.id} item={neighbours[at - 1]} />
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
        <RefusalNotice refusal={answer?.refusal} />
        <SilencePanel
          key={item.id}
          silence={negotiation.silence}
          badges={badges}
          timeZone={meeting.timeZone}
          now={page.now}
          may={may}
          late={answer?.refusal === 'silence-over' ? answer.reason : undefined}
        />
        <div className="desk-below">
          <TagPanel
            tags={page.tags}
            mandates={page.mandates}
            vocabulary={page.vocabulary}
            term={answer?.term}
          />
          {page.source && <ItemSource source={page.source} language={item.language} />}
          <Actions may={may} isOpen={page.open !== undefined} />
          {may.addOrDelete && topic && (
            <div className="desk-actions">
              <NewParagraphAfter
                meeting={meeting.id}
                topic={topic.id}
                after={item.id}
                language={item.language}
              />
              <Form method="post">
                <button className="button" type="submit" name="intent" value="propose-deletion">
                  {t('desk.propose-deletion')}
                </button>
              </Form>
            </div>
          )}
        </div>
        {may.withdraw && recommendationIs.draft(item.status) && <GiveUp />}
        {page.open && (
          <AgreeForm
            open={page.open}
            badges={badges}
            at={`/meetings/${meeting.id}/recommendations/${item.id}`}
            reason={answer?.reason}
          />
        )}
        <ReasonForms may={may} reason={answer?.reason} status={item.status} />
        <Neighbour meeting={meeting.id} item={neighbours[at + 1]} />
      </div>
      <aside className="desk-side" aria-label={t('desk.tabs')}>
        <nav className="tabs" aria-label={t('desk.tabs')}>
          {tabs.map((name) => (
            <Link
              key={name}
              to={`${base}?tab=${name}${isFollowing ? '&follow' : ''}`}
              aria-current={tab === name ? 'true' : undefined}
              preventScrollReset
            >
              {t(`desk.tab.${name}`)}
              {name === 'amendments' && amendments.length > 0 && ` ${format.number(amendments.length)}`}
              {name === 'positions' &&
                negotiation.positions.length > 0 &&
                ` ${format.number(negotiation.positions.length)}`}
            </Link>
          ))}
        </nav>
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
            timeZone={meeting.timeZone}
          />
        )}
      </aside>
    </div>
  )
}

type May = ReturnType<typeof useLoaderData<typeof loader>>['may']
type NeighbourFacts = ReturnType<typeof useLoaderData<typeof loader>>['neighbours'][number]

function Neighbour({ meeting, item }: { meeting: string; item: NeighbourFacts | undefined }) {
  if (!item?.text) return null
  return (
    <p className="neighbour document-text">
      <Link to={`/meetings/${meeting}/recommendations/${item.id}`}>
        {item.label && <bdi className="rail-label">{item.label}</bdi>}
        <Text language={item.language}>{item.text}</Text>
      </Link>
    </p>
  )
}

function Actions({ may, isOpen }: { may: May; isOpen: boolean }) {
  const t = useMessages()
  const button = (intent: string, name: ReactNode, primary = false) => (
    <button
      className={`button${primary ? ' button-primary' : ''}`}
      type="submit"
      name="intent"
      value={intent}
      data-action={intent}
    >
      {name}
    </button>
  )
  return (
    <Form method="post" className="desk-actions">
      {may.lead && button('show', t('room.show'))}
      {may.sponsor && button('sponsor', t('desk.sponsor'))}
      {may.leave && button('leave', t('desk.leave'))}
      {may.table && button('table', t('recommendation.table'), true)}
      {may.discuss && button('discuss', t('recommendation.discuss'))}
      {may.takeUp && button('take-up', t('desk.take-up'))}
      {may.agree && !isOpen && button('agree', t('desk.agree'), true)}
      {may.amend && button('amend', t('desk.amend'), true)}
    </Form>
  )
}

/** A draft that nobody else has seen is given up without a reason, and asked about once. */
function GiveUp() {
  const t = useMessages()
  return (
    <details className="reason-form">
      <summary>{t('recommendation.give-up')}</summary>
      <Form method="post">
        <p>{t('recommendation.give-up-explained')}</p>
        <button className="button button-danger" type="submit" name="intent" value="withdraw">
          {t('recommendation.give-up')}
        </button>
      </Form>
    </details>
  )
}

/** Acts that are recorded with a reason. */
function ReasonForms({
  may,
  reason,
  status,
}: {
  may: May
  reason: string | undefined
  status: RecommendationStatus
}) {
  const t = useMessages()
  const acts = [
    {
      intent: 'withdraw',
      may: may.withdraw && !recommendationIs.draft(status),
      name: t('recommendation.withdraw'),
    },
    { intent: 'reopen', may: may.reopen, name: t('desk.reopen') },
    { intent: 'drop', may: may.drop, name: t('desk.drop') },
  ]
  return acts
    .filter((act) => act.may)
    .map((act) => (
      <details key={`${act.intent}-${status}`} className="reason-form">
        <summary>{act.name}</summary>
        <Form method="post">
          <div className="field">
            <label htmlFor={`reason-${act.intent}`}>{t('recommendation.reason')}</label>
            <textarea
              id={`reason-${act.intent}`}
              name="reason"
              maxLength={longestReason}
              defaultValue={reason}
              required
            />
            <p className="field-hint">{t('desk.with-reason')}</p>
          </div>
          <button className="button button-danger" type="submit" name="intent" value={act.intent}>
            {act.name}
          </button>
        </Form>
      </details>
    ))
}
