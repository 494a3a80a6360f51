import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { Link, useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { DelegationChoices } from '#components/people/delegation-choices'
import { StillBlocks } from '#components/text/still-blocks'
import { Form } from '#components/ui/form'
import { useMessages } from '#components/ui/language'
import { RefusalNotice } from '#components/ui/refusal-notice'
import type { Db } from '#db/client'
import { findMeeting } from '#db/queries/meetings'
import { findRecommendation } from '#db/queries/recommendations'
import type { DelegationId } from '#domain/ids'
import { longestReason } from '#domain/negotiation/recommendations'
import type { Actor } from '#domain/people/participants'
import { can } from '#domain/permissions/can'
import { requireActor } from '#server/auth/require-actor'
import { startInformals } from '#server/commands/informals/start'
import { readWorkingText } from '#server/texts/freeze-text'
import { badgesOf, readSurroundings } from '#server/views/drafting-desk'

const formSchema = z.object({
  delegation: z.array(z.string().transform((id) => id as DelegationId)),
  task: z.string().max(longestReason),
})

async function requireText(db: Db, actor: Actor, params: LoaderFunctionArgs['params']) {
  const item = await findRecommendation(db, String(params['r']))
  const meeting = await findMeeting(db, String(params['m']))
  const visible = item && meeting && item.meeting === meeting.id && can(actor, 'recommendation.see', item)
  if (!visible) throw new Response(null, { status: 404 })
  return { item, meeting }
}

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const actor = requireActor(request, context)
  const { item, meeting } = await requireText(context.db, actor, params)
  if (!can(actor, 'informal.start', item)) throw new Response(null, { status: 403 })
  const { label } = await readSurroundings(context.db, actor, meeting, item)
  return {
    desk: `/meetings/${meeting.id}/recommendations/${item.id}`,
    label,
    blocks: (await readWorkingText(context.db, item)).content.blocks,
    language: item.language,
    badges: await badgesOf(context.db, item),
  }
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  const actor = requireActor(request, context)
  const { item } = await requireText(context.db, actor, params)
  const fields = await request.formData()
  const form = formSchema.safeParse({
    delegation: fields.getAll('delegation'),
    task: fields.get('task') ?? '',
  })
  if (!form.success) return data({ refusal: 'invalid' as const, delegations: [], task: '' }, { status: 400 })
  const { delegation: delegations, task } = form.data
  const made = await startInformals(context.db, actor, { recommendation: item.id, delegations, task })
  if (!made.ok) return data({ refusal: made.refusal, delegations, task }, { status: 409 })
  return redirect(`/meetings/${item.meeting}/recommendations/${item.id}/informals/${made.informal}`)
}

/** The Chair chooses who works on a paragraph apart from the room. */
export default function NewInformals() {
  const { desk, label, blocks, language, badges } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const t = useMessages()
  return (
    <div className="page page-narrow">
      <p>
        <Link to={desk}>{t('amendment.back')}</Link>
      </p>
      <h1>
        {t('informals.on')} {label && <bdi>{label}</bdi>}
      </h1>
      <p className="soft">{t('informals.explained')}</p>
      <blockquote className="document-text document-text-small">
        <StillBlocks blocks={blocks} language={language} />
      </blockquote>
      <RefusalNotice refusal={answer?.refusal} />
      <Form method="post">
        <DelegationChoices
          name="delegation"
          legend={t('informals.members')}
          badges={badges}
          chosen={answer?.delegations ?? []}
        />
        <div className="field">
          <label htmlFor="task">{t('informals.task')}</label>
          <textarea
            id="task"
            name="task"
            maxLength={longestReason}
            defaultValue={answer?.task}
            dir="auto"
            aria-describedby="task-hint"
          />
          <p className="field-hint" id="task-hint">
            {t('informals.task-hint')}
          </p>
        </div>
        <button className="button button-primary" type="submit">
          {t('informals.start')}
        </button>
      </Form>
    </div>
  )
}
