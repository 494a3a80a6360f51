import { redirect, type LoaderFunctionArgs } from '@remix-run/node'
import { Link, useLoaderData } from '@remix-run/react'
import { useFormat, useMessages } from '#components/ui/language'
import { listGroups } from '#db/queries/groups'

export const handle = { title: 'vocabulary.title' }

/** Each expert group has its own terms: with one group, its page; with several, the choice. */
export async function loader({ context }: LoaderFunctionArgs) {
  const groups = await listGroups(context.db)
  const [only, ...others] = groups
  if (only && others.length === 0) throw redirect(`/groups/${only.id}/vocabulary`)
  return { groups: groups.map(({ id, name }) => ({ id, name })) }
}

export default function Vocabularies() {
  const { groups } = useLoaderData<typeof loader>()
  const t = useMessages()
  const format = useFormat()
  return (
    <div className="page page-list">
      <h1>{t('vocabulary.title')}</h1>
      <ul className="rows">
        {groups.map((group) => (
          <li key={group.id}>
            <Link to={`/groups/${group.id}/vocabulary`}>{format.name(group.name)}</Link>
          </li>
        ))}
      </ul>
    </div>
  )
}
