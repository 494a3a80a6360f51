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
import { InformalStatusChip } from '#components/negotiation/informals-panel'
import { DelegationNames } from '#components/people/delegations'
import { ComparisonView, ViewSwitch } from '#components/text/comparison-view'
import { LiveText } from '#components/text/live-text'
import { Form } from '#components/ui/form'
import { useFormat, useMessages } from '#components/ui/language'
import { RefusalNotice } from '#components/ui/refusal-notice'
import type { Db } from '#db/client'
import { findAmendment } from '#db/queries/amendments'
import { findInformal, type Informal } from '#db/queries/informals'
import { findMeeting } from '#db/queries/meetings'
import { allowed, may } from '#domain/may'
import { longestReason } from '#domain/negotiation/recommendations'
import { actorIn, type Actor } from '#domain/people/participants'
import { can } from '#domain/permissions/can'
import { informalIs } from '#domain/status'
import { compare, viewIn } from '#domain/text/comparison'
import type { DocumentContent } from '#domain/text/content'
import { requireActor } from '#server/auth/require-actor'
import { tableAmendment } from '#server/commands/amendments/table'
import { dissolveInformals } from '#server/commands/informals/dissolve'
import { leaveInformals } from '#server/commands/informals/leave'
import type { Result } from '#server/frame/refusal'
import { readAmendmentTexts } from '#server/texts/amendment-texts'
import { badgesOf, readSurroundings } from '#server/views/drafting-desk'

const words = z.string().max(longestReason).default('')
const formSchema = z.discriminatedUnion('intent', [
  z.object({ intent: z.literal('bring-back'), rationale: words }),
  z.object({ intent: z.literal('leave') }),
  z.object({ intent: z.literal('dissolve'), reason: words }),
])

async function requireInformal(db: Db, actor: Actor, params: LoaderFunctionArgs['params']) {
  const informal = await findInformal(db, String(params['i']))
  const meeting = await findMeeting(db, String(params['m']))
  const visible =
    informal &&
    meeting &&
    informal.recommendation.id === params['r'] &&
    informal.recommendation.meeting === meeting.id &&
    can(actor, 'informal.see', informal)
  if (!visible) throw new Response(null, { status: 404 })
  return { informal, meeting }
}

/** The text is the group's own until it comes back: no one else's page carries a word of it. */
async function readGroupText(db: Db, actor: Actor, informal: Informal) {
  const amendment = await findAmendment(db, informal.amendment)
  if (!amendment || !can(actor, 'amendment.see', amendment)) return undefined
  const { base, changed } = await readAmendmentTexts(db, amendment)
  const { document, language, text } = amendment
  return { document, language, text, base, changed, isOpen: can(actor, 'amendment.edit', amendment) }
}

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const actor = requireActor(request, context)
  const { db } = context
  const { informal, meeting } = await requireInformal(db, actor, params)
  const item = informal.recommendation
  const { label } = await readSurroundings(db, actor, meeting, item)
  return {
    meeting: { id: meeting.id, timeZone: meeting.timeZone },
    desk: `/meetings/${meeting.id}/recommendations/${item.id}`,
    label,
    informal: {
      status: informal.status,
      members: informal.members,
      former: informal.former,
      task: informal.task,
      startedAt: informal.startedAt.toISOString(),
      endedAt: informal.endedAt?.toISOString(),
      reason: informal.reason,
      amendment: informalIs.broughtBack(informal.status) ? informal.amendment : undefined,
    },
    text: await readGroupText(db, actor, informal),
    badges: await badgesOf(db, item),
    account: actor.participant,
    reader: actorIn(actor, item),
    may: allowed(may.informal(informal, actor)),
  }
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  const actor = requireActor(request, context)
  const { informal } = await requireInformal(context.db, actor, params)
  const form = formSchema.safeParse(Object.fromEntries(await request.formData()))
  if (!form.success) return data({ refusal: 'invalid' as const, typed: '' }, { status: 400 })
  const result = await run(context, actor, informal, form.data)
  const desk = `/meetings/${String(params['m'])}/recommendations/${String(params['r'])}`
  if (!result.ok) {
    const typed = 'rationale' in form.data ? form.data.rationale : ''
    return data({ refusal: result.refusal, typed }, { status: 409 })
  }
  return redirect(
    form.data.intent === 'bring-back'
      ? `${desk}/amendments/${informal.amendment}`
      : `${desk}/informals/${informal.id}`,
  )
}

