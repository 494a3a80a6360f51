import { Form } from '#components/ui/form'
import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { GroupFields } from '#components/people/group-fields'
import { useMessages } from '#components/ui/language'
import { RefusalNotice } from '#components/ui/refusal-notice'
import { findGroup } from '#db/queries/groups'
import { can } from '#domain/permissions/can'
import { requireActor } from '#server/auth/require-actor'
import { changeGroup } from '#server/commands/groups/change'
import { groupIn, groupSchema } from '#server/http/group-form'
import { typedFields } from '#server/http/typed-fields'

export const handle = { title: 'group.settings' }

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const actor = requireActor(request, context)
  const group = await findGroup(context.db, String(params['g']))
  if (!group || !can(actor, 'group.change', { group: group.id })) throw new Response(null, { status: 404 })
  return { group, isSaved: new URL(request.url).searchParams.has('saved') }
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  const actor = requireActor(request, context)
  const typed = typedFields(await request.formData())
  const group = await findGroup(context.db, String(params['g']))
  const form = groupSchema.safeParse(typed)
  if (!group || !form.success) return data({ refusal: 'invalid' as const, typed }, { status: 400 })
  const done = await changeGroup(context.db, actor, { group: group.id, ...groupIn(form.data, typed) })
  if (!done.ok) return data({ refusal: done.refusal, typed }, { status: 409 })
  return redirect(`/groups/${group.id}/settings?saved`)
}

export default function GroupSettings() {
  const { group, isSaved } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const t = useMessages()
  return (
    <div className="page page-list">
      <h1>{t('group.settings')}</h1>
      <RefusalNotice refusal={answer?.refusal} />
      {isSaved && !answer && (
        <p className="notice" data-tone="good" role="status">
          {t('group.saved')}
        </p>
      )}
      <Form method="post" key={JSON.stringify(group)}>
        <GroupFields group={group} typed={answer?.typed} />
        <button className="button button-primary" type="submit">
          {t('group.save')}
        </button>
      </Form>
    </div>
  )
}
