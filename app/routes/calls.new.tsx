import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { Form } from '#components/ui/form'
import { useFormat, useMessages } from '#components/ui/language'
import { TitleFields } from '#components/ui/title-fields'
import { RefusalNotice } from '#components/ui/refusal-notice'
import { findGroup } from '#db/queries/groups'
import { findList } from '#db/queries/lists'
import { findMeeting } from '#db/queries/meetings'
import type { ListId } from '#domain/ids'
import { usualTitle } from '#domain/lists/usual-titles'
import { can } from '#domain/permissions/can'
import { instantIn } from '#domain/time/deadlines'
import { requireActor } from '#server/auth/require-actor'
import { createCall } from '#server/commands/calls/create'
import { titleIn, typedFields } from '#server/http/typed-fields'

const formSchema = z.object({
  list: z.string().transform((id) => id as ListId),
  instructions: z.string().trim().max(10_000),
  deadline: z.string(),
})

export const handle = { title: 'call.new' }

export async function loader({ request, context }: LoaderFunctionArgs) {
  const actor = requireActor(request, context)
  const list = await findList(context.db, new URL(request.url).searchParams.get('list') ?? '')
  const meeting = list && (await findMeeting(context.db, list.meeting))
  if (!list || !meeting || !can(actor, 'call.create', list)) throw new Response(null, { status: 404 })
  const group = await findGroup(context.db, meeting.group)
  return {
    list: { id: list.id, title: list.title },
    timeZone: meeting.timeZone,
    groupLanguage: group?.language ?? 'en',
  }
}

export async function action({ request, context }: ActionFunctionArgs) {
  const { db } = context
  const actor = requireActor(request, context)
  const typed = typedFields(await request.formData())
  const form = formSchema.safeParse(typed)
  if (!form.success) return data({ refusal: 'invalid' as const, typed }, { status: 400 })
  const { instructions } = form.data
  const list = await findList(db, form.data.list)
  const meeting = list && (await findMeeting(db, list.meeting))
  const deadline = meeting && instantIn(form.data.deadline, meeting.timeZone)
  if (!list || !deadline) return data({ refusal: 'invalid' as const, typed }, { status: 400 })
  const made = await createCall(db, actor, {
    list: list.id,
    title: titleIn(typed, 'title'),
    instructions,
    deadline,
  })
  if (!made.ok) return data({ refusal: made.refusal, typed }, { status: 409 })
  return redirect(`/calls/${made.call}`)
}

export default function NewCall() {
  const { list, timeZone, groupLanguage } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const t = useMessages()
  const format = useFormat()
  return (
    <div className="page page-narrow">
      <h1>{t('call.new')}</h1>
      <p className="lead">{format.name(list.title)}</p>
      <RefusalNotice refusal={answer?.refusal} />
      <Form method="post">
        <input type="hidden" name="list" value={list.id} />
        <TitleFields
          name="title"
          label={t('list.name')}
          language={groupLanguage}
          value={usualTitle('call', list.title)}
          typed={answer?.typed}
        />
        <div className="field">
          <label htmlFor="instructions">{t('call.instructions')}</label>
          <textarea
            id="instructions"
            name="instructions"
            maxLength={10_000}
            dir="auto"
            defaultValue={answer?.typed['instructions']}
          />
        </div>
        <div className="field">
          <label htmlFor="deadline">{t('call.deadline')}</label>
          <input
            id="deadline"
            name="deadline"
            type="datetime-local"
            required
            defaultValue={answer?.typed['deadline']}
          />
          <p className="field-hint">{t('call.deadline-zone', { zone: timeZone })}</p>
        </div>
        <button className="button button-primary" type="submit">
          {t('call.create')}
        </button>
      </Form>
    </div>
  )
}
