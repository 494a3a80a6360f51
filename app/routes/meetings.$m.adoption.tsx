import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { Link, useActionData, useLoaderData } from '@remix-run/react'
import { CoverageBar } from '#components/consolidation/coverage-bar'
import { useLiveMeeting } from '#components/meetings/live'
import { Form } from '#components/ui/form'
import { Text, useFormat, useMessages } from '#components/ui/language'
import { TitleFields } from '#components/ui/title-fields'
import { RefusalNotice } from '#components/ui/refusal-notice'
import { StatusChip } from '#components/ui/status-chip'
import { findGroup } from '#db/queries/groups'
import { findMeeting } from '#db/queries/meetings'
import { usualTitle } from '#domain/lists/usual-titles'
import { can } from '#domain/permissions/can'
import { recommendationIs } from '#domain/status'
import { requireActor } from '#server/auth/require-actor'
import { adoptList } from '#server/commands/lists/adopt'
import { titleIn, typedFields } from '#server/http/typed-fields'
import { readProgress } from '#server/views/consolidation-desk'

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
    groupLanguage: (await findGroup(context.db, meeting.group))?.language ?? 'en',
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
  const title = titleIn(typedFields(await request.formData()), 'title')
  if (!meeting) return data({ refusal: 'invalid' as const }, { status: 400 })
  const result = await adoptList(context.db, actor, { meeting: meeting.id, title })
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
          <TitleFields
            name="title"
            label={t('list.name')}
            language={page.groupLanguage}
            value={usualTitle('adopted', { [page.groupLanguage]: '', ...meeting.title })}
          />
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
