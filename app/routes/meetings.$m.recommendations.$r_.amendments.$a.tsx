import {
  data,
  redirect,
  type ActionFunctionArgs,
  type AppLoadContext,
  type LoaderFunctionArgs,
} from '@remix-run/node'
import { Link, useActionData, useLoaderData, useSearchParams } from '@remix-run/react'
import { useState } from 'react'
import { z } from 'zod'
import { useLiveMeeting } from '#components/meetings/live'
import { AmendmentContext } from '#components/negotiation/amendment-context'
import { AmendmentDecision, DeletionDecision } from '#components/negotiation/amendment-decision'
import { AmendmentCards } from '#components/negotiation/amendment-list'
import { AmendmentParties } from '#components/negotiation/amendment-parties'
import { ChangeOutcomes } from '#components/negotiation/change-outcomes'
import { DelegationNames } from '#components/people/delegations'
import { ChangeSummary } from '#components/text/change-summary'
import { ComparisonView, ViewSwitch } from '#components/text/comparison-view'
import { LiveText } from '#components/text/live-text'
import { Form } from '#components/ui/form'
import { useFormat, useMessages } from '#components/ui/language'
import { RefusalNotice } from '#components/ui/refusal-notice'
import { StatusChip } from '#components/ui/status-chip'
import type { Db } from '#db/client'
import { findAmendment, type Amendment } from '#db/queries/amendments'
import { findInformalOfAmendment } from '#db/queries/informals'
import { findMeeting } from '#db/queries/meetings'
import { findRecommendation } from '#db/queries/recommendations'
import type { AmendmentId, DelegationId } from '#domain/ids'
import { longestReason } from '#domain/negotiation/recommendations'
import type { Actor } from '#domain/people/participants'
import { can } from '#domain/permissions/can'
import { amendmentIs } from '#domain/status'
import { compare, viewIn } from '#domain/text/comparison'
import type { DocumentContent } from '#domain/text/content'
import { describeChanges } from '#domain/text/describe-changes'
import { requireActor } from '#server/auth/require-actor'
import { acceptAmendment } from '#server/commands/amendments/accept'
import { acceptDeletion } from '#server/commands/amendments/accept-deletion'
import { acceptNewParagraph } from '#server/commands/amendments/accept-new-paragraph'
import { acceptSubAmendment } from '#server/commands/amendments/accept-sub-amendment'
import { amendAmendment } from '#server/commands/amendments/amend'
import { inviteToAmendment } from '#server/commands/amendments/invite'
import { leaveSponsors } from '#server/commands/amendments/leave'
import { rejectAmendment } from '#server/commands/amendments/reject'
import { sponsorAmendment } from '#server/commands/amendments/sponsor'
import { tableAmendment } from '#server/commands/amendments/table'
import { takeOverAmendment } from '#server/commands/amendments/take-over'
import { withdrawAmendment } from '#server/commands/amendments/withdraw'
import type { Result } from '#server/frame/refusal'

const words = z.string().max(longestReason).default('')
const formSchema = z.discriminatedUnion('intent', [
  z.object({ intent: z.literal('table'), rationale: words }),
  z.object({ intent: z.literal('invite'), delegation: z.string().transform((id) => id as DelegationId) }),
  z.object({ intent: z.enum(['join', 'leave', 'amend']) }),
  z.object({ intent: z.literal('take-over'), rationale: words }),
  z.object({ intent: z.literal('withdraw'), reason: words }),
  z.object({ intent: z.literal('reject'), reason: words }),
  z.object({ intent: z.literal('accept'), seen: z.string().default(''), reason: words }),
  z.object({
    intent: z.literal('accept-in-part'),
    seen: z.string(),
    reason: words,
    chosen: z.array(z.coerce.number().int().min(0)),
  }),
])
type Submitted = z.infer<typeof formSchema>

/** Changes chosen in the address, so that a preview of some of them can be linked and reloaded. */
const chosenIn = (query: URLSearchParams) =>
  query.has('chosen')
    ? query.getAll('chosen').flatMap((value) => (/^\d{1,4}$/.test(value) ? [Number(value)] : []))
    : undefined

