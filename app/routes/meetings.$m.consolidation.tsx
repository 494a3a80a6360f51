import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { Link, useActionData, useLoaderData, useSearchParams } from '@remix-run/react'
import { useState } from 'react'
import { z } from 'zod'
import { CoverageBar } from '#components/consolidation/coverage-bar'
import { useLiveMeeting } from '#components/meetings/live'
import { NewParagraphs } from '#components/negotiation/new-paragraphs'
import { DelegationNames } from '#components/people/delegations'
import { BracketCount } from '#components/text/bracket-count'
import { LiveText } from '#components/text/live-text'
import { KindSelect } from '#components/text/text-choices'
import { Form } from '#components/ui/form'
import { Text, useFormat, useMessages } from '#components/ui/language'
import { Pages } from '#components/ui/pages'
import { RefusalNotice } from '#components/ui/refusal-notice'
import { StatusChip } from '#components/ui/status-chip'
import { findMeeting } from '#db/queries/meetings'
import type { MeetingId, RecommendationId, TopicId } from '#domain/ids'
import { longestReason, recommendationKinds } from '#domain/negotiation/recommendations'
import { actorIn, isMemberOf } from '#domain/people/participants'
import { pageIn } from '#domain/paging'
import { can } from '#domain/permissions/can'
import { amendmentIs, meetingIs, recommendationIs } from '#domain/status'
import { requireActor } from '#server/auth/require-actor'
import { addSources } from '#server/commands/consolidation/add-sources'
import { confirmSource } from '#server/commands/consolidation/confirm-source'
import { consolidate } from '#server/commands/consolidation/consolidate'
import { keepWithoutSource } from '#server/commands/consolidation/keep-without-source'
import { doNotRetain } from '#server/commands/consolidation/do-not-retain'
import { removeSource } from '#server/commands/consolidation/remove-source'
import { reopenDisposition } from '#server/commands/consolidation/reopen-disposition'
import type { Result } from '#server/frame/refusal'
import { readConsolidationDesk } from '#server/views/consolidation-desk'
import { readNewParagraphs } from '#server/views/new-paragraphs'
import { badgesOf } from '#server/views/drafting-desk'

const id = z.string().transform((text) => text as RecommendationId)
const ids = z.array(id)
const formSchema = z.discriminatedUnion('intent', [
  z.object({
    intent: z.literal('consolidate'),
    topic: z.string().transform((text) => text as TopicId),
    kind: z.enum(recommendationKinds),
    sources: ids,
  }),
  z.object({ intent: z.literal('add'), paragraph: id, sources: ids }),
  z.object({ intent: z.literal('remove'), paragraph: id, source: id }),
  z.object({ intent: z.literal('not-retained'), sources: ids, reason: z.string().max(longestReason) }),
  z.object({ intent: z.literal('reopen'), source: id }),
  z.object({ intent: z.literal('confirm-source'), source: id }),
  z.object({ intent: z.literal('keep'), paragraph: id, reason: z.string().max(longestReason) }),
])

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

export async function action({ request, params, context }: ActionFunctionArgs) {
  const { db } = context
  const actor = requireActor(request, context)
  const meeting = String(params['m']) as MeetingId
  const fields = await request.formData()
  const form = formSchema.safeParse({
    ...Object.fromEntries(fields),
    sources: fields.getAll('sources').map(String),
  })
  if (!form.success) return data({ refusal: 'invalid' as const, reason: '' }, { status: 400 })
  const url = new URL(request.url)
  if (form.data.intent === 'consolidate') {
    const { topic, kind, sources } = form.data
    const made = await consolidate(db, actor, { meeting, topic, kind, sources })
    if (!made.ok) return data({ refusal: made.refusal, reason: '' }, { status: 409 })
    url.searchParams.set('paragraph', made.paragraph)
    return redirect(url.pathname + url.search)
  }
  let result: Result = { ok: true }
  switch (form.data.intent) {
    case 'add':
      result = await addSources(db, actor, { meeting, ...form.data })
      break
    case 'remove':
      result = await removeSource(db, actor, { meeting, ...form.data })
      break
    case 'not-retained':
      result = await doNotRetain(db, actor, { meeting, ...form.data })
      break
    case 'reopen':
      result = await reopenDisposition(db, actor, { meeting, source: form.data.source })
      break
    case 'confirm-source':
      result = await confirmSource(db, actor, { meeting, source: form.data.source, reason: '' })
      break
    case 'keep':
      result = await keepWithoutSource(db, actor, { meeting, ...form.data })
      break
    default:
      form.data satisfies never
  }
  const reason = form.data.intent === 'not-retained' ? form.data.reason : ''
  if (!result.ok) return data({ refusal: result.refusal, reason }, { status: 409 })
  return redirect(url.pathname + url.search)
}

