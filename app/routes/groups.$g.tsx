import type { LoaderFunctionArgs } from '@remix-run/node'
import { NavLink, Outlet, useLoaderData } from '@remix-run/react'
import { useMessages } from '#components/ui/language'
import { findGroup } from '#db/queries/groups'
import type { LocalizedText } from '#domain/languages'
import { can } from '#domain/permissions/can'
import { optionalActor } from '#server/auth/require-actor'
import { rolesToGive } from '#server/views/group-people'

export const handle = {
  breadcrumbs: ({ group }: { group: { id: string; name: LocalizedText } }) => [
    { label: group.name, to: `/groups/${group.id}` },
  ],
}

/** What is set up of a group: which parts of it this reader sees. */
export async function loader({ params, context }: LoaderFunctionArgs) {
  const actor = optionalActor(context)
  const group = await findGroup(context.db, String(params['g']))
  if (!group) throw new Response(null, { status: 404 })
  const place = { group: group.id }
  const sections = [
    { path: '.', key: 'group.workplans', isShown: true },
    { path: 'people', key: 'group.people', isShown: rolesToGive(actor, group.id).length > 0 },
    { path: 'delegations', key: 'group.delegations', isShown: true },
    { path: 'vocabulary', key: 'vocabulary.title', isShown: true },
    { path: 'settings', key: 'group.settings', isShown: can(actor, 'group.change', place) },
    { path: 'outbox', key: 'outbox.title', isShown: can(actor, 'outbox.see', place) },
    { path: 'record', key: 'group.record', isShown: can(actor, 'audit.see', place) },
  ] as const
  return {
    group: { id: group.id, name: group.name },
    sections: sections.filter(({ isShown }) => isShown).map(({ path, key }) => ({ path, key })),
  }
}

export default function Group() {
  const { group, sections } = useLoaderData<typeof loader>()
  const t = useMessages()
  return (
    <>
      <nav className="page group-sections" aria-label={t('group.sections')}>
        <div className="tabs">
          {sections.map(({ path, key }) => (
            <NavLink
              key={path}
              to={path === '.' ? `/groups/${group.id}` : `/groups/${group.id}/${path}`}
              end={path === '.'}
            >
              {t(key)}
            </NavLink>
          ))}
        </div>
      </nav>
      <Outlet />
    </>
  )
}
