import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { Link, useActionData, useLoaderData, useSearchParams, useSubmit } from '@remix-run/react'
import { z } from 'zod'
import { AgendaPosition } from '#components/meetings/agenda'
import { useLiveMeeting } from '#components/meetings/live'
import { MeetingChanges } from '#components/meetings/meeting-changes'
import { PresenceLine } from '#components/meetings/presence-panel'
import { NewParagraphForm, NewParagraphs } from '#components/negotiation/new-paragraphs'
import { DelegationNames } from '#components/people/delegations'
import { BracketCount } from '#components/text/bracket-count'
import { KindSelect, LanguageSelect, TopicSelect } from '#components/text/text-choices'
import { FilterSelect, filterOptions } from '#components/ui/filter-select'
import { Form } from '#components/ui/form'
import { Text, useFormat, useLanguage, useMessages } from '#components/ui/language'
import { Pages } from '#components/ui/pages'
import { RefusalNotice } from '#components/ui/refusal-notice'
import { StatusChip } from '#components/ui/status-chip'
import type { Db } from '#db/client'
import { findMeeting } from '#db/queries/meetings'
import type { AmendmentId, MeetingId, RecommendationId, TopicId } from '#domain/ids'
import { languages, type Language } from '#domain/languages'
import { longestReason, recommendationKinds } from '#domain/negotiation/recommendations'
import { actorIn, isMember, type SignedInActor } from '#domain/people/participants'
import { pageIn } from '#domain/paging'
import { can } from '#domain/permissions/can'
import { meetingIs, recommendationIs, undecidedFilter } from '#domain/status'
import { requestLanguage } from '#i18n/language'
import { requireActor } from '#server/auth/require-actor'
import { proposeParagraph } from '#server/commands/amendments/propose-paragraph'
import { changeMeeting } from '#server/commands/meetings/change-status'
import { postponeMeeting } from '#server/commands/meetings/postpone'
import { draftRecommendation } from '#server/commands/recommendations/draft'
import { orderRecommendation } from '#server/commands/recommendations/order'
import type { Result } from '#server/frame/refusal'
import { typedFields } from '#server/http/typed-fields'
import { readMeetingPage } from '#server/views/meeting-page'
import { readNewParagraphs } from '#server/views/new-paragraphs'
import { readAgenda } from '#server/views/room'

const formSchema = z.discriminatedUnion('intent', [
  z.object({
    intent: z.literal('draft'),
    topic: z.string().transform((id) => id as TopicId),
    kind: z.enum(recommendationKinds),
    language: z.enum(languages),
  }),
  z.object({
    intent: z.literal('propose-paragraph'),
    /** A topic, or a topic and the paragraph after which it shall stand. */
    place: z.string().transform((place) => {
      const [topic = '', after] = place.split(' ')
      return { topic: topic as TopicId, after: after as RecommendationId | undefined }
    }),
    kind: z.enum(recommendationKinds),
    language: z.enum(languages),
  }),
  z.object({
    intent: z.enum(['up', 'down']),
    recommendation: z.string().transform((id) => id as RecommendationId),
  }),
  z.object({ intent: z.enum(['open', 'close', 'report']) }),
  z.object({
    intent: z.literal('postpone'),
    startsOn: z.string(),
    endsOn: z.string(),
    reason: z.string().trim().max(longestReason),
  }),
])

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const { db, actor } = context
  const meeting = await findMeeting(db, String(params['m']))
  if (!meeting || !can(actor, 'meeting.see', meeting)) throw new Response(null, { status: 404 })
  const query = new URL(request.url).searchParams
  const page = await readMeetingPage(db, actor, meeting, {
    topic: query.get('topic') ?? '',
    tag: query.get('tag') ?? '',
    status: query.get('status') ?? '',
    delegation: query.get('delegation') ?? '',
    search: query.get('q') ?? '',
    page: pageIn(query),
  })
  const newParagraphs = await readNewParagraphs(db, actor, meeting)
  const isParticipant = isMember(actorIn(actor, meeting))
  return { meeting, isParticipant, agenda: await readAgenda(db, meeting), newParagraphs, ...page }
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  const { db } = context
  const actor = requireActor(request, context)
  const meeting = await findMeeting(db, String(params['m']))
  const typed = typedFields(await request.formData())
  const form = formSchema.safeParse(typed)
  if (!meeting || !form.success) return data({ refusal: 'invalid' as const, typed }, { status: 400 })
  const made = await run(db, actor, meeting.id, form.data, requestLanguage(request))
  if (!made.ok) return data({ refusal: made.refusal, typed }, { status: 409 })
  const { amendment } = { amendment: undefined, ...made }
  if ('recommendation' in made && amendment)
    return redirect(`/meetings/${meeting.id}/recommendations/${made.recommendation}/amendments/${amendment}`)
  if ('recommendation' in made)
    return redirect(`/meetings/${meeting.id}/recommendations/${made.recommendation}`)
  return redirect(`/meetings/${meeting.id}${new URL(request.url).search.replace(/[?&]index/, '')}`)
}