type Page = ReturnType<typeof useLoaderData<typeof loader>>

export default function ConsolidationDesk() {
  const page = useLoaderData<typeof loader>()
  const { meeting, coverage, mayDecide } = page
  const answer = useActionData<typeof action>()
  const t = useMessages()
  const format = useFormat()
  useLiveMeeting(meeting.id)
  const [selected, setSelected] = useState<readonly string[]>([])
  // What got a disposition meanwhile, here or on another screen, is not chosen any more.
  const open = page.items.filter((item) => !item.disposition).map((item) => item.id as string)
  const chosen = selected.filter((one) => open.includes(one))
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
        <Filters />
        <ul className="cards">
          {page.items.map((item) => (
            <Item
              key={item.id}
              item={item}
              mayDecide={mayDecide}
              selected={chosen.includes(item.id)}
              onSelect={(on) =>
                setSelected((before) =>
                  on ? [...before, item.id] : before.filter((one) => one !== (item.id as string)),
                )
              }
            />
          ))}
        </ul>
        {page.items.length === 0 && <p className="empty">{t('consolidation.nothing-found')}</p>}
        <Pages paging={page.paging} />
      </section>
      <section className="consolidation-centre" aria-label={t('consolidation.paragraph')}>
        <RefusalNotice refusal={answer?.refusal} />
        {page.isAdopted && <p className="soft">{t('consolidation.settled')}</p>}
        {mayDecide && chosen.length > 0 && <Decide chosen={chosen} reason={answer?.reason} />}
        {page.chosen ? (
          <Paragraph chosen={page.chosen} />
        ) : (
          chosen.length === 0 && (
            <p className="empty">{t(mayDecide ? 'consolidation.choose' : 'consolidation.look')}</p>
          )
        )}
      </section>
      <EmergingList />
    </div>
  )
}

function Filters() {
  const { meetings, meeting } = useLoaderData<typeof loader>()
  const [query] = useSearchParams()
  const t = useMessages()
  const link = (change: Record<string, string | undefined>) => {
    const next = new URLSearchParams(query)
    next.delete('page')
    for (const [name, value] of Object.entries(change)) {
      if (value === undefined) next.delete(name)
      else next.set(name, value)
    }
    return `/meetings/${meeting.id}/consolidation?${next.toString()}`
  }
  const from = query.get('from')
  return (
    <>
      <p className="chip-row">
        <FilterChip to={link({ from: undefined })} on={!from} name={t('consolidation.all')} />
        {meetings.map((one) => (
          <FilterChip key={one.id} to={link({ from: one.id })} on={from === one.id} name={one.year} />
        ))}
        <FilterChip
          to={link({ open: query.has('open') ? undefined : '' })}
          on={query.has('open')}
          name={t('consolidation.without')}
        />
      </p>
      <Form method="get" role="search" className="tag-form">
        {['from', 'open', 'paragraph'].map(
          (name) =>
            query.has(name) && <input key={name} type="hidden" name={name} value={query.get(name) ?? ''} />,
        )}
        <label className="visually-hidden" htmlFor="q">
          {t('meeting.search')}
        </label>
        <input
          id="q"
          name="q"
          type="search"
          className="input"
          defaultValue={query.get('q') ?? ''}
          placeholder={t('meeting.search')}
        />
        <button className="button button-small" type="submit">
          {t('meeting.search-submit')}
        </button>
      </Form>
    </>
  )
}

