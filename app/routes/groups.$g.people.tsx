import { LanguageSelect } from '#components/text/text-choices'
import { Form } from '#components/ui/form'
import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { Link, useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { LinksToHandOver } from '#components/people/links-to-hand-over'
import { PersonRow } from '#components/people/person-row'
import { StandingSelect } from '#components/people/standing-select'
import { useMessages } from '#components/ui/language'
import { RefusalNotice } from '#components/ui/refusal-notice'
import type { Db } from '#db/client'
import { findGroup, type ExpertGroup } from '#db/queries/groups'
import type { MembershipId } from '#domain/ids'
import { languages } from '#domain/languages'
import { standingIn } from '#domain/people/standing'
import type { Actor } from '#domain/people/participants'
import { can } from '#domain/permissions/can'
import { requireActor } from '#server/auth/require-actor'
import { changeRole } from '#server/commands/people/change-role'
import { inviteParticipant } from '#server/commands/people/invite'
import { removeParticipant } from '#server/commands/people/remove'
import { sendInvitationAgain } from '#server/commands/people/send-invitation-again'
import type { Result } from '#server/frame/refusal'
import { nothingTyped, typedFields } from '#server/http/typed-fields'
import type { Post } from '#server/mail/write-notices'
import { readGroupPeople, rolesToGive } from '#server/views/group-people'

const membership = z.string().transform((id) => id as MembershipId)
const formSchema = z.discriminatedUnion('intent', [
  z.object({
    intent: z.literal('invite'),
    name: z.string(),
    email: z.string(),
    language: z.enum(languages),
    standing: z.string().default(''),
  }),
  z.object({ intent: z.literal('change'), membership, standing: z.string().default('') }),
  z.object({ intent: z.enum(['remove', 'send-again']), membership }),
])

export const handle = { title: 'group.people' }

/** What was done last, for the notice above the list. */
const outcomes = ['invited', 'changed', 'removed', 'sent-again'] as const

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const actor = requireActor(request, context)
  const group = await findGroup(context.db, String(params['g']))
  if (!group || rolesToGive(actor, group.id).length === 0) throw new Response(null, { status: 404 })
  const done = new URL(request.url).searchParams.get('done')
  return {
    group: { id: group.id, language: group.language },
    ...(await readGroupPeople(context.db, actor, group.id)),
    mayInviteAll: can(actor, 'people.manage', { group: group.id }),
    done: outcomes.find((outcome) => outcome === done),
  }
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  const actor = requireActor(request, context)
  const typed = typedFields(await request.formData())
  const group = await findGroup(context.db, String(params['g']))
  const form = formSchema.safeParse(typed)
  if (!group || !form.success) return data({ refusal: 'invalid' as const, typed, links: [] }, { status: 400 })
  const result = await run(context.db, actor, context.post(), group, form.data)
  if (!result.ok) return data({ refusal: result.refusal, typed, links: [] }, { status: 409 })
  if (result.link) return data({ refusal: undefined, typed: nothingTyped, links: [result.link] })
  return redirect(`/groups/${group.id}/people?done=${result.done}`)
}

type Done = {
  done: (typeof outcomes)[number]
  link?: { name: string; email: string; link: string } | undefined
}

async function run(
  db: Db,
  actor: Actor,
  post: Post,
  group: ExpertGroup,
  form: z.infer<typeof formSchema>,
): Promise<Result<Done>> {
  switch (form.intent) {
    case 'invite': {
      const { name, email, language, standing } = form
      const invitation = { name, email, language, ...standingIn(standing) }
      const made = await inviteParticipant(db, actor, post, { group: group.id, ...invitation })
      if (!made.ok) return made
      return { ok: true, done: 'invited', link: made.link ? { name, email, link: made.link } : undefined }
    }
    case 'change': {
      const change = { membership: form.membership, ...standingIn(form.standing) }
      const made = await changeRole(db, actor, post, change)
      return made.ok ? { ok: true, done: 'changed' } : made
    }
    case 'remove': {
      const done = await removeParticipant(db, actor, post, { membership: form.membership })
      return done.ok ? { ok: true, done: 'removed' } : done
    }
    case 'send-again': {
      const made = await sendInvitationAgain(db, actor, post, { membership: form.membership })
      if (!made.ok) return made
      const { name, email, link } = made
      return { ok: true, done: 'sent-again', link: link ? { name, email, link } : undefined }
    }
    default:
      return form satisfies never
  }
}

export default function GroupPeople() {
  const { group, people, standings, mayInviteAll, done } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const t = useMessages()
  const typed = answer?.typed['intent'] === 'invite' ? answer.typed : undefined
  return (
    <div className="page page-list">
      <h1>{t('group.people')}</h1>
      <RefusalNotice refusal={answer?.refusal} />
      <LinksToHandOver links={answer?.links ?? []} />
      {done && !answer && (
        <p className="notice" data-tone="good" role="status">
          {t(`people.done.${done}`)}
        </p>
      )}
      {!mayInviteAll && <p className="lead">{t('people.officers-only')}</p>}
      <details className="reason-form" open={typed !== undefined || people.length === 0}>
        <summary>{t('people.invite-one')}</summary>
        <Form method="post" key={people.length}>
          <div className="field">
            <label htmlFor="name">{t('people.name')}</label>
            <input
              id="name"
              name="name"
              dir="auto"
              required
              maxLength={200}
              autoComplete="off"
              defaultValue={typed?.['name']}
            />
          </div>
          <div className="field">
            <label htmlFor="email">{t('people.email')}</label>
            <input
              id="email"
              name="email"
              type="email"
              dir="ltr"
              required
              maxLength={254}
              autoComplete="off"
              defaultValue={typed?.['email']}
            />
          </div>
          <div className="field">
            <label htmlFor="standing">{t('people.standing')}</label>
            <StandingSelect id="standing" standings={standings} chosen={typed?.['standing']} />
            {mayInviteAll && standings.delegations.length === 0 && (
              <p className="field-hint">
                <Link to={`/groups/${group.id}/delegations`}>{t('people.no-delegations')}</Link>
              </p>
            )}
          </div>
          <div className="field">
            <label htmlFor="language">{t('people.language')}</label>
            <LanguageSelect id="language" defaultValue={typed?.['language'] ?? group.language} />
          </div>
          <button className="button button-primary" type="submit" name="intent" value="invite">
            {t('people.invite-person')}
          </button>
        </Form>
      </details>
      {mayInviteAll && (
        <p>
          <Link className="button" to={`/groups/${group.id}/people/table`}>
            {t('people.invite-table')}
          </Link>
        </p>
      )}
      <h2 id="people">{t('people.count', { count: people.length })}</h2>
      <ul className="rows" aria-labelledby="people">
        {people.map((person) => (
          <PersonRow key={person.id} person={person} standings={standings} />
        ))}
      </ul>
    </div>
  )
}