function run(
  { db, longTexts }: AppLoadContext,
  actor: Actor,
  informal: Informal,
  form: z.infer<typeof formSchema>,
): Promise<Result> {
  switch (form.intent) {
    case 'bring-back':
      return tableAmendment(
        db,
        actor,
        { amendment: informal.amendment, rationale: form.rationale },
        longTexts.writeCanonical,
      )
    case 'leave':
      return leaveInformals(db, actor, { informal: informal.id })
    case 'dissolve':
      return dissolveInformals(db, actor, { informal: informal.id, reason: form.reason })
    default:
      return form satisfies never
  }
}

/** The group's page: its text, live; for the room, that it is at work and who is in it. */
export default function Informals() {
  const { meeting, desk, label, informal, text, badges, may } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const t = useMessages()
  const format = useFormat()
  useLiveMeeting(meeting.id)
  return (
    <div className="page page-amendment">
      <p>
        <Link to={desk}>{t('amendment.back')}</Link>
      </p>
      <h1>
        {t('informals.on')} {label && <bdi>{label}</bdi>}
      </h1>
      <p className="chip-row">
        <InformalStatusChip status={informal.status} />
        <DelegationNames ids={informal.members} badges={badges} />
        <span className="soft">
          {t('informals.since', { instant: format.time(informal.startedAt, meeting.timeZone) })}
        </span>
      </p>
      {informal.former.length > 0 && (
        <p className="soft">
          {t('informals.former')} <DelegationNames ids={informal.former} badges={badges} />
        </p>
      )}
      {informal.task && (
        <p className="notice">
          <bdi>{informal.task}</bdi>
        </p>
      )}
      {informal.reason && <p dir="auto">{t('amendments.reason', { reason: informal.reason })}</p>}
      {informal.amendment && (
        <p>
          <Link className="button" to={`${desk}/amendments/${informal.amendment}`}>
            {t('informals.proposal')}
          </Link>
        </p>
      )}
      <RefusalNotice refusal={answer?.refusal} />
      {text ? (
        !informal.amendment && <GroupText />
      ) : (
        <p className="empty">
          {t(informalIs.atWork(informal.status) ? 'informals.apart' : 'informals.ended')}
        </p>
      )}
      {may.bringBack && (
        <Form method="post" className="panel">
          <div className="field">
            <label htmlFor="rationale">{t('amendment.rationale')}</label>
            <textarea
              id="rationale"
              name="rationale"
              maxLength={longestReason}
              defaultValue={answer?.typed}
              dir="auto"
            />
          </div>
          <button className="button button-primary" type="submit" name="intent" value="bring-back">
            {t('informals.bring-back')}
          </button>
        </Form>
      )}
      {may.leave && (
        <Form method="post" className="button-row">
          <button className="button" type="submit" name="intent" value="leave">
            {t('informals.leave')}
          </button>
        </Form>
      )}
      {may.dissolve && (
        <details className="reason-form">
          <summary>{t('informals.dissolve')}</summary>
          <Form method="post">
            <div className="field">
              <label htmlFor="dissolve-reason">{t('informals.dissolve-reason')}</label>
              <textarea id="dissolve-reason" name="reason" maxLength={longestReason} dir="auto" required />
            </div>
            <button className="button button-danger" type="submit" name="intent" value="dissolve">
              {t('informals.dissolve')}
            </button>
          </Form>
        </details>
      )}
    </div>
  )
}

function GroupText() {
  const { text, account, reader, badges, meeting } = useLoaderData<typeof loader>()
  const [query] = useSearchParams()
  const [typed, setTyped] = useState<DocumentContent>()
  const t = useMessages()
  if (!text) return null
  const { language, base, isOpen } = text
  return (
    <div className="columns">
      {isOpen && (
        <section className="sheet" aria-labelledby="text">
          <header>
            <h2 id="text">{t('informals.text')}</h2>
          </header>
          <LiveText
            blocks={text.changed.blocks}
            language={language}
            document={text.document}
            account={account}
            brackets={{ reader, badges, timeZone: meeting.timeZone, inOwnDraft: true }}
            label={t('informals.text')}
            onContent={setTyped}
          />
        </section>
      )}
      <section className="sheet" aria-labelledby="changes">
        <header>
          <h2 id="changes">{t('amendment.changes.text')}</h2>
          <ViewSwitch />
        </header>
        <div className="sheet-body">
          <ComparisonView
            comparison={compare(base, typed ?? text.changed, language, viewIn(query))}
            language={language}
          />
        </div>
      </section>
    </div>
  )
}
