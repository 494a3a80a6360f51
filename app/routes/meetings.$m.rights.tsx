import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { Link, useActionData, useLoaderData } from '@remix-run/react'
import { Form } from '#components/ui/form'
import { useFormat, useMessages } from '#components/ui/language'
import { RefusalNotice } from '#components/ui/refusal-notice'
import { findMeeting } from '#db/queries/meetings'
import { isMemberOf } from '#domain/people/participants'
import { can } from '#domain/permissions/can'
import { isUsual, kindRights, rightsKinds, usualRights, type RightsKind } from '#domain/permissions/kinds'
import { requireActor } from '#server/auth/require-actor'
import { setRights } from '#server/commands/meetings/set-rights'

export const handle = { title: 'rights.title' }

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const actor = requireActor(request, context)
  const meeting = await findMeeting(context.db, String(params['m']))
  if (!meeting || !isMemberOf(actor, meeting)) throw new Response(null, { status: 404 })
  const rights = meeting.rights ?? usualRights
  return {
    meeting: { id: meeting.id, title: meeting.title },
    rights,
    isUsual: isUsual(rights),
    maySet: can(actor, 'rights.set', meeting),
  }
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  const actor = requireActor(request, context)
  const meeting = await findMeeting(context.db, String(params['m']))
  if (!meeting) throw new Response(null, { status: 404 })
  const form = await request.formData()
  const chosen = (kind: RightsKind) => kindRights.filter((right) => form.get(`${kind} ${right}`) === 'on')
  const rights =
    form.get('intent') === 'set-usual'
      ? usualRights
      : {
          'member-state': chosen('member-state'),
          'observer-state': chosen('observer-state'),
          'intergovernmental-organization': chosen('intergovernmental-organization'),
          stakeholder: chosen('stakeholder'),
        }
  const result = await setRights(context.db, actor, { meeting: meeting.id, rights, at: new Date() })
  if (!result.ok) return data({ refusal: result.refusal }, { status: 409 })
  return redirect(`/meetings/${meeting.id}/rights`)
}

export default function Rights() {
  const { meeting, rights, isUsual, maySet } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const t = useMessages()
  const format = useFormat()
  return (
    <div className="page page-list">
      <p>
        <Link to={`/meetings/${meeting.id}`}>{format.name(meeting.title)}</Link>
      </p>
      <h1>{t('rights.title')}</h1>
      <p>{t('rights.explanation')}</p>
      <RefusalNotice refusal={answer?.refusal} />
      <Form method="post" key={JSON.stringify(rights)}>
        <div className="scroll-x">
          <table className="table">
            <thead>
              <tr>
                <th scope="col">{t('rights.kind')}</th>
                {kindRights.map((right) => (
                  <th key={right} scope="col">
                    {t(`rights.right.${right}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rightsKinds.map((kind) => (
                <tr key={kind}>
                  <th scope="row">{t(`rights.kind.${kind}`)}</th>
                  {kindRights.map((right) => (
                    <td key={right}>
                      <input
                        type="checkbox"
                        name={`${kind} ${right}`}
                        defaultChecked={rights[kind].includes(right)}
                        disabled={!maySet}
                        aria-label={`${t(`rights.kind.${kind}`)}: ${t(`rights.right.${right}`)}`}
                      />
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
        <p>{t(isUsual ? 'rights.usual' : 'rights.own')}</p>
        {maySet && (
          <p className="button-row">
            <button className="button button-primary" type="submit" name="intent" value="set-rights">
              {t('rights.save')}
            </button>
            {!isUsual && (
              <button className="button" type="submit" name="intent" value="set-usual">
                {t('rights.set-usual')}
              </button>
            )}
          </p>
        )}
      </Form>
    </div>
  )
}