function FilterChip({ to, on, name }: { to: string; on: boolean; name: string }) {
  return (
    <Link to={to} className="chip chip-link" aria-current={on ? 'true' : undefined} preventScrollReset>
      {name}
    </Link>
  )
}

function Item({
  item,
  mayDecide,
  selected,
  onSelect,
}: {
  item: Page['items'][number]
  mayDecide: boolean
  selected: boolean
  onSelect: (on: boolean) => void
}) {
  const { chosen } = useLoaderData<typeof loader>()
  const t = useMessages()
  const { disposition } = item
  const name = `${item.year} · ${item.label ?? t('status.tabled')}`
  const mayJoin = mayDecide && chosen && disposition && disposition.kind !== 'not-retained'
  return (
    <li className="card" data-quiet={disposition !== undefined} data-selected={selected || undefined}>
      <p className="item-head">
        {mayDecide && !disposition ? (
          <label className="choice">
            <input type="checkbox" checked={selected} onChange={(event) => onSelect(event.target.checked)} />
            <bdi className="strong">{name}</bdi>
          </label>
        ) : (
          <strong>
            <bdi>{name}</bdi>
          </strong>
        )}
        {item.comments > 0 && (
          <span className="soft">{t('consolidation.comments', { count: item.comments })}</span>
        )}
        <Link className="sheet-end soft" to={`/recommendations/${item.id}/lineage`}>
          {t('desk.lineage')}
        </Link>
      </p>
      <p className="document-text document-text-small">
        <Text language={item.language}>{item.text}</Text>
      </p>
      {disposition && (
        <div className="item-head soft">
          <span>
            {t(`disposition.${disposition.kind}`)}
            {disposition.targets.map(
              (target) => target.number !== undefined && ` → ${String(target.number)}`,
            )}
            {disposition.reason && `: ${disposition.reason}`}
          </span>
          {mayDecide && (
            <Form method="post" className="button-row" preventScrollReset>
              <input type="hidden" name="source" value={item.id} />
              <input type="hidden" name="sources" value={item.id} />
              {mayJoin && !disposition.targets.some((target) => target.id === chosen.id) && (
                <>
                  <input type="hidden" name="paragraph" value={chosen.id} />
                  <button className="button button-small" type="submit" name="intent" value="add">
                    {t('consolidation.split')}
                  </button>
                </>
              )}
              <button className="button button-small" type="submit" name="intent" value="reopen">
                {t('consolidation.undo')}
              </button>
            </Form>
          )}
        </div>
      )}
    </li>
  )
}

function Decide({ chosen, reason }: { chosen: readonly string[]; reason: string | undefined }) {
  const page = useLoaderData<typeof loader>()
  const t = useMessages()
  const format = useFormat()
  const paragraph = page.chosen && page.chosen.number !== undefined ? page.chosen : undefined
  const sources = chosen.map((one) => <input key={one} type="hidden" name="sources" value={one} />)
  return (
    <div className="card decide">
      <h2>{t('consolidation.chosen', { count: chosen.length })}</h2>
      <Form method="post" className="field-row">
        {sources}
        <div className="field">
          <label htmlFor="topic">{t('recommendation.topic')}</label>
          <select id="topic" name="topic">
            {page.topics.map((topic) => (
              <option key={topic.id} value={topic.id}>
                {format.name(topic.title)}
              </option>
            ))}
          </select>
        </div>
        <div className="field">
          <label htmlFor="kind">{t('recommendation.kind')}</label>
          <KindSelect id="kind" />
        </div>
        <button className="button button-primary" type="submit" name="intent" value="consolidate">
          {t('consolidation.make', { count: chosen.length })}
        </button>
      </Form>
      {paragraph && (
        <Form method="post">
          {sources}
          <input type="hidden" name="paragraph" value={paragraph.id} />
          <button className="button" type="submit" name="intent" value="add">
            {t('consolidation.add', { number: paragraph.number ?? 0 })}
          </button>
        </Form>
      )}
      <details>
        <summary>{t('disposition.not-retained')}</summary>
        <Form method="post">
          {sources}
          <div className="field">
            <label htmlFor="reason">{t('recommendation.reason')}</label>
            <textarea
              id="reason"
              name="reason"
              maxLength={longestReason}
              defaultValue={reason}
              dir="auto"
              required
            />
          </div>
          <button className="button button-danger" type="submit" name="intent" value="not-retained">
            {t('consolidation.not-retained')}
          </button>
        </Form>
      </details>
    </div>
  )
}

