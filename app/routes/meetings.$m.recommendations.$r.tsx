import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { Form, Link, useActionData, useLoaderData } from '@remix-run/react'
import { lazy, Suspense, useSyncExternalStore } from 'react'
import { z } from 'zod'
import { findMeeting } from '#db/queries/meetings'
import { listDelegations } from '#db/queries/participants'
import { findRecommendation } from '#db/queries/recommendations'
import { useFormat, useMessages } from '#components/language'
import { useLiveMeeting } from '#components/live'
import { directionOf } from '#domain/languages'
import { isSignedIn } from '#domain/participants'
import { can } from '#domain/permissions'
import { longestReason } from '#domain/recommendations'
import { requireActor } from '#server/auth/require-actor'
import {
  discussRecommendation,
  tableRecommendation,
  withdrawRecommendation,
} from '#server/commands/move-recommendation'

const LiveDocument = lazy(async () => ({
  default: (await import('#editor/plugins/live-document')).LiveDocument,
}))

const commands = {
  table: tableRecommendation,
  discuss: discussRecommendation,
  withdraw: withdrawRecommendation,
} as const

const formSchema = z.object({
  intent: z.enum(['table', 'discuss', 'withdraw']),
  reason: z.string().max(longestReason).optional(),
})

export async function loader({ params, context }: LoaderFunctionArgs) {
  const { db, actor } = context
  const item = await findRecommendation(db, String(params['r']))
  const meeting = await findMeeting(db, String(params['m']))
  // What may not be seen does not exist.
  const visible = item && meeting && item.meeting === meeting.id && can(actor, 'recommendation.see', item)
  if (!visible) throw new Response(null, { status: 404 })
  const delegations = await listDelegations(db)
  return {
    meeting: { id: meeting.id, title: meeting.title },
    item: {
      id: item.id,
      status: item.status,
      text: item.text,
      language: item.language,
      document: item.document,
      proposers: delegations.filter((one) => item.proposers.includes(one.id)).map((one) => one.name),
    },
    account: isSignedIn(actor) ? actor.participant : undefined,
    delegation: isSignedIn(actor) ? actor.delegation : undefined,
    mayTable: item.status === 'draft' && can(actor, 'recommendation.table', item),
    mayDiscuss: item.status === 'tabled' && can(actor, 'recommendation.discuss', item),
    mayWithdraw:
      ['draft', 'tabled', 'under-discussion'].includes(item.status) &&
      can(actor, 'recommendation.withdraw', item),
  }
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  const actor = requireActor(request, context)
  const item = await findRecommendation(context.db, String(params['r']))
  const form = formSchema.safeParse(Object.fromEntries(await request.formData()))
  if (!item || !form.success) return data({ refusal: 'invalid' as const, reason: '' }, { status: 400 })
  const { intent, reason } = form.data
  const result = await commands[intent](context.db, actor, { recommendation: item.id, reason })
  if (!result.ok) return data({ refusal: result.refusal, reason: reason ?? '' }, { status: 409 })
  return redirect(`/meetings/${item.meeting}/recommendations/${item.id}`)
}

const never = () => () => undefined

export default function DraftingDesk() {
  const { meeting, item, account, delegation, mayTable, mayDiscuss, mayWithdraw } =
    useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const t = useMessages()
  const format = useFormat()
  const inBrowser = useSyncExternalStore(
    never,
    () => true,
    () => false,
  )
  useLiveMeeting(meeting.id)
  const still = (
    <div className="document-text sheet-body" lang={item.language} dir={directionOf(item.language)}>
      {item.text.split('\n').map((line, index) => (
        <p key={index}>{line}</p>
      ))}
    </div>
  )
  return (
    <div className="page page-narrow">
      <p>
        <Link to={`/meetings/${meeting.id}`}>{format.name(meeting.title)}</Link>
      </p>
      <h1 className="visually-hidden">{t('recommendation.desk')}</h1>
      <article className="sheet">
        <header>
          <span className="chip">{t(`status.${item.status}`)}</span>
          <span className="chip">{format.list(item.proposers.map((name) => format.name(name)))}</span>
        </header>
        {account && inBrowser ? (
          <Suspense fallback={still}>
            <LiveDocument
              documentId={item.document}
              account={account}
              delegation={delegation}
              language={item.language}
              label={t('recommendation.working-text')}
            />
          </Suspense>
        ) : (
          still
        )}
      </article>
      {answer?.refusal && (
        <p className="notice" data-tone="bad" role="alert">
          {t(`refusal.${answer.refusal}`)}
        </p>
      )}
      <Form method="post" className="desk-actions">
        {mayTable && (
          <button className="button button-primary" type="submit" name="intent" value="table">
            {t('recommendation.table')}
          </button>
        )}
        {mayDiscuss && (
          <button className="button button-primary" type="submit" name="intent" value="discuss">
            {t('recommendation.discuss')}
          </button>
        )}
      </Form>
      {mayWithdraw && (
        <details>
          <summary>{t('recommendation.withdraw')}</summary>
          <Form method="post">
            <div className="field">
              <label htmlFor="reason">{t('recommendation.reason')}</label>
              <textarea
                id="reason"
                name="reason"
                maxLength={longestReason}
                defaultValue={answer?.reason}
                required
              />
            </div>
            <button className="button button-danger" type="submit" name="intent" value="withdraw">
              {t('recommendation.withdraw')}
            </button>
          </Form>
        </details>
      )}
    </div>
  )
}
