import { LanguageSelect } from '#components/text/text-choices'
import { Form } from '#components/ui/form'
import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { Link, useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { GroupFields } from '#components/people/group-fields'
import { LinksToHandOver } from '#components/people/links-to-hand-over'
import { useFormat, useMessages } from '#components/ui/language'
import { RefusalNotice } from '#components/ui/refusal-notice'
import { typedIn } from '#components/ui/typed-in'
import { listGroups } from '#db/queries/groups'
import { listAdministrators } from '#db/queries/participants'
import type { ParticipantId } from '#domain/ids'
import { languages } from '#domain/languages'
import { canInstallation } from '#domain/permissions/installation'
import { optionalActor, requireActor } from '#server/auth/require-actor'
import { createGroup } from '#server/commands/groups/create'
import { appointAdministrator } from '#server/commands/people/appoint-administrator'
import { dismissAdministrator } from '#server/commands/people/dismiss-administrator'
import { groupIn, groupSchema } from '#server/http/group-form'
import { nothingTyped, typedFields } from '#server/http/typed-fields'

const formSchema = z.discriminatedUnion('intent', [
  z.object({ intent: z.literal('create'), ...groupSchema.shape }),
  z.object({
    intent: z.literal('appoint'),
    name: z.string(),
    email: z.string(),
    language: z.enum(languages),
  }),
  z.object({ intent: z.literal('dismiss'), participant: z.string().transform((id) => id as ParticipantId) }),
])

export const handle = { title: 'groups.title' }

export async function loader({ context }: LoaderFunctionArgs) {
  const actor = optionalActor(context)
  const mayAppoint = canInstallation(actor, 'administrator.appoint')
  const [groups, administrators] = await Promise.all([
    listGroups(context.db),
    mayAppoint ? listAdministrators(context.db) : [],
  ])
  return {
    groups: groups.map(({ id, name, abbreviation, parentBody }) => ({ id, name, abbreviation, parentBody })),
    mayCreate: canInstallation(actor, 'group.create'),
    mayAppoint,
    administrators: administrators.map(({ id, name, email }) => ({ id, name, email })),
  }
}

export async function action({ request, context }: ActionFunctionArgs) {
  const actor = requireActor(request, context)
  const typed = typedFields(await request.formData())
  const form = formSchema.safeParse(typed)
  const refused = (refusal: RefusalOf) => data({ refusal, typed, links: [] }, { status: 409 })
  if (!form.success) return refused('invalid')
  const { db, post } = context
  switch (form.data.intent) {
    case 'create': {
      const made = await createGroup(db, actor, groupIn(form.data, typed))
      return made.ok ? redirect(`/groups/${made.group}/people`) : refused(made.refusal)
    }
    case 'appoint': {
      const { name, email, language } = form.data
      const made = await appointAdministrator(db, actor, post(), { name, email, language })
      if (!made.ok) return refused(made.refusal)
      if (!made.link) return redirect('/groups')
      return data({ refusal: undefined, typed: nothingTyped, links: [{ name, email, link: made.link }] })
    }
    case 'dismiss': {
      const done = await dismissAdministrator(db, actor, { participant: form.data.participant })
      return done.ok ? redirect('/groups') : refused(done.refusal)
    }
    default:
      return form.data satisfies never
  }
}

type RefusalOf = Extract<Awaited<ReturnType<typeof createGroup>>, { ok: false }>['refusal']

export default function Groups() {
  const { groups, mayCreate, mayAppoint, administrators } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const t = useMessages()
  const format = useFormat()
  return (
    <div className="page page-list">
      <h1>{t('groups.title')}</h1>
      <RefusalNotice refusal={answer?.refusal} />
      <LinksToHandOver links={answer?.links ?? []} />
      {groups.length === 0 && <p className="empty">{t('groups.empty')}</p>}
      <ul className="rows">
        {groups.map((group) => (
          <li key={group.id}>
            <span>
              <Link to={`/groups/${group.id}`}>{format.name(group.name)}</Link>{' '}
              <span className="soft">
                <bdi>{group.abbreviation}</bdi>
              </span>
            </span>
            <span className="soft">{format.name(group.parentBody)}</span>
          </li>
        ))}
      </ul>
      {mayCreate && (
        <details className="reason-form" open={typedIn(answer, 'create') !== undefined}>
          <summary>{t('groups.create')}</summary>
          <Form method="post" key={groups.length}>
            <GroupFields typed={typedIn(answer, 'create')} />
            <button className="button button-primary" type="submit" name="intent" value="create">
              {t('groups.create-submit')}
            </button>
          </Form>
        </details>
      )}
      {mayAppoint && (
        <section aria-labelledby="administrators">
          <h2 id="administrators">{t('groups.administrators')}</h2>
          <p className="soft">{t('groups.administrators.explained')}</p>
          <ul className="rows">
            {administrators.map((administrator) => (
              <li key={administrator.id}>
                <span>
                  <bdi>{administrator.name}</bdi> <bdi className="soft">{administrator.email}</bdi>
                </span>
                {administrators.length > 1 && (
                  <Form method="post">
                    <input type="hidden" name="participant" value={administrator.id} />
                    <button className="button button-small" type="submit" name="intent" value="dismiss">
                      {t('groups.dismiss')}
                      <span className="visually-hidden"> {administrator.name}</span>
                    </button>
                  </Form>
                )}
              </li>
            ))}
          </ul>
          <details className="reason-form" open={typedIn(answer, 'appoint') !== undefined}>
            <summary>{t('groups.appoint')}</summary>
            <Form method="post" key={administrators.length}>
              <div className="field">
                <label htmlFor="administrator-name">{t('people.name')}</label>
                <input
                  id="administrator-name"
                  name="name"
                  dir="auto"
                  maxLength={200}
                  autoComplete="off"
                  defaultValue={typedIn(answer, 'appoint')?.['name']}
                />
              </div>
              <div className="field">
                <label htmlFor="administrator-email">{t('people.email')}</label>
                <input
                  id="administrator-email"
                  name="email"
                  type="email"
                  dir="ltr"
                  required
                  autoComplete="off"
                  defaultValue={typedIn(answer, 'appoint')?.['email']}
                />
              </div>
              <div className="field">
                <label htmlFor="administrator-language">{t('people.language')}</label>
                <LanguageSelect
                  id="administrator-language"
                  defaultValue={typedIn(answer, 'appoint')?.['language'] ?? 'en'}
                />
              </div>
              <button className="button" type="submit" name="intent" value="appoint">
                {t('groups.appoint')}
              </button>
            </Form>
          </details>
        </section>
      )}
    </div>
  )
}