function Paragraph({ chosen }: { chosen: NonNullable<Page['chosen']> }) {
  const { meeting, badges, account, reader, mayDecide } = useLoaderData<typeof loader>()
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
            <Form method="post" className="field-row" preventScrollReset>
              <input type="hidden" name="paragraph" value={chosen.id} />
              <div className="field">
                <label htmlFor="keep-reason">{t('consolidation.keep-reason')}</label>
                <input id="keep-reason" name="reason" className="input" maxLength={longestReason} required />
              </div>
              <button className="button" type="submit" name="intent" value="keep">
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
                <Form method="post" preventScrollReset>
                  <input type="hidden" name="source" value={source.id} />
                  <button className="button button-small" type="submit" name="intent" value="confirm-source">
                    {t('consolidation.source-confirm')}
                  </button>
                </Form>
              )}
              <span className="soft">
                {source.disposition && t(`disposition.${source.disposition.kind}`)}
              </span>
              {mayDecide && (
                <Form method="post" className="sheet-end" preventScrollReset>
                  <input type="hidden" name="paragraph" value={chosen.id} />
                  <input type="hidden" name="source" value={source.id} />
                  <button className="button button-small" type="submit" name="intent" value="remove">
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

function EmergingList() {
  const { topics, paragraphs, brackets, meeting, chosen, newParagraphs, badges } =
    useLoaderData<typeof loader>()
  const [query] = useSearchParams()
  const t = useMessages()
  const format = useFormat()
  const link = (paragraph: string) => {
    const next = new URLSearchParams(query)
    next.set('paragraph', paragraph)
    return `/meetings/${meeting.id}/consolidation?${next.toString()}`
  }
  return (
    <aside className="consolidation-list" aria-labelledby="emerging">
      <h2 id="emerging" className="quiet-heading">
        {t('consolidation.list')} <BracketCount count={brackets} />
      </h2>
      {paragraphs.length === 0 && <p className="empty">{t('consolidation.no-paragraphs')}</p>}
      {topics
        .filter((topic) => paragraphs.some((one) => one.topic === topic.id))
        .map((topic) => (
          <section key={topic.id}>
            <h3>
              {format.name(topic.title)} <BracketCount count={topic.brackets} />
            </h3>
            <ol className="rail-items">
              {paragraphs
                .filter((one) => one.topic === topic.id)
                .map((one) => (
                  <li key={one.id}>
                    <Link
                      to={link(one.id)}
                      aria-current={one.id === chosen?.id ? 'true' : undefined}
                      preventScrollReset
                    >
                      <bdi className="rail-label">{one.number ?? '–'}</bdi>
                      <span>
                        <Text language={one.language} className="rail-text">
                          {one.text || t('recommendation.empty')}
                        </Text>
                        <span className="soft">
                          {t('consolidation.from', { count: one.sources })} · {t(`status.${one.status}`)}
                          {one.openLineage === 'without-source' && ` · ${t('consolidation.without-source')}`}
                          {one.openLineage === 'source-withdrawn' &&
                            ` · ${t('consolidation.source-withdrawn')}`}
                          {one.brackets > 0 && ` · ${t('room.brackets', { count: one.brackets })}`}
                        </span>
                      </span>
                    </Link>
                  </li>
                ))}
            </ol>
          </section>
        ))}
      <NewParagraphs
        proposals={newParagraphs.filter((one) => amendmentIs.tabled(one.status))}
        badges={badges}
        meeting={meeting.id}
      />
    </aside>
  )
}