export const handle = { title: 'amendment.title' }

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const { db, actor, longTexts } = context
  const amendment = await findAmendment(db, String(params['a']))
  const meeting = await findMeeting(db, String(params['m']))
  const visible =
    amendment &&
    meeting &&
    amendment.recommendation.id === params['r'] &&
    amendment.recommendation.meeting === meeting.id &&
    can(actor, 'amendment.see', amendment)
  if (!visible) throw new Response(null, { status: 404 })
  // What a group works on has a page of its own.
  const informal = amendment.informal === 'at-work' && (await findInformalOfAmendment(db, amendment.id))
  if (informal)
    return redirect(
      `/meetings/${meeting.id}/recommendations/${amendment.recommendation.id}/informals/${informal.id}`,
    )
  const query = new URL(request.url).searchParams
  const chosen = chosenIn(query)
  const base = await findRecommendation(db, amendment.recommendation.id)
  if (!base) throw new Response(null, { status: 404 })
  const asked = { chosen, view: viewIn(query) }
  const page = await longTexts.readAmendmentPage(base, actor, meeting, amendment, asked)
  return { ...page, chosen }
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  const actor = requireActor(request, context)
  const amendment = await findAmendment(context.db, String(params['a']))
  const fields = await request.formData()
  const form = formSchema.safeParse({
    ...Object.fromEntries(fields),
    chosen: fields.getAll('chosen').map(String),
  })
  if (!amendment || !form.success) return data({ refusal: 'invalid' as const, reason: '' }, { status: 400 })
  const result = await run(context, actor, amendment, form.data)
  if (!result.ok) {
    const reason = 'reason' in form.data ? form.data.reason : ''
    return data({ refusal: result.refusal, reason }, { status: 409 })
  }
  const desk = `/meetings/${String(params['m'])}/recommendations/${String(params['r'])}`
  if ('amendment' in result) return redirect(`${desk}/amendments/${result.amendment}`)
  const isInText = form.data.intent === 'accept' && !amendment.parent
  return redirect(isInText ? desk : `${desk}/amendments/${amendment.id}`)
}

async function run(
  { db, longTexts }: AppLoadContext,
  actor: Actor,
  item: Amendment,
  form: Submitted,
): Promise<Result | Result<{ amendment: AmendmentId }>> {
  const amendment = item.id
  switch (form.intent) {
    case 'table':
      return tableAmendment(db, actor, { amendment, rationale: form.rationale }, longTexts.writeCanonical)
    case 'invite':
      return inviteToAmendment(db, actor, { amendment, delegation: form.delegation })
    case 'join':
      return sponsorAmendment(db, actor, { amendment })
    case 'leave':
      return leaveSponsors(db, actor, { amendment })
    case 'amend':
      return amendAmendment(db, actor, { amendment })
    case 'take-over':
      return takeOverAmendment(db, actor, { amendment, rationale: form.rationale })
    case 'withdraw':
      return withdrawAmendment(db, actor, { amendment, reason: form.reason })
    case 'reject':
      return rejectAmendment(db, actor, { amendment, reason: form.reason })
    case 'accept':
      return accept(db, actor, item, form)
    case 'accept-in-part': {
      const { seen, chosen, reason } = form
      return acceptAmendment(db, actor, { amendment, seen, chosen, reason })
    }
    default:
      return form satisfies never
  }
}

/** Each kind of amendment becomes something else when it is accepted. */
function accept(
  db: Db,
  actor: Actor,
  item: Amendment,
  form: { seen: string; reason: string },
): Promise<Result> {
  const input = { amendment: item.id, ...form }
  if (item.parent) return acceptSubAmendment(db, actor, input)
  switch (item.kind) {
    case 'text':
      return acceptAmendment(db, actor, input)
    case 'new-paragraph':
      return acceptNewParagraph(db, actor, input)
    case 'deletion':
      return acceptDeletion(db, actor, input)
    default:
      return item.kind satisfies never
  }
}