function run(
  db: Db,
  actor: SignedInActor,
  meeting: MeetingId,
  form: z.infer<typeof formSchema>,
  language: Language,
): Promise<Result | Result<{ recommendation: RecommendationId; amendment?: AmendmentId }>> {
  switch (form.intent) {
    case 'draft':
      return draftRecommendation(db, actor, { meeting, ...form })
    case 'propose-paragraph':
      return proposeParagraph(db, actor, { meeting, ...form, ...form.place })
    case 'open':
    case 'close':
    case 'report':
      return changeMeeting(db, actor, { meeting, action: form.intent })
    case 'postpone':
      return postponeMeeting(db, actor, { ...form, meeting, reason: { [language]: form.reason } })
    default:
      return orderRecommendation(db, actor, { recommendation: form.recommendation, direction: form.intent })
  }
}

export default function MeetingPage() {
  const page = useLoaderData<typeof loader>()
  const { meeting, topics, items, postponements, lists, calls, may } = page
  const answer = useActionData<typeof action>()
  const [query] = useSearchParams()
  const t = useMessages()
  const format = useFormat()
  const { presence } = useLiveMeeting(meeting.id)
  const { language } = useLanguage()
  const filtered = filterNames.some((name) => query.get(name))
  const base = `/meetings/${meeting.id}`
  // Participants see drafts and what is tabled; everyone sees what was issued.
  const isClosedToReader = !page.isParticipant && page.total === 0
  return (
    <div className="page page-meeting">
      <header className="meeting-head">
        <h1>{format.name(meeting.title)}</h1>
        <p className="chip-row">
          <span
            className="chip status-dot"
            data-tone={meetingIs.inSession(meeting.status) ? 'good' : 'quiet'}
          >
            {t(`meeting.status.${meeting.status}`)}
          </span>
          <span className="chip">{t(`meeting.kind.${meeting.kind}`)}</span>
          <BracketCount count={page.brackets} />
          <span>
            {format.days(meeting.startsOn, meeting.endsOn)}, {format.name(meeting.place)}
          </span>
        </p>
        <AgendaPosition agenda={page.agenda} />
        <PresenceLine presence={presence} badges={page.badges} />
        {postponements.map((postponement) => (
          <p key={postponement.old[0]} className="notice" data-tone="warn">
            {t('meeting.postponed', {
              old: format.days(...postponement.old),
              new: format.days(...postponement.new),
            })}
            : <bdi>{format.name(postponement.reason)}</bdi>
          </p>
        ))}
        <div className="button-row">
          {may.consolidate && (
            <Link
              className={`button${may.decideOnItems ? ' button-primary' : ''}`}
              to={`${base}/consolidation`}
            >
              {t('meeting.consolidation')}
            </Link>
          )}
          {may.consolidate && (
            <Link className="button" to={`${base}/proposals`}>
              {t('proposals.title')}
            </Link>
          )}
          {may.issue && (
            <Link className="button" to={`${base}/list`}>
              {t('meeting.issue-list')}
            </Link>
          )}
          {may.import && (
            <Link className="button" to={`${base}/import`}>
              {t('meeting.import')}
            </Link>
          )}
          {may.plan && (
            <Link className="button" to={`${base}/plan`}>
              {t('plan.change')}
            </Link>
          )}
          {may.consolidate && (
            <Link className="button" to={`${base}/silence`}>
              {t('silence.title')}
            </Link>
          )}
          {may.seeStatus && (
            <Link className="button" to={`${base}/status`}>
              {t('status-list.open')}
            </Link>
          )}
          {may.seeRoom && (
            <>
              <Link className="button" to={`${base}/floor`}>
                {t(may.leadRoom ? 'console.title' : 'floor.title')}
              </Link>
              <Link className="button" to={`${base}/projector`}>
                {t('room.projector')}
              </Link>
              <Link className="button" to={`${base}/rights`}>
                {t('rights.title')}
              </Link>
            </>
          )}
          {lists.map((list) => (
            <Link key={list.id} className="button" to={`/lists/${list.id}`}>
              {t(`list.kind.${list.kind}`)}
            </Link>
          ))}
        </div>
        {calls.map((call) => (
          <p key={call.id} className="notice">
            <Link to={`/calls/${call.id}`}>{format.name(call.title)}</Link> ·{' '}
            {t(`call.status.${call.status}`)} ·{' '}
            {t('call.open-until', { deadline: format.instant(call.deadline, meeting.timeZone) })}
          </p>
        ))}
        <MeetingChanges may={may.change} meeting={meeting} typed={answer?.typed ?? {}} />
      </header>
      <RefusalNotice refusal={answer?.refusal} />
      {isClosedToReader ? <p className="empty">{t('meeting.for-participants')}</p> : <Filters />}
      <p role="status" className="soft" hidden={isClosedToReader}>
        {t('meeting.found', { found: page.paging.found, total: page.total })}{' '}
        {filtered && <Link to={base}>{t('meeting.clear-filters')}</Link>}
      </p>
      {topics.map((topic) => {
        const own = items.filter((item) => item.topic === topic.id)
        // A topic may be on another page.
        if (own.length === 0 && (filtered || isClosedToReader || page.paging.pages > 1)) return null
        return (
          <section key={topic.id} aria-labelledby={topic.id}>
            <h2 id={topic.id}>
              {format.name(topic.title)} <BracketCount count={topic.brackets} />
            </h2>
            {own.length === 0 && <p className="empty">{t('meeting.no-items')}</p>}
            <ol className="items">
              {own.map((item) => (
                <Item key={item.id} item={item} mayOrder={may.order && !filtered} />
              ))}
            </ol>
          </section>
        )
      })}
      {page.paging.found === 0 && filtered && <p className="empty">{t('meeting.nothing-found')}</p>}
      <Pages paging={page.paging} />
      <NewParagraphs proposals={page.newParagraphs.proposals} badges={page.badges} meeting={meeting.id} />
      {page.newParagraphs.places.length > 0 && (
        <NewParagraphForm places={page.newParagraphs.places} meeting={meeting.id} language={language} />
      )}
      {may.draft && <DraftForm />}
    </div>
  )
}

