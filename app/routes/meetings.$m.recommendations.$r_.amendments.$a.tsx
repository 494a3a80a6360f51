import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { Form, Link, useActionData, useLoaderData, useSearchParams } from '@remix-run/react'
import { useState } from 'react'
import { z } from 'zod'
import type { Db } from '#db/client'
import { findAmendment } from '#db/queries/amendments'
import { findInformalOfAmendment } from '#db/queries/informals'
import { findMeeting } from '#db/queries/meetings'
import { ChangeSummary } from '#components/change-summary'
import { ComparisonView, ViewSwitch } from '#components/comparison-view'
import { DelegationNames, DelegationSelect } from '#components/delegations'
import { DiffView } from '#components/diff-view'
import { useFormat, useMessages, type Translate } from '#components/language'
import { useLiveMeeting } from '#components/live'
import { LiveText } from '#components/live-text'
import { RefusalNotice } from '#components/refusal-notice'
import { StatusChip } from '#components/status-chip'
import { compare, viewIn } from '#domain/comparison'
import type { DocumentContent } from '#domain/content'
import { describeChanges } from '#domain/describe-changes'
import type { AmendmentId, DelegationId } from '#domain/ids'
import { isSignedIn, type Actor } from '#domain/participants'
import { can, isOpenText } from '#domain/permissions'
import { longestReason } from '#domain/recommendations'
import type { Fit } from '#domain/merging'
import { diffContent, type Change } from '#domain/word-diff'
import { requireActor } from '#server/auth/require-actor'
import { previewAmendment, readAmendmentTexts } from '#server/commands/amendment-texts'
import { acceptAmendment, rejectAmendment } from '#server/commands/decide-amendment'
import type { Result } from '#server/commands/refusal'
import { inviteToAmendment, leaveSponsors, sponsorAmendment } from '#server/commands/share-amendment'
import { tableAmendment, withdrawAmendment } from '#server/commands/table-amendment'
import { badgesOf } from '#server/views/drafting-desk'

