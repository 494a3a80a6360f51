import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { Link, useActionData, useLoaderData, useNavigation, useSearchParams } from '@remix-run/react'
import { z } from 'zod'
import { useLiveMeeting } from '#components/meetings/live'
import { RejectionReason } from '#components/negotiation/rejection-reason'
import { DecidedChanges, MergeGroups } from '#components/negotiation/merge-groups'
import { MergeText } from '#components/negotiation/merge-text'
import { DiffView } from '#components/text/diff-view'
import { TextBlock } from '#components/text/text-block'
import { Form } from '#components/ui/form'
import { useFormat, useMessages } from '#components/ui/language'
import { RefusalNotice } from '#components/ui/refusal-notice'
import { StatusChip } from '#components/ui/status-chip'
import type { Db } from '#db/client'
import { findMeeting } from '#db/queries/meetings'
import { findRecommendation } from '#db/queries/recommendations'
import type { AmendmentId, RecommendationId } from '#domain/ids'
import { directionOf } from '#domain/languages'
import { choices } from '#domain/negotiation/merging'
import { longestReason } from '#domain/negotiation/recommendations'
import type { Actor } from '#domain/people/participants'
import { can } from '#domain/permissions/can'
import { recommendationIs } from '#domain/status'
import { requireActor } from '#server/auth/require-actor'
import { chooseChange } from '#server/commands/merging/choose-change'
import { chooseUncontested } from '#server/commands/merging/choose-uncontested'
import { mergeChosen } from '#server/commands/merging/merge-chosen'
import type { Result } from '#server/frame/refusal'
import { badgesOf, readSurroundings } from '#server/views/drafting-desk'

const formSchema = z.discriminatedUnion('intent', [
  z.object({
    intent: z.literal('choose'),
    amendment: z.string().transform((id) => id as AmendmentId),
    index: z.coerce.number().int().min(0),
    choice: z.enum(['', ...choices]).transform((choice) => choice || undefined),
  }),
  z.object({ intent: z.literal('choose-uncontested') }),
  z.object({
    intent: z.literal('merge'),
    seen: z.string(),
    reason: z.string().max(longestReason).default(''),
  }),
])

export const handle = { title: 'merge.title' }

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const { db, longTexts } = context
  const actor = requireActor(request, context)
  const item = await findRecommendation(db, String(params['r']))
  const meeting = await findMeeting(db, String(params['m']))
  // What may not be seen does not exist, and what only its drafters see has no amendments.
  const visible =
    item && meeting && item.meeting === meeting.id && can(actor, 'recommendation.see-history', item)
  if (!visible || recommendationIs.draft(item.status)) throw new Response(null, { status: 404 })
  const [badges, { label }, desk] = await Promise.all([
    badgesOf(db, item),
    readSurroundings(db, actor, meeting, item),
    longTexts.readMergeDeskPage(item, actor, item),
  ])
  return {
    meeting: { id: meeting.id, title: meeting.title },
    item: { id: item.id, status: item.status, language: item.language, label },
    badges,
    desk,
  }
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  const actor = requireActor(request, context)
  const recommendation = String(params['r']) as RecommendationId
  const form = formSchema.safeParse(Object.fromEntries(await request.formData()))
  if (!form.success) return data({ refusal: 'invalid' as const, reason: '' }, { status: 400 })
  const result = await run(context.db, actor, recommendation, form.data)
  if (!result.ok) {
    const reason = form.data.intent === 'merge' ? form.data.reason : ''
    return data({ refusal: result.refusal, reason }, { status: 409 })
  }
  const here = `/meetings/${String(params['m'])}/recommendations/${recommendation}/merge`
  return redirect(here + new URL(request.url).search)
}

function run(
  db: Db,
  actor: Actor,
  recommendation: RecommendationId,
  form: z.infer<typeof formSchema>,
): Promise<Result> {
  switch (form.intent) {
    case 'choose': {
      const { amendment, index, choice } = form
      return chooseChange(db, actor, { recommendation, amendment, index, choice })
    }
    case 'choose-uncontested':
      return chooseUncontested(db, actor, { recommendation })
    case 'merge':
      return mergeChosen(db, actor, { recommendation, seen: form.seen, reason: form.reason })
    default:
      return form satisfies never
  }
}