type Page = ReturnType<typeof useLoaderData<typeof loader>>

function Item({ item, mayOrder }: { item: Page['items'][number]; mayOrder: boolean }) {
  const { meeting, badges } = useLoaderData<typeof loader>()
  const t = useMessages()
  const format = useFormat()
  const movable = mayOrder && !recommendationIs.final(item.status)
  return (
    <li>
      <div className="chip-row">
        {item.label && (
          <strong>
            <bdi>{item.label}</bdi>
          </strong>
        )}
        <StatusChip status={item.status} />
        {item.proposers.length > 0 && <DelegationNames ids={item.proposers} badges={badges} />}
        {item.amendments > 0 && (
          <span className="chip">{t('meeting.amendments', { count: item.amendments })}</span>
        )}
        <BracketCount count={item.brackets} />
        {movable && (
          <Form method="post" action={`/meetings/${meeting.id}?index`} className="order" preventScrollReset>
            <input type="hidden" name="recommendation" value={item.id} />
            {(['up', 'down'] as const).map((direction) => (
              <button
                key={direction}
                className="button button-small button-quiet"
                type="submit"
                name="intent"
                value={direction}
                aria-label={t(`meeting.move-${direction}`)}
              >
                {direction === 'up' ? '↑' : '↓'}
              </button>
            ))}
          </Form>
        )}
      </div>
      <p className="document-text document-text-small">
        <Link to={`/meetings/${meeting.id}/recommendations/${item.id}`}>
          <Text language={item.language}>{item.text || t('recommendation.empty')}</Text>
        </Link>
      </p>
      {(item.tags.length > 0 || item.mandates.length > 0) && (
        <p className="tag-line">
          {[...item.tags.map((tag) => format.name(tag.name)), ...item.mandates].map((name) => (
            <bdi key={name}>{name}</bdi>
          ))}
        </p>
      )}
    </li>
  )
}