const words = z.string().max(longestReason).default('')
const formSchema = z.discriminatedUnion('intent', [
  z.object({ intent: z.literal('table'), rationale: words }),
  z.object({ intent: z.literal('invite'), delegation: z.string().transform((id) => id as DelegationId) }),
  z.object({ intent: z.enum(['join', 'leave']) }),
  z.object({ intent: z.literal('withdraw'), reason: words }),
  z.object({ intent: z.literal('reject'), reason: words }),
  z.object({ intent: z.literal('accept'), seen: z.string(), reason: words }),
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
    ? query.getAll('chosen').flatMap((one) => (/^\d{1,4}$/.test(one) ? [Number(one)] : []))
    : undefined

export const handle = { title: 'amendment.title' }

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const { db, actor } = context
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
  const { base, changed } = await readAmendmentTexts(db, amendment)
  const chosen = chosenIn(new URL(request.url).searchParams)
  const onTable = amendment.status === 'tabled'
  const preview = onTable ? await previewAmendment(db, amendment, chosen && new Set(chosen)) : undefined
  const { language } = amendment
  return {
    meeting: { id: meeting.id, title: meeting.title, timeZone: meeting.timeZone },
    recommendation: { id: amendment.recommendation.id, document: amendment.recommendation.document },
    amendment: {
      id: amendment.id,
      status: amendment.status,
      language,
      document: amendment.document,
      text: amendment.text,
      rationale: amendment.rationale,
      proposers: amendment.proposers,
      sponsors: amendment.sponsors,
      invited: amendment.invited,
      decisionReason: amendment.decisionReason,
      decidedAt: amendment.decidedAt?.toISOString(),
    },
    base,
    changed,
    /** Lines are counted in the text as it stands while it is on the table. */
    facts: describeChanges(base, changed, language, preview?.current),
    preview: preview && {
      seen: preview.seen,
      changes: preview.merge.changes.map(({ index, removed, added, fit }) => ({
        index,
        removed,
        added,
        fit,
      })),
      lines: diffContent(preview.current, preview.merge.content, language).lines,
    },
    chosen,
    badges: await badgesOf(db),
    account: isSignedIn(actor) ? actor.participant : undefined,
    reader: actor,
    may: {
      edit: can(actor, 'amendment.edit', amendment),
      table: amendment.status === 'draft' && can(actor, 'amendment.table', amendment),
      withdraw: (amendment.status === 'draft' || onTable) && can(actor, 'amendment.withdraw', amendment),
      invite: can(actor, 'amendment.invite', amendment),
      join: can(actor, 'amendment.sponsor', amendment),
      leave: can(actor, 'amendment.leave', amendment),
      accept: onTable && isOpenText(amendment.recommendation) && can(actor, 'amendment.accept', amendment),
      reject: onTable && can(actor, 'amendment.reject', amendment),
    },
  }
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  const actor = requireActor(request, context)
  const id = String(params['a']) as AmendmentId
  const fields = await request.formData()
  const form = formSchema.safeParse({
    ...Object.fromEntries(fields),
    chosen: fields.getAll('chosen').map(String),
  })
  if (!form.success) return data({ refusal: 'invalid' as const }, { status: 400 })
  const result = await run(context.db, actor, id, form.data)
  if (!result.ok) return data({ refusal: result.refusal }, { status: 409 })
  const desk = `/meetings/${String(params['m'])}/recommendations/${String(params['r'])}`
  return redirect(form.data.intent === 'accept' ? desk : `${desk}/amendments/${id}`)
}

function run(db: Db, actor: Actor, amendment: AmendmentId, form: Submitted): Promise<Result> {
  switch (form.intent) {
    case 'table':
      return tableAmendment(db, actor, { amendment, rationale: form.rationale })
    case 'invite':
      return inviteToAmendment(db, actor, { amendment, delegation: form.delegation })
    case 'join':
      return sponsorAmendment(db, actor, { amendment })
    case 'leave':
      return leaveSponsors(db, actor, { amendment })
    case 'withdraw':
      return withdrawAmendment(db, actor, { amendment, reason: form.reason })
    case 'reject':
      return rejectAmendment(db, actor, { amendment, reason: form.reason })
    case 'accept':
      return acceptAmendment(db, actor, { amendment, seen: form.seen, reason: form.reason })
    case 'accept-in-part': {
      const { seen, chosen, reason } = form
      return acceptAmendment(db, actor, { amendment, seen, chosen, reason })
    }
    default:
      return form satisfies never
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
  const isDraft = amendment.status === 'draft'
  const { language } = amendment
  const changed = isDraft && typed ? typed : page.changed
  const facts = changed === page.changed ? page.facts : describeChanges(page.base, changed, language)
  return (
    <div className="page page-amendment">
      <p>
        <Link to={`/meetings/${meeting.id}/recommendations/${recommendation.id}`}>{t('amendment.back')}</Link>
      </p>
      <h1>{t('amendment.title')}</h1>
      <p className="chip-row">
        <StatusChip status={amendment.status} />
        <DelegationNames ids={[...amendment.proposers, ...amendment.sponsors]} badges={badges} />
        {amendment.decidedAt && (
          <span className="soft">
            {t('amendment.decided', { instant: format.instant(amendment.decidedAt, meeting.timeZone) })}
          </span>
        )}
      </p>
      <ChangeSummary facts={facts} language={language} />
      {amendment.decisionReason && (
        <p className="notice">
          <bdi>{t('amendments.reason', { reason: amendment.decisionReason })}</bdi>
        </p>
      )}
      <RefusalNotice refusal={answer?.refusal} />
      <div className="columns">
        {isDraft && (
          <section className="sheet" aria-labelledby="text">
            <header>
              <h2 id="text">{t('amendment.text')}</h2>
            </header>
            <LiveText
              text={amendment.text}
              language={amendment.language}
              document={amendment.document}
              account={page.account}
              brackets={{ reader: page.reader, badges, timeZone: meeting.timeZone, inOwnDraft: isDraft }}
              label={t('amendment.text')}
              onContent={setTyped}
            />
          </section>
        )}
        <section className="sheet" aria-labelledby="changes">
          <header>
            <h2 id="changes">{t('amendment.changes')}</h2>
            <ViewSwitch />
          </header>
          <div className="sheet-body">
            <ComparisonView
              comparison={compare(page.base, changed, language, viewIn(query))}
              language={language}
              numbered
            />
            {amendment.rationale && <p dir="auto">{amendment.rationale}</p>}
          </div>
        </section>
        {page.preview && may.accept && <Decision />}
      </div>
      {may.table && (
        <Form method="post" className="panel">
          <div className="field">
            <label htmlFor="rationale">{t('amendment.rationale')}</label>
            <textarea id="rationale" name="rationale" maxLength={longestReason} dir="auto" />
          </div>
          <button className="button button-primary" type="submit" name="intent" value="table">
            {t('amendment.table')}
          </button>
        </Form>
      )}
      {may.reject && (
        <details className="reason-form">
          <summary>{t('amendment.reject')}</summary>
          <Form method="post">
            <div className="field">
              <label htmlFor="reject-reason">{t('amendment.reject-reason')}</label>
              <textarea id="reject-reason" name="reason" maxLength={longestReason} dir="auto" required />
            </div>
            <button className="button button-danger" type="submit" name="intent" value="reject">
              {t('amendment.reject')}
            </button>
          </Form>
        </details>
      )}
      <Sponsors />
    </div>
  )
}

/** For whoever decides: what the text would become, which changes to take, and whether each of them fits. */
function Decision() {
  const { preview, amendment, chosen } = useLoaderData<typeof loader>()
  const [query] = useSearchParams()
  const t = useMessages()
  if (!preview) return null
  const isChosen = (index: number) => !chosen || chosen.includes(index)
  return (
    <section className="sheet" aria-labelledby="preview">
      <header>
        <h2 id="preview">{t('amendment.preview')}</h2>
      </header>
      <div className="sheet-body">
        <p className="soft">{t('amendment.preview-explained')}</p>
        <DiffView lines={preview.lines} language={amendment.language} />
        <Form method="get" className="panel" key={query.toString()}>
          <fieldset className="field">
            <legend>{t('amendment.choose')}</legend>
            <ul className="plain">
              {preview.changes.map((change) => (
                <li key={change.index}>
                  <label className="choice">
                    <input
                      type="checkbox"
                      name="chosen"
                      value={change.index}
                      defaultChecked={isChosen(change.index)}
                    />
                    <span>
                      <bdi>{describe(t, change)}</bdi> <FitNote fit={change.fit} />
                    </span>
                  </label>
                </li>
              ))}
            </ul>
          </fieldset>
          <button className="button" type="submit">
            {t('amendment.update-preview')}
          </button>
        </Form>
        <Form method="post" className="desk-actions">
          <input type="hidden" name="seen" value={preview.seen} />
          {chosen?.map((index) => (
            <input key={index} type="hidden" name="chosen" value={index} />
          ))}
          <button
            className="button button-primary"
            type="submit"
            name="intent"
            value={chosen && chosen.length < preview.changes.length ? 'accept-in-part' : 'accept'}
          >
            {t(
              chosen && chosen.length < preview.changes.length
                ? 'amendment.accept-in-part'
                : 'amendment.accept',
            )}
          </button>
        </Form>
      </div>
    </section>
  )
}

function FitNote({ fit }: { fit: Fit }) {
  const t = useMessages()
  if (fit === 'applies') return null
  return <span className="soft">({t(`amendment.fit.${fit}`)})</span>
}

function describe(t: Translate, { removed, added }: Pick<Change, 'removed' | 'added'>): string {
  const shown = { removed: removed.trim() || '¶', added: added.trim() || '¶' }
  if (added === '') return t('amendment.change.remove', shown)
  return t(removed === '' ? 'amendment.change.add' : 'amendment.change.replace', shown)
}

function Sponsors() {
  const { amendment, badges, may } = useLoaderData<typeof loader>()
  const t = useMessages()
  const parties = [...amendment.proposers, ...amendment.sponsors, ...amendment.invited]
  return (
    <section className="panel" aria-labelledby="sponsors">
      <h2 id="sponsors">{t('amendment.sponsors')}</h2>
      <p>
        <DelegationNames ids={[...amendment.proposers, ...amendment.sponsors]} badges={badges} />
      </p>
      {amendment.invited.length > 0 && (
        <p>
          {t('people.invited')}: <DelegationNames ids={amendment.invited} badges={badges} />
        </p>
      )}
      {may.invite && (
        <Form method="post" className="field-row">
          <div className="field">
            <label htmlFor="invite">{t('amendment.invite')}</label>
            <DelegationSelect
              key={parties.join()}
              id="invite"
              name="delegation"
              badges={badges}
              without={parties}
            />
          </div>
          <button className="button" type="submit" name="intent" value="invite">
            {t('people.invite-submit')}
          </button>
        </Form>
      )}
      <Form method="post" className="button-row">
        {may.join && (
          <button className="button" type="submit" name="intent" value="join">
            {t('amendment.join')}
          </button>
        )}
        {may.leave && (
          <button className="button" type="submit" name="intent" value="leave">
            {t('amendment.leave')}
          </button>
        )}
        {may.withdraw && (
          <button className="button button-danger" type="submit" name="intent" value="withdraw">
            {t('amendment.withdraw')}
          </button>
        )}
      </Form>
    </section>
  )
}