export default function AmendmentPage() {
  const page = useLoaderData<typeof loader>()
  const { meeting, recommendation, amendment, badges, may } = page
  const answer = useActionData<typeof action>()
  const t = useMessages()
  const format = useFormat()
  useLiveMeeting(meeting.id)
  const [typed, setTyped] = useState<DocumentContent>()
  const [query] = useSearchParams()
  const { kind, isSub, language } = amendment
  const isDraft = amendmentIs.draft(amendment.status)
  const changed = isDraft && typed ? typed : page.changed
  const facts = changed === page.changed ? page.facts : describeChanges(page.base, changed, language)
  const desk = `/meetings/${meeting.id}/recommendations/${recommendation.id}`
  const isPlace = recommendation.stage === 'new-paragraph'
  return (
    <div className="page page-amendment">
      <p>
        <Link to={isPlace ? `/meetings/${meeting.id}` : desk}>
          {t(isPlace ? 'amendment.back-to-meeting' : 'amendment.back')}
        </Link>
      </p>
      <h1>{t(isSub ? 'amendment.title-sub' : `amendment.title.${kind}`)}</h1>
      <p className="chip-row">
        <StatusChip status={amendment.status} />
        <DelegationNames ids={[...amendment.proposers, ...amendment.sponsors]} badges={badges} />
        {amendment.decidedAt && (
          <span className="soft">
            {t('amendment.decided', { instant: format.instant(amendment.decidedAt, meeting.timeZone) })}
          </span>
        )}
      </p>
      <AmendmentContext
        parent={page.parent}
        continues={page.continues}
        continuedBy={page.continuedBy}
        place={page.place}
        movedOn={page.movedOn}
        isSuperseded={amendmentIs.superseded(amendment.status)}
        badges={badges}
        base={`${desk}/amendments`}
        timeZone={meeting.timeZone}
      />
      {kind === 'text' && <ChangeSummary facts={facts} language={language} />}
      {amendment.decisionReason && (
        <p className="notice">
          <bdi>{t('amendments.reason', { reason: amendment.decisionReason })}</bdi>
        </p>
      )}
      <RefusalNotice refusal={answer?.refusal} />
      <div className="columns">
        {isDraft && kind !== 'deletion' && (
          <section className="sheet" aria-labelledby="text">
            <header>
              <h2 id="text">{t(`amendment.text.${kind}`)}</h2>
            </header>
            <LiveText
              blocks={page.changed.blocks}
              language={language}
              document={amendment.document}
              account={page.account}
              brackets={{ reader: page.reader, badges, timeZone: meeting.timeZone, inOwnDraft: isDraft }}
              label={t(`amendment.text.${kind}`)}
              mayWrite={page.may.edit}
              onContent={setTyped}
            />
          </section>
        )}
        {!(isDraft && kind === 'new-paragraph' && !isSub) && (
          <section className="sheet" aria-labelledby="changes">
            <header>
              <h2 id="changes">{t(isSub ? 'amendment.changes-sub' : `amendment.changes.${kind}`)}</h2>
              {kind === 'text' && <ViewSwitch />}
            </header>
            <div className="sheet-body">
              <ComparisonView
                comparison={compare(page.base, changed, language, kind === 'text' ? viewIn(query) : 'inline')}
                language={language}
              />
              {amendment.rationale && <p dir="auto">{amendment.rationale}</p>}
            </div>
          </section>
        )}
        {page.preview && may.accept && (
          <AmendmentDecision
            preview={page.preview}
            badges={badges}
            kind={kind}
            isSub={isSub}
            language={language}
            chosen={page.chosen}
            reason={answer?.reason}
          />
        )}
      </div>
      {page.outcomes.some((change) => change.outcome !== undefined) && (
        <section className="panel" aria-labelledby="outcomes">
          <h2 id="outcomes">{t('amendment.outcomes')}</h2>
          <ChangeOutcomes changes={page.outcomes} language={language} />
        </section>
      )}
      {kind === 'deletion' && may.accept && <DeletionDecision reopens={page.reopens} />}
      {may.table && <TableForm />}
      {may.reject && <RejectForm reason={answer?.reason} />}
      <SubAmendments />
      <AmendmentParties
        proposers={amendment.proposers}
        sponsors={amendment.sponsors}
        invited={amendment.invited}
        badges={badges}
        may={may}
      />
    </div>
  )
}

function TableForm() {
  const t = useMessages()
  return (
    <Form method="post" className="panel">
      <div className="field">
        <label htmlFor="rationale">{t('amendment.rationale')}</label>
        <textarea id="rationale" name="rationale" maxLength={longestReason} dir="auto" />
      </div>
      <button className="button button-primary" type="submit" name="intent" value="table" data-action="table">
        {t('amendment.table')}
      </button>
    </Form>
  )
}

function RejectForm({ reason }: { reason: string | undefined }) {
  const t = useMessages()
  return (
    <details className="reason-form">
      <summary>{t('amendment.reject')}</summary>
      <Form method="post">
        <div className="field">
          <label htmlFor="reject-reason">{t('amendment.reject-reason')}</label>
          <textarea
            id="reject-reason"
            name="reason"
            maxLength={longestReason}
            dir="auto"
            required
            defaultValue={reason}
          />
        </div>
        <button className="button button-danger" type="submit" name="intent" value="reject">
          {t('amendment.reject')}
        </button>
      </Form>
    </details>
  )
}

/** The amendments to this one; its proposers decide on them. */
function SubAmendments() {
  const { meeting, recommendation, amendment, subs, badges, may } = useLoaderData<typeof loader>()
  const t = useMessages()
  if (subs.length === 0 && !may.amend) return null
  return (
    <section className="panel" aria-labelledby="subs">
      <h2 id="subs">{t('amendment.subs')}</h2>
      {subs.length > 0 && (
        <AmendmentCards
          cards={subs}
          badges={badges}
          language={amendment.language}
          timeZone={meeting.timeZone}
          base={`/meetings/${meeting.id}/recommendations/${recommendation.id}`}
        />
      )}
      {may.amend && (
        <Form method="post">
          <p className="field-hint">{t('amendment.amend-explained')}</p>
          <button className="button" type="submit" name="intent" value="amend">
            {t('amendment.amend')}
          </button>
        </Form>
      )}
    </section>
  )
}