const filterNames = ['q', 'topic', 'status', 'delegation', 'tag'] as const

function Filters() {
  const { topics, choices } = useLoaderData<typeof loader>()
  const [query] = useSearchParams()
  const submit = useSubmit()
  const t = useMessages()
  const format = useFormat()
  const selects = [
    {
      name: 'topic',
      options: topics.map((topic) => ({ id: topic.id as string, label: format.name(topic.title) })),
    },
    {
      name: 'status',
      options: [
        ...(choices.statuses.some(recommendationIs.undecided)
          ? [{ id: undecidedFilter, label: t('meeting.filter.undecided') }]
          : []),
        ...choices.statuses.map((status) => ({ id: status as string, label: t(`status.${status}`) })),
      ],
    },
    {
      name: 'delegation',
      options: format
        .byName(choices.delegations)
        .map((delegation) => ({ id: delegation.id as string, label: format.name(delegation.name) })),
    },
    {
      name: 'tag',
      options: [
        ...format.byName(choices.tags).map((tag) => ({ id: tag.id as string, label: format.name(tag.name) })),
        ...choices.mandates.map((mandate) => ({ id: mandate.id as string, label: mandate.symbol })),
      ],
    },
  ] as const
  return (
    <Form method="get" className="field-row filters" role="search">
      <div className="field field-wide">
        <label htmlFor="q">{t('meeting.search')}</label>
        <input id="q" name="q" type="search" defaultValue={query.get('q') ?? ''} />
      </div>
      {selects.map(({ name, options }) => (
        <FilterSelect
          key={name}
          id={`filter-${name}`}
          name={name}
          label={t(`meeting.filter.${name}`)}
          onChange={(event) => submit(event.currentTarget.form, { preventScrollReset: true })}
        >
          {filterOptions(options)}
        </FilterSelect>
      ))}
      <button className="button" type="submit">
        {t('meeting.search-submit')}
      </button>
    </Form>
  )
}

function DraftForm() {
  const { topics } = useLoaderData<typeof loader>()
  const t = useMessages()
  const { language } = useLanguage()
  return (
    <section className="sheet" aria-labelledby="draft">
      <div className="sheet-body">
        <h2 id="draft">{t('recommendation.draft')}</h2>
        <p className="soft">{t('recommendation.draft-explained')}</p>
        <Form method="post" className="field-row">
          <div className="field field-wide">
            <label htmlFor="topic">{t('recommendation.topic')}</label>
            <TopicSelect id="topic" topics={topics} />
          </div>
          <div className="field">
            <label htmlFor="kind">{t('recommendation.kind')}</label>
            <KindSelect id="kind" />
          </div>
          <div className="field">
            <label htmlFor="language">{t('recommendation.language')}</label>
            <LanguageSelect id="language" defaultValue={language} />
          </div>
          <button
            className="button button-primary"
            type="submit"
            name="intent"
            value="draft"
            data-action="draft"
          >
            {t('recommendation.draft-submit')}
          </button>
        </Form>
      </div>
    </section>
  )
}
