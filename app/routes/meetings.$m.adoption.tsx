import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { Link, useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { CoverageBar } from '#components/consolidation/coverage-bar'
import { useLiveMeeting } from '#components/meetings/live'
import { Form } from '#components/ui/form'
import { Text, useFormat, useMessages } from '#components/ui/language'
import { RefusalNotice } from '#components/ui/refusal-notice'
import { StatusChip } from '#components/ui/status-chip'
import { findMeeting } from '#db/queries/meetings'
import { can } from '#domain/permissions/can'
import { recommendationIs } from '#domain/status'
import { requireActor } from '#server/auth/require-actor'
import { adoptList } from '#server/commands/lists/adopt'
import { readProgress } from '#server/views/consolidation-desk'

const title = z.string().trim().min(1).max(300)
const formSchema = z.object({ en: title, ar: title })

export const handle = { title: 'adoption.title' }

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const actor = requireActor(request, context)
  const meeting = await findMeeting(context.db, String(params['m']))
  if (meeting?.kind !== 'evaluation' || !can(actor, 'consolidation.see', meeting)) {
    throw new Response(null, { status: 404 })
  }
  const { items, paragraphs, coverage } = await readProgress(context.db, meeting)
  const missing = new Set(coverage.missing)
  const short = ({
    id,
    text,
    language,
  }: {
    id: string
    text: string
    language: (typeof items)[number]['language']
  }) => ({
    id,
    text,
    language,
  })
  return {
    meeting: { id: meeting.id, title: meeting.title },
    coverage: { items: coverage.items, covered: coverage.covered },
    missing: items
      .filter((item) => missing.has(item.id))
      .map((item) => ({ ...short(item), label: item.label })),
    open: paragraphs
      .filter((paragraph) => recommendationIs.onTable(paragraph.status))
      .map((paragraph) => ({ ...short(paragraph), status: paragraph.status })),
    agreed: paragraphs.filter((paragraph) => recommendationIs.agreedAdReferendum(paragraph.status)).length,
    adopted: paragraphs.some((paragraph) => recommendationIs.adopted(paragraph.status)),
    mayAdopt: can(actor, 'list.adopt', meeting),
  }
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  const actor = requireActor(request, context)
  const meeting = await findMeeting(context.db, String(params['m']))
  const form = formSchema.safeParse(Object.fromEntries(await request.formData()))
  if (!meeting || !form.success) return data({ refusal: 'invalid' as const }, { status: 400 })
  const result = await adoptList(context.db, actor, { meeting: meeting.id, title: form.data })
  if (!result.ok) return data({ refusal: result.refusal }, { status: 409 })
  return redirect(`/lists/${result.list}`)
}

export default function Adoption() {
  const page = useLoaderData<typeof loader>()
  const { meeting, coverage, missing, open, agreed, mayAdopt } = page
  const answer = useActionData<typeof action>()
  const t = useMessages()
  const format = useFormat()
  useLiveMeeting(meeting.id)
  const ready = missing.length === 0 && open.length === 0 && agreed > 0
  return (
    <div className="page page-list">
      <p>
        <Link to={`/meetings/${meeting.id}/consolidation`}>{t('consolidation.title')}</Link>
      </p>
      <h1>{t('adoption.title')}</h1>
      <CoverageBar {...coverage} />
      <RefusalNotice refusal={answer?.refusal} />
      {page.adopted && (
        <p className="notice" data-tone="good">
          {t('adoption.done')}
        </p>
      )}
      {!page.adopted && (
        <p className="notice" data-tone={ready ? 'good' : 'warn'}>
          {t(ready ? 'adoption.ready' : 'adoption.not-ready', { count: agreed })}
        </p>
      )}
      {missing.length > 0 && (
        <section aria-labelledby="missing">
          <h2 id="missing">{t('adoption.missing', { count: missing.length })}</h2>
          <ol className="listed">
            {missing.slice(0, 100).map((item) => (
              <li key={item.id} className="document-text document-text-small">
                <bdi className="listed-label">{item.label ?? '–'}</bdi>
                <div className="listed-text">
                  <Text language={item.language}>{item.text}</Text>
                </div>
              </li>
            ))}
          </ol>
          <p>
            <Link to={`/meetings/${meeting.id}/consolidation?open`}>{t('adoption.go-on')}</Link>
          </p>
        </section>
      )}
      {open.length > 0 && (
        <section aria-labelledby="open">
          <h2 id="open">{t('adoption.open', { count: open.length })}</h2>
          <ol className="listed">
            {open.map((item) => (
              <li key={item.id} className="document-text document-text-small">
                <StatusChip status={item.status} />
                <div className="listed-text">
                  <Link to={`/meetings/${meeting.id}/recommendations/${item.id}`}>
                    <Text language={item.language}>{item.text}</Text>
                  </Link>
                </div>
              </li>
            ))}
          </ol>
        </section>
      )}
      {mayAdopt && !page.adopted && (
        <Form method="post" className="panel">
          <div className="field">
            <label htmlFor="en">{t('issue-list.name-en')}</label>
            <input
              id="en"
              name="en"
              lang="en"
              dir="ltr"
              required
              maxLength={300}
              defaultValue="Conclusions and recommendations agreed upon by the Expert Group"
            />
          </div>
          <div className="field">
            <label htmlFor="ar">{t('issue-list.name-ar')}</label>
            <input
              id="ar"
              name="ar"
              lang="ar"
              dir="rtl"
              required
              maxLength={300}
              defaultValue="الاستنتاجات والتوصيات التي اتفق عليها فريق الخبراء"
            />
          </div>
          <button className="button button-primary" type="submit">
            {t('adoption.submit')}
          </button>
        </Form>
      )}
      {!mayAdopt && (
        <p className="soft">{t('adoption.chair-only', { meeting: format.name(meeting.title) })}</p>
      )}
    </div>
  )
}
