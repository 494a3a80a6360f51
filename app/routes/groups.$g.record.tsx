import type { LoaderFunctionArgs } from '@remix-run/node'
import { Link, useLoaderData } from '@remix-run/react'
import { useFormat, useMessages } from '#components/ui/language'
import { findGroup } from '#db/queries/groups'
import { can } from '#domain/permissions/can'
import { requireActor } from '#server/auth/require-actor'
import { readGroupRecord } from '#server/views/group-record'

export const handle = { title: 'group.record' }

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const actor = requireActor(request, context)
  const group = await findGroup(context.db, String(params['g']))
  if (!group || !can(actor, 'audit.see', { group: group.id })) throw new Response(null, { status: 404 })
  const before = Number(new URL(request.url).searchParams.get('before')) || undefined
  return { group: { id: group.id }, ...(await readGroupRecord(context.db, actor, group.id, before)) }
}

/** What was set up in the group, and by whom. */
export default function GroupRecord() {
  const { group, entries, next } = useLoaderData<typeof loader>()
  const t = useMessages()
  const format = useFormat()
  return (
    <div className="page page-list">
      <h1>{t('group.record')}</h1>
      <p className="lead">{t('group.record.explained')}</p>
      {entries.length === 0 && <p className="empty">{t('group.record.empty')}</p>}
      <ol className="rows">
        {entries.map((entry) => (
          <li key={entry.sequence}>
            <span>
              {t(`audit.${entry.type}`, {
                person: entry.person ?? '',
                name: entry.name ? format.name(entry.name) : '',
                role: entry.standing?.role ? t(`role.${entry.standing.role}`) : '',
                delegation: entry.standing?.delegation ? format.name(entry.standing.delegation) : '',
                kind: entry.standing?.delegation ? 'delegation' : 'officer',
                count: entry.count,
              })}
            </span>
            <span className="soft">
              <bdi>{entry.actor ?? t('group.record.operator')}</bdi>
              {' · '}
              <time dateTime={entry.at}>{format.instant(entry.at, 'UTC')}</time>
            </span>
          </li>
        ))}
      </ol>
      {next !== undefined && (
        <p>
          <Link className="button" to={`/groups/${group.id}/record?before=${String(next)}`}>
            {t('group.record.older')}
          </Link>
        </p>
      )}
    </div>
  )
}