/** All amendments to one paragraph at once: chosen change by change, seen before it is done. */
export default function MergeDeskPage() {
  const { meeting, item, badges, desk } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const t = useMessages()
  useLiveMeeting(meeting.id)
  const base = `/meetings/${meeting.id}/recommendations/${item.id}`
  const isEmpty = desk.groups.length === 0
  return (
    <div className="page page-merge">
      <p>
        <Link to={base}>{t('merge.back')}</Link>
      </p>
      <h1>
        {t('merge.title')} <bdi>{item.label}</bdi>
      </h1>
      <p className="chip-row">
        <StatusChip status={item.status} />
        <Counts />
      </p>
      {!desk.may.decide && (
        <p className="notice">{t(desk.may.isClosed ? 'merge.closed' : 'merge.read-only')}</p>
      )}
      <RefusalNotice refusal={answer?.refusal} />
      <div className="merge-desk">
        <section className="sheet merge-middle" aria-labelledby="merge-text">
          <header>
            <h2 id="merge-text">{t('merge.text')}</h2>
          </header>
          <div className="sheet-body">
            <MergeText blocks={desk.blocks} groups={desk.groups} badges={badges} language={item.language} />
          </div>
        </section>
        <Preview />
        <section className="merge-side" aria-labelledby="merge-changes">
          <h2 id="merge-changes">{t('merge.changes')}</h2>
          {isEmpty ? (
            <p className="empty">
              {t(desk.decided.length > 0 ? 'merge.all-decided' : 'merge.none')}{' '}
              {t(desk.decided.length > 0 ? 'merge.all-decided-hint' : 'merge.none-hint')}
            </p>
          ) : (
            <MergeGroups
              groups={desk.groups}
              badges={badges}
              language={item.language}
              base={base}
              mayDecide={desk.may.decide}
            />
          )}
          <DecidedChanges
            changes={desk.decided}
            badges={badges}
            language={item.language}
            base={base}
            isAllThereIs={isEmpty}
          />
        </section>
      </div>
      {desk.may.decide && !isEmpty && <Decision reason={answer?.reason} />}
    </div>
  )
}

function Counts() {
  const { desk } = useLoaderData<typeof loader>()
  const t = useMessages()
  const format = useFormat()
  return (
    <span className="soft">
      {format.list([
        t('merge.chosen-count', { count: desk.counts.chosen }),
        t('merge.open-count', { count: desk.counts.open }),
      ])}
    </span>
  )
}

/** What the text becomes with what is chosen: clean, or with its changes. */
function Preview() {
  const { desk, item } = useLoaderData<typeof loader>()
  const [query] = useSearchParams()
  const t = useMessages()
  const withChanges = query.get('preview') === 'changes'
  return (
    <section className="sheet merge-preview" aria-labelledby="merge-preview">
      <header>
        <h2 id="merge-preview">{t('merge.preview')}</h2>
        <nav className="tabs sheet-end" aria-label={t('merge.preview')}>
          <Link to="?" preventScrollReset replace aria-current={withChanges ? undefined : 'true'}>
            {t('merge.preview.clean')}
          </Link>
          <Link
            to="?preview=changes"
            preventScrollReset
            replace
            aria-current={withChanges ? 'true' : undefined}
          >
            {t('merge.preview.changes')}
          </Link>
        </nav>
      </header>
      <div className="sheet-body" aria-live="polite">
        {desk.counts.chosen === 0 && <p className="soft">{t('merge.preview.same')}</p>}
        {withChanges ? (
          <DiffView lines={desk.preview} language={item.language} />
        ) : (
          <div className="document-text" lang={item.language} dir={directionOf(item.language)}>
            {desk.preview
              .map((line) => ({ ...line, text: cleanText(line.parts) }))
              .filter((line) => line.text !== '')
              .map((line, at) => (
                <TextBlock key={at} type={line.block} level={line.level} letter={line.letter}>
                  {line.text}
                </TextBlock>
              ))}
          </div>
        )}
      </div>
    </section>
  )
}

const cleanText = (parts: readonly { kind: string; text: string }[]) =>
  parts
    .filter((part) => part.kind !== 'removed')
    .map((part) => part.text)
    .join('')

function Decision({ reason }: { reason: string | undefined }) {
  const { desk } = useLoaderData<typeof loader>()
  const t = useMessages()
  const isBusy = useNavigation().state !== 'idle'
  return (
    <Form method="post" className="merge-decision" preventScrollReset>
      <input type="hidden" name="seen" value={desk.seen} />
      {desk.counts.rejected > 0 && <RejectionReason id="merge-reason" typed={reason} />}
      <div className="button-row">
        <button
          className="button"
          type="submit"
          name="intent"
          value="choose-uncontested"
          formNoValidate
          disabled={desk.counts.uncontested === 0}
        >
          {t('merge.uncontested')}
        </button>
        <button
          className="button button-primary"
          type="submit"
          name="intent"
          value="merge"
          disabled={desk.counts.chosen === 0 || isBusy}
        >
          {t('merge.take')}
        </button>
      </div>
    </Form>
  )
}
