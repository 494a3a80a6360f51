import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { Link, useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { CommissionActions } from '#components/lists/commission-actions'
import { Corrections } from '#components/lists/corrections'
import { ListedTexts } from '#components/lists/listed-texts'
import { DownloadLinks } from '#components/ui/download-links'
import { useFormat, useMessages } from '#components/ui/language'
import { Pages } from '#components/ui/pages'
import { RefusalNotice } from '#components/ui/refusal-notice'
import { listCommissionActions } from '#db/queries/commission-actions'
import { listCorrections } from '#db/queries/corrections'
import { countListItems, findList, listListedTexts, placeInList } from '#db/queries/lists'
import { findMeeting, listTopics } from '#db/queries/meetings'
import { languages } from '#domain/languages'
import { longestReason } from '#domain/negotiation/recommendations'
import { pageIn, pagingOf } from '#domain/paging'
import { isMemberOf } from '#domain/people/participants'
import { can } from '#domain/permissions/can'
import { requireActor } from '#server/auth/require-actor'
import { correctList } from '#server/commands/lists/correct'
import { exportFormats } from '#server/formats/out/formats'
import { offeredAdditions } from '#server/publications/recorded'

/** How many items of a list are on one page. */
const pageSize = 50

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const { db, actor } = context
  const list = await findList(db, String(params['l']))
  const meeting = list && (await findMeeting(db, list.meeting))
  if (!list || !meeting || !can(actor, 'meeting.see', meeting)) throw new Response(null, { status: 404 })
  const query = new URL(request.url).searchParams
  const [counts, topics, place] = await Promise.all([
    countListItems(db, list.id),
    listTopics(db, meeting.id),
    placeInList(db, list.id, query.get('item') ?? ''),
  ])
  const count = [...counts.values()].reduce((sum, some) => sum + some, 0)
  const page = place === undefined ? pageIn(query) : Math.floor(place / pageSize) + 1
  const isWhole = query.has('all')
  const items = await listListedTexts(
    db,
    list.id,
    isWhole ? undefined : { limit: pageSize, offset: (page - 1) * pageSize },
  )
  return {
    list: {
      id: list.id,
      kind: list.kind,
      title: list.title,
      issuedAt: list.issuedAt.toISOString(),
      hash: list.hash,
    },
    meeting: { id: meeting.id, title: meeting.title, timeZone: meeting.timeZone },
    topics: topics.filter(({ id }) => counts.has(id)).map(({ id, title }) => ({ id, title })),
    count,
    paging: isWhole ? undefined : pagingOf({ page, pageSize, found: count }),
    items: items.map(({ id, label, topic, recommendation, content, language }) => ({
      id,
      label,
      topic,
      recommendation,
      blocks: content.blocks,
      language,
    })),
    formats: exportFormats,
    additions: offeredAdditions(list, isMemberOf(actor, list)),
    corrections: (await listCorrections(db, list.id)).map(({ id, label, language, body, at }) => ({
      id,
      label,
      language,
      body,
      at: at.toISOString(),
    })),
    mayCorrect: can(actor, 'list.correct', list),
    commission: (await listCommissionActions(db, list.id)).map(
      ({ id, kind, takenOn, symbol, session, agendaItem, language, remarks }) => ({
        id,
        kind,
        takenOn,
        symbol,
        session,
        agendaItem,
        language,
        remarks,
      }),
    ),
    mayRecordCommission: list.kind === 'adopted' && can(actor, 'list.record-commission', list),
    mayCall: list.kind === 'preliminary' && can(actor, 'call.create', list),
  }
}

const formSchema = z.object({
  label: z.string().max(20).default(''),
  language: z.enum(languages),
  body: z.string().max(longestReason),
})

export async function action({ request, params, context }: ActionFunctionArgs) {
  const actor = requireActor(request, context)
  const list = await findList(context.db, String(params['l']))
  if (!list) throw new Response(null, { status: 404 })
  const form = formSchema.safeParse(Object.fromEntries(await request.formData()))
  if (!form.success) return data({ refusal: 'invalid' as const }, { status: 400 })
  const result = await correctList(context.db, actor, { list: list.id, ...form.data })
  if (!result.ok) return data({ refusal: result.refusal }, { status: 409 })
  return redirect(`/lists/${list.id}`)
}

export default function ListPage() {
  const answer = useActionData<typeof action>()
  const page = useLoaderData<typeof loader>()
  const { list, meeting, topics, items, paging, formats, mayCall } = page
  const t = useMessages()
  const format = useFormat()
  return (
    <div className="page page-list">
      <p>
        <Link to={`/meetings/${meeting.id}`}>{format.name(meeting.title)}</Link>
      </p>
      <h1>{format.name(list.title)}</h1>
      <p className="soft">
        {t(`list.kind.${list.kind}`)} · {t('list.items', { count: page.count })} ·{' '}
        {t('list.issued', { instant: format.instant(list.issuedAt, meeting.timeZone) })}
      </p>
      <DownloadLinks base={`/lists/${list.id}`} formats={formats} additions={page.additions}>
        {mayCall && (
          <Link className="button" to={`/calls/new?list=${list.id}`}>
            {t('list.call')}
          </Link>
        )}
      </DownloadLinks>
      <RefusalNotice refusal={answer?.refusal} />
      <CommissionActions list={list.id} actions={page.commission} mayRecord={page.mayRecordCommission} />
      <Corrections corrections={page.corrections} timeZone={meeting.timeZone} mayCorrect={page.mayCorrect} />
      <div className="sheet">
        <div className="sheet-body">
          <ListedTexts topics={topics} items={items} />
          {paging && paging.pages > 1 && (
            <>
              <Pages paging={paging} />
              <p className="no-print">
                <Link to={`/lists/${list.id}?all`} reloadDocument>
                  {t('list.show-all', { count: paging.found })}
                </Link>
              </p>
              <p className="printed-only">
                {t('list.printed-part', { first: paging.first, last: paging.last, found: paging.found })}
              </p>
            </>
          )}
        </div>
        <footer>
          <p className="soft">
            {t('list.frozen')} <span className="hash">SHA-256 {list.hash}</span>
          </p>
        </footer>
      </div>
    </div>
  )
}
