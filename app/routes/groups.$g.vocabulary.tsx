import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { Form } from '#components/ui/form'
import { useFormat, useMessages } from '#components/ui/language'
import { RefusalNotice } from '#components/ui/refusal-notice'
import { TitleFields } from '#components/ui/title-fields'
import type { Db } from '#db/client'
import { countTagUses, listMandates, listTags } from '#db/queries/tags'
import type { TagId, ExpertGroupId } from '#domain/ids'
import type { LocalizedText } from '#domain/languages'
import { tagKinds } from '#domain/negotiation/vocabulary'
import type { Actor } from '#domain/people/participants'
import { can } from '#domain/permissions/can'
import { cleanTitle } from '#domain/titles'
import { requireActor } from '#server/auth/require-actor'
import { addTag } from '#server/commands/vocabulary/add-tag'
import { renameTag } from '#server/commands/vocabulary/rename-tag'
import { retireTag } from '#server/commands/vocabulary/retire-tag'
import { setMandate } from '#server/commands/vocabulary/set-mandate'
import type { Result } from '#server/frame/refusal'
import { titleIn, typedFields } from '#server/http/typed-fields'
import { findGroup } from '#db/queries/groups'

const tag = z.string().transform((id) => id as TagId)
const formSchema = z.discriminatedUnion('intent', [
  z.object({ intent: z.literal('add'), kind: z.enum(tagKinds) }),
  z.object({ intent: z.literal('rename'), tag }),
  z.object({ intent: z.enum(['retire', 'restore']), tag }),
  z.object({ intent: z.literal('mandate'), symbol: z.string().trim().max(100) }),
])

export const handle = { title: 'vocabulary.title' }

export async function loader({ params, context }: LoaderFunctionArgs) {
  const { db, actor } = context
  const group = await findGroup(db, String(params['g']))
  if (!group) throw new Response(null, { status: 404 })
  const mayManage = can(actor, 'vocabulary.manage', { group: group.id })
  const [tags, mandates, uses] = await Promise.all([
    listTags(db, group.id),
    listMandates(db, group.id),
    mayManage ? countTagUses(db, group.id) : undefined,
  ])
  return {
    language: group.language,
    tags: tags.map((entry) => ({ ...entry, uses: uses && (uses.get(entry.id) ?? 0) })),
    mandates,
    mayManage,
  }
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  const actor = requireActor(request, context)
  const group = await findGroup(context.db, String(params['g']))
  if (!group) throw new Response(null, { status: 404 })
  const typed = typedFields(await request.formData())
  const form = formSchema.safeParse(typed)
  if (!form.success) return data({ refusal: 'invalid' as const }, { status: 400 })
  // Languages that were left empty have no name.
  const name = cleanTitle(titleIn(typed, 'name'))
  const result = await run(context.db, actor, group.id, form.data, name)
  if (!result.ok) return data({ refusal: result.refusal }, { status: 409 })
  return redirect(`/groups/${group.id}/vocabulary`)
}

function run(
  db: Db,
  actor: Actor,
  group: ExpertGroupId,
  form: z.infer<typeof formSchema>,
  name: LocalizedText,
): Promise<Result> {
  switch (form.intent) {
    case 'add':
      return addTag(db, actor, { group, kind: form.kind, name })
    case 'rename':
      return renameTag(db, actor, { group, tag: form.tag, name })
    case 'retire':
    case 'restore':
      return retireTag(db, actor, { group, tag: form.tag, change: form.intent })
    case 'mandate':
      return setMandate(db, actor, { group, symbol: form.symbol, title: name })
    default:
      return form satisfies never
  }
}

export default function Vocabulary() {
  const { tags, mandates, mayManage } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const t = useMessages()
  const format = useFormat()
  return (
    <div className="page page-list">
      <h1>{t('vocabulary.title')}</h1>
      <RefusalNotice refusal={answer?.refusal} />
      {tagKinds.map((kind) => {
        const own = tags.filter((candidate) => candidate.kind === kind)
        return (
          <section key={kind} aria-labelledby={kind}>
            <h2 id={kind}>{t(`tag-kind.${kind}`)}</h2>
            <ul className="rows">
              {own.map((entry) => (
                <li key={entry.id}>
                  <span>
                    <bdi className={entry.retired ? 'retired' : undefined}>{format.name(entry.name)}</bdi>{' '}
                    {entry.uses !== undefined && (
                      <span className="soft">{t('vocabulary.uses', { count: entry.uses })}</span>
                    )}
                  </span>
                  {mayManage && <TagForms tag={entry} />}
                </li>
              ))}
            </ul>
            {mayManage && (
              <Form method="post" className="field-row" key={own.length}>
                <input type="hidden" name="kind" value={kind} />
                <NameFields />
                <button className="button" type="submit" name="intent" value="add">
                  {t('vocabulary.add')}
                </button>
              </Form>
            )}
          </section>
        )
      })}
      <section aria-labelledby="mandates">
        <h2 id="mandates">{t('vocabulary.mandates')}</h2>
        <ul className="rows">
          {mandates.map((mandate) => (
            <li key={mandate.id}>
              <strong>
                <bdi>{mandate.symbol}</bdi>
              </strong>
              <span>{format.name(mandate.title)}</span>
            </li>
          ))}
        </ul>
        {mayManage && (
          <Form method="post" className="field-row" key={mandates.length}>
            <div className="field">
              <label htmlFor="symbol">{t('vocabulary.symbol')}</label>
              <input id="symbol" name="symbol" dir="ltr" maxLength={100} required />
            </div>
            <NameFields />
            <button className="button" type="submit" name="intent" value="mandate">
              {t('vocabulary.add')}
            </button>
          </Form>
        )}
      </section>
    </div>
  )
}

function NameFields({ name = {} }: { name?: LocalizedText }) {
  const { language } = useLoaderData<typeof loader>()
  const t = useMessages()
  return <TitleFields name="name" label={t('vocabulary.name')} language={language} value={name} isOptional />
}

function TagForms({ tag }: { tag: { id: string; name: LocalizedText; retired: boolean } }) {
  const t = useMessages()
  const format = useFormat()
  const name = format.name(tag.name)
  return (
    <details>
      <summary aria-label={t('vocabulary.change', { name })}>{t('vocabulary.change-short')}</summary>
      <Form method="post" className="field-row" key={JSON.stringify(tag.name)}>
        <input type="hidden" name="tag" value={tag.id} />
        <NameFields name={tag.name} />
        <button className="button" type="submit" name="intent" value="rename">
          {t('vocabulary.rename')}
        </button>
        <button className="button" type="submit" name="intent" value={tag.retired ? 'restore' : 'retire'}>
          {t(tag.retired ? 'vocabulary.restore' : 'vocabulary.retire')}
        </button>
      </Form>
    </details>
  )
}
