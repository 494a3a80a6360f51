import { Form } from '#components/ui/form'
import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { DelegationRow } from '#components/people/delegation-row'
import { StateChoices } from '#components/people/state-choices'
import { useFormat, useMessages } from '#components/ui/language'
import { RefusalNotice } from '#components/ui/refusal-notice'
import { TitleFields } from '#components/ui/title-fields'
import type { Db } from '#db/client'
import { listDelegations } from '#db/queries/delegations'
import { findGroup, type ExpertGroup } from '#db/queries/groups'
import type { DelegationId } from '#domain/ids'
import { listMemberStates, namesOf } from '#domain/people/member-states'
import { delegationKinds, type Actor } from '#domain/people/participants'
import { can } from '#domain/permissions/can'
import { fold } from '#domain/text/folding'
import { optionalActor, requireActor } from '#server/auth/require-actor'
import { addDelegation } from '#server/commands/delegations/add'
import { addStates } from '#server/commands/delegations/add-states'
import { removeDelegation } from '#server/commands/delegations/remove'
import { renameDelegation } from '#server/commands/delegations/rename'
import type { Result } from '#server/frame/refusal'
import { titleIn, typedFields } from '#server/http/typed-fields'

const delegation = z.string().transform((id) => id as DelegationId)
const formSchema = z.discriminatedUnion('intent', [
  z.object({
    intent: z.literal('add-states'),
    codes: z.array(z.string()).max(300),
    as: z.enum(['members', 'observers']),
  }),
  z.object({ intent: z.literal('add'), kind: z.enum(delegationKinds), code: z.string() }),
  z.object({ intent: z.enum(['rename', 'remove']), delegation }),
])

export const handle = { title: 'group.delegations' }

export async function loader({ params, context }: LoaderFunctionArgs) {
  const group = await findGroup(context.db, String(params['g']))
  if (!group) throw new Response(null, { status: 404 })
  const mayManage = can(optionalActor(context), 'delegations.manage', { group: group.id })
  const delegations = await listDelegations(context.db, group.id)
  const known = new Set(delegations.map(({ code }) => code))
  return {
    language: group.language,
    mayManage,
    delegations: delegations.map(({ id, kind, name, code, regionalGroup }) => ({
      id,
      kind,
      name,
      code,
      regionalGroup,
    })),
    // The whole table is 90 kB: only what a choice needs of it.
    states: mayManage
      ? listMemberStates()
          .filter(({ code }) => !known.has(code))
          .map((state) => ({
            code: state.code,
            name: state.name,
            regionalGroup: state.regionalGroup,
            search: fold(namesOf(state).join(' ')),
          }))
      : [],
  }
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  const actor = requireActor(request, context)
  const fields = await request.formData()
  const typed = typedFields(fields)
  const group = await findGroup(context.db, String(params['g']))
  const codes = fields.getAll('state').filter((code) => typeof code === 'string')
  const form = formSchema.safeParse({ ...typed, codes })
  if (!group || !form.success) return data({ refusal: 'invalid' as const, typed, codes }, { status: 400 })
  const result = await run(context.db, actor, group, form.data, typed)
  if (!result.ok) return data({ refusal: result.refusal, typed, codes }, { status: 409 })
  return redirect(`/groups/${group.id}/delegations`)
}

function run(
  db: Db,
  actor: Actor,
  { id: group }: ExpertGroup,
  form: z.infer<typeof formSchema>,
  typed: Record<string, string>,
): Promise<Result> {
  switch (form.intent) {
    case 'add-states':
      return addStates(db, actor, { group, codes: form.codes, as: form.as })
    case 'add':
      return addDelegation(db, actor, {
        group,
        kind: form.kind,
        code: form.code,
        name: titleIn(typed, 'name'),
      })
    case 'rename':
      return renameDelegation(db, actor, { delegation: form.delegation, name: titleIn(typed, 'name') })
    case 'remove':
      return removeDelegation(db, actor, { delegation: form.delegation })
    default:
      return form satisfies never
  }
}

/** Kinds that are not in the table of States. */
const otherKinds = delegationKinds.filter((kind) => !kind.endsWith('-state'))

export default function GroupDelegations() {
  const { language, mayManage, delegations, states } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const t = useMessages()
  const format = useFormat()
  const typed = answer?.typed['intent'] === 'add' ? answer.typed : undefined
  return (
    <div className="page page-list">
      <h1>{t('group.delegations')}</h1>
      <RefusalNotice refusal={answer?.refusal} />
      {delegations.length === 0 && <p className="empty">{t('delegations.empty')}</p>}
      {mayManage && (
        <>
          <details className="reason-form" open={delegations.length === 0 || (answer?.codes.length ?? 0) > 0}>
            <summary>{t('delegations.add-states')}</summary>
            <Form method="post" key={states.length}>
              <StateChoices states={states} chosen={answer?.codes ?? []} />
              <fieldset className="field">
                <legend>{t('delegations.as')}</legend>
                {(['members', 'observers'] as const).map((value) => (
                  <label className="choice" key={value}>
                    <input
                      type="radio"
                      name="as"
                      value={value}
                      defaultChecked={value === (answer?.typed['as'] ?? 'members')}
                    />
                    <span>{t(`delegations.as.${value}`)}</span>
                  </label>
                ))}
              </fieldset>
              <button className="button button-primary" type="submit" name="intent" value="add-states">
                {t('delegations.add-states-submit')}
              </button>
            </Form>
          </details>
          <details className="reason-form" open={typed !== undefined}>
            <summary>{t('delegations.add-other')}</summary>
            <Form method="post" key={delegations.length}>
              <div className="field">
                <label htmlFor="kind">{t('delegations.kind')}</label>
                <select id="kind" name="kind" defaultValue={typed?.['kind']}>
                  {otherKinds.map((kind) => (
                    <option key={kind} value={kind}>
                      {t(`delegation-kind.${kind}`)}
                    </option>
                  ))}
                </select>
              </div>
              <TitleFields name="name" label={t('delegations.name')} language={language} typed={typed} />
              <div className="field">
                <label htmlFor="code">{t('delegations.code')}</label>
                <input
                  id="code"
                  name="code"
                  dir="ltr"
                  required
                  maxLength={16}
                  autoComplete="off"
                  defaultValue={typed?.['code']}
                  aria-describedby="code-hint"
                />
                <p className="field-hint" id="code-hint">
                  {t('delegations.code.explained')}
                </p>
              </div>
              <button className="button button-primary" type="submit" name="intent" value="add">
                {t('delegations.add')}
              </button>
            </Form>
          </details>
        </>
      )}
      {delegationKinds.map((kind) => {
        const own = format.byName(delegations.filter((candidate) => candidate.kind === kind))
        if (own.length === 0) return null
        return (
          <section key={kind} aria-labelledby={kind}>
            <h2 id={kind}>
              {t(`delegation-kind.${kind}`)} <span className="soft">({own.length})</span>
            </h2>
            <ul className="rows">
              {own.map((entry) => (
                <DelegationRow key={entry.id} delegation={entry} language={language} mayManage={mayManage} />
              ))}
            </ul>
          </section>
        )
      })}
    </div>
  )
}
