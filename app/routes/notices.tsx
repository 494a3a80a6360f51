import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { Link, useFetcher, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { useLiveEverything } from '#components/meetings/live'
import { Form } from '#components/ui/form'
import { Text, useFormat, useMessages } from '#components/ui/language'
import type { NoticeId } from '#domain/ids'
import { noticeChanges, noticeSentence } from '#i18n/notice-words'
import { requireActor } from '#server/auth/require-actor'
import { readNotice } from '#server/commands/notices/read'
import { readAllNotices } from '#server/commands/notices/read-all'
import { readNotices } from '#server/views/notices'

const formSchema = z.discriminatedUnion('intent', [
  z.object({ intent: z.literal('read'), notice: z.string().transform((id) => id as NoticeId) }),
  z.object({ intent: z.literal('read-all'), upTo: z.coerce.number().int().min(0) }),
])

export const handle = { title: 'notices.title' }

export async function loader({ request, context }: LoaderFunctionArgs) {
  const actor = requireActor(request, context)
  const unreadOnly = new URL(request.url).searchParams.has('unread')
  return { ...(await readNotices(context.db, actor, unreadOnly)), unreadOnly }
}

export async function action({ request, context }: ActionFunctionArgs) {
  const actor = requireActor(request, context)
  const form = formSchema.safeParse(Object.fromEntries(await request.formData()))
  if (!form.success) return data(null, { status: 400 })
  // What is read already stays read: nothing to say about it.
  if (form.data.intent === 'read') await readNotice(context.db, actor, form.data)
  else await readAllNotices(context.db, actor, form.data)
  return redirect(`/notices${new URL(request.url).search.replace(/[?&]index/, '')}`)
}

/** What somebody was told of, the newest first. */
export default function Notices() {
  const { items, unread, upTo, unreadOnly } = useLoaderData<typeof loader>()
  const t = useMessages()
  useLiveEverything()
  return (
    <div className="page page-narrow">
      <h1>{t('notices.title')}</h1>
      <div className="button-row notices-tools">
        <nav className="tabs" aria-label={t('notices.title')}>
          <Link to="/notices" aria-current={unreadOnly ? undefined : 'page'}>
            {t('notices.show-all')}
          </Link>
          <Link to="/notices?unread" aria-current={unreadOnly ? 'page' : undefined}>
            {t('notices.show-unread')}
          </Link>
        </nav>
        <span className="soft">{t('notices.unread', { count: unread })}</span>
        {unread > 0 && (
          <Form method="post">
            <input type="hidden" name="upTo" value={upTo} />
            <button className="button button-small" type="submit" name="intent" value="read-all">
              {t('notices.read-all')}
            </button>
          </Form>
        )}
      </div>
      {items.length === 0 && <p className="empty">{t(unreadOnly ? 'notices.all-read' : 'notices.empty')}</p>}
      <ul className="notice-rows">
        {items.map((item) => (
          <NoticeRow key={item.id} item={item} />
        ))}
      </ul>
      <p>
        <Link to="/account#notices">{t('notices.settings')}</Link>
      </p>
    </div>
  )
}

function NoticeRow({ item }: { item: ReturnType<typeof useLoaderData<typeof loader>>['items'][number] }) {
  const t = useMessages()
  const format = useFormat()
  const fetcher = useFetcher()
  const { words } = item
  const reading = { intent: 'read', notice: item.id }
  return (
    <li className="notice-row" data-unread={!item.isRead}>
      <p>
        {!item.isRead && <span className="visually-hidden">{t('notices.is-unread')}: </span>}
        <Link
          to={words.href}
          onClick={() => {
            if (!item.isRead) void fetcher.submit(reading, { method: 'post', action: '/notices' })
          }}
        >
          {noticeSentence({ t, format }, words)}
        </Link>
      </p>
      {words.excerpt && (
        <p className="notice-about">
          {words.label && <bdi className="rail-label">{words.label}</bdi>}
          <Text language={words.excerpt.language} className="today-excerpt">
            {words.excerpt.text}
          </Text>
        </p>
      )}
      {noticeChanges({ t }, words).map((change) => (
        <p key={change} dir="auto">
          {change}
        </p>
      ))}
      {words.reason && <p dir="auto">{t('notice.reason', { reason: words.reason })}</p>}
      <div className="today-facts soft">
        {words.meeting && <bdi>{format.name(words.meeting)}</bdi>}
        <time dateTime={item.at}>{format.instant(item.at, words.timeZone)}</time>
        {!item.isRead && (
          <fetcher.Form method="post" action="/notices">
            <input type="hidden" name="notice" value={item.id} />
            <button className="button button-small button-quiet" type="submit" name="intent" value="read">
              {t('notices.read')}
            </button>
          </fetcher.Form>
        )}
      </div>
    </li>
  )
}
