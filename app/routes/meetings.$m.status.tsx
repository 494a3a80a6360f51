import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { Link, useActionData, useLoaderData } from '@remix-run/react'
import { ListedTexts } from '#components/lists/listed-texts'
import { useLiveMeeting } from '#components/meetings/live'
import { DownloadLinks } from '#components/ui/download-links'
import { Form } from '#components/ui/form'
import { useFormat, useMessages } from '#components/ui/language'
import { RefusalNotice } from '#components/ui/refusal-notice'
import { findMeeting, listTopics } from '#db/queries/meetings'
import { instantRefusal, statusTitle } from '#domain/lists/status-lists'
import { can } from '#domain/permissions/can'
import { instantIn, localTimeIn } from '#domain/time/deadlines'
import { requireActor } from '#server/auth/require-actor'
import { issueStatus } from '#server/commands/lists/issue-status'
import { exportFormats } from '#server/formats/out/formats'
import { readAgreedStatus } from '#server/publications/agreed-status'
import { offeredAdditions } from '#server/publications/recorded'

export const handle = { title: 'list.kind.agreed-status' }

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const { db } = context
  const actor = requireActor(request, context)
  const meeting = await findMeeting(db, String(params['m']))
  if (!meeting || !can(actor, 'status.see-past', meeting)) throw new Response(null, { status: 404 })
  const now = new Date()
  const asked = new URL(request.url).searchParams.get('at') ?? ''
  const at = asked === '' ? now : instantIn(asked, meeting.timeZone)
  const refusal = at ? instantRefusal(at, now) : ('invalid' as const)
  const found = at && !refusal ? await readAgreedStatus(db, meeting, at) : undefined
  const topics = await listTopics(db, meeting.id)
  return {
    meeting: { id: meeting.id, title: meeting.title, timeZone: meeting.timeZone },
    topics: topics
      .filter(({ id }) => found?.listed.some(({ item }) => item.topic === id))
      .map(({ id, title }) => ({ id, title })),
    refusal,
    asked,
    latest: localTimeIn(now, meeting.timeZone),
    status: at &&
      found && {
        title: statusTitle(at, meeting.timeZone),
        paragraphs: found.paragraphs,
        items: found.listed.map(({ item, version, label }) => ({
          id: item.id,
          label,
          topic: item.topic,
          recommendation: item.id,
          blocks: version.content.blocks,
          language: version.language,
        })),
      },
    formats: exportFormats,
    additions: offeredAdditions({ kind: 'agreed-status' }, true),
    mayIssue: asked === '' && can(actor, 'list.issue', meeting),
  }
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  const actor = requireActor(request, context)
  const meeting = await findMeeting(context.db, String(params['m']))
  if (!meeting) throw new Response(null, { status: 404 })
  const made = await issueStatus(context.db, actor, { meeting: meeting.id })
  if (!made.ok) return data({ refusal: made.refusal }, { status: 409 })
  return redirect(`/lists/${made.list}`)
}

export default function AgreedStatus() {
  const page = useLoaderData<typeof loader>()
  const { meeting, topics, status, asked, latest } = page
  const answer = useActionData<typeof action>()
  const t = useMessages()
  const format = useFormat()
  useLiveMeeting(meeting.id)
  return (
    <div className="page page-list">
      <p>
        <Link to={`/meetings/${meeting.id}`}>{format.name(meeting.title)}</Link>
      </p>
      <h1>{t('list.kind.agreed-status')}</h1>
      <Form method="get" className="field-row no-print">
        <div className="field">
          <label htmlFor="at">{t('status-list.at')}</label>
          <input
            key={asked}
            id="at"
            name="at"
            type="datetime-local"
            required
            defaultValue={asked || latest}
            max={page.refusal ? undefined : latest}
            aria-describedby="at-zone"
          />
        </div>
        <button className="button" type="submit">
          {t('status-list.show')}
        </button>
        {asked !== '' && (
          <Link className="button button-quiet" to={`/meetings/${meeting.id}/status`}>
            {t('status-list.now')}
          </Link>
        )}
      </Form>
      <p className="field-hint" id="at-zone">
        {t('call.deadline-zone', { zone: meeting.timeZone })}
      </p>
      <RefusalNotice refusal={answer?.refusal ?? page.refusal} />
      {status && (
        <>
          <p className="soft" role="status">
            {t('status-list.count', { agreed: status.items.length, all: status.paragraphs })}{' '}
            {t('status-list.explained')}
          </p>
          {status.items.length > 0 && (
            <DownloadLinks
              base={`/meetings/${meeting.id}/status`}
              query={asked ? { at: asked } : {}}
              formats={page.formats}
              additions={page.additions}
            />
          )}
          {page.mayIssue && status.items.length > 0 && (
            <Form method="post" className="issue-form no-print">
              <button className="button" type="submit">
                {t('status-list.issue')}
              </button>
              <p className="field-hint">{t('status-list.issue-hint')}</p>
            </Form>
          )}
          <div className="sheet">
            <div className="sheet-body">
              <h2 className="status-title">{format.name(status.title)}</h2>
              {status.items.length === 0 && <p className="empty">{t('status-list.none')}</p>}
              <ListedTexts topics={topics} items={status.items} />
            </div>
          </div>
        </>
      )}
    </div>
  )
}
