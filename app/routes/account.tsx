import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { NoticeSettings } from '#components/notices/notice-settings'
import { Form } from '#components/ui/form'
import { useFormat, useMessages } from '#components/ui/language'
import { RefusalNotice } from '#components/ui/refusal-notice'
import { listMeetings } from '#db/queries/meetings'
import { findNoticeSettings } from '#db/queries/notice-settings'
import { listSessions } from '#db/queries/sessions'
import { listWorkplans } from '#db/queries/workplans'
import type { MeetingId, SessionId } from '#domain/ids'
import { languageFacts } from '#domain/languages'
import { deliveries } from '#domain/notices/digests'
import { shortestPassword } from '#domain/people/passwords'
import { noticeKinds } from '#domain/notices/kinds'
import { meetingIs } from '#domain/status'
import { rememberLanguage } from '#i18n/language'
import { isScreenLanguage, screenLanguages } from '#i18n/screen-languages'
import { browserName } from '#server/auth/browser-name'
import { requireActor } from '#server/auth/require-actor'
import { chooseNotices } from '#server/commands/notices/choose'
import { chooseLanguage } from '#server/commands/people/choose-language'
import { changePassword } from '#server/commands/people/change-password'
import { openSession } from '#server/commands/people/open-session'
import { signOut } from '#server/commands/people/sign-out'
import { signOutElsewhere } from '#server/commands/people/sign-out-elsewhere'

const settingsSchema = z.object({
  delivery: z.enum(deliveries),
  hour: z.coerce.number(),
  timeZone: z.string().transform((zone) => zone || undefined),
  kinds: z.array(z.enum(noticeKinds)),
  meetings: z.array(z.string().transform((id) => id as MeetingId)).max(500),
})

const passwordSchema = z.object({ current: z.string().max(1024), password: z.string().max(1024) })

export const handle = { title: 'account.title' }

export async function loader({ request, context }: LoaderFunctionArgs) {
  const actor = requireActor(request, context)
  const { db } = context
  const [sessions, settings, workplans] = await Promise.all([
    listSessions(db, actor.participant, new Date()),
    findNoticeSettings(db, actor.participant),
    listWorkplans(db),
  ])
  const meetings = (await Promise.all(workplans.map((workplan) => listMeetings(db, workplan.id)))).flat()
  return {
    name: actor.name,
    language: context.participant?.language,
    settings,
    // No one is notified of meetings that are over.
    meetings: meetings
      .filter(
        (meeting) => !meetingIs.reported(meeting.status) || settings.muted.meetings.includes(meeting.id),
      )
      .map(({ id, title }) => ({ id, title })),
    timeZones: Intl.supportedValuesOf('timeZone'),
    isPasswordChanged: new URL(request.url).searchParams.has('password-changed'),
    sessions: sessions.map(({ id, createdAt, lastUsedAt, browser }) => ({
      id,
      browser,
      createdAt: createdAt.toISOString(),
      lastUsedAt: lastUsedAt.toISOString(),
      current: id === context.session,
    })),
  }
}

export async function action({ request, context }: ActionFunctionArgs) {
  const actor = requireActor(request, context)
  const form = await request.formData()
  if (form.get('intent') === 'choose-notices') {
    const read = settingsSchema.safeParse({
      ...Object.fromEntries(form),
      kinds: form.getAll('kind'),
      meetings: form.getAll('meeting'),
    })
    if (!read.success) return data({ refusal: 'invalid' as const, saved: false }, { status: 400 })
    const { kinds, meetings, ...wish } = read.data
    const result = await chooseNotices(context.db, actor, { ...wish, muted: { kinds, meetings } })
    if (!result.ok) return data({ refusal: result.refusal, saved: false }, { status: 409 })
    return data({ refusal: undefined, saved: true })
  }
  if (form.get('intent') === 'choose-language') {
    const language = form.get('language')
    if (!isScreenLanguage(language))
      return data({ refusal: 'invalid' as const, saved: false }, { status: 400 })
    const result = await chooseLanguage(context.db, actor, { language })
    if (!result.ok) return data({ refusal: result.refusal, saved: false }, { status: 409 })
    return redirect('/account', { headers: { 'set-cookie': rememberLanguage(language) } })
  }
  if (form.get('intent') === 'change-password') {
    const read = passwordSchema.safeParse(Object.fromEntries(form))
    if (!read.success) return data({ refusal: 'invalid' as const, saved: false }, { status: 400 })
    const { db, post, passwords, cookie, sender } = context
    const at = new Date()
    const result = await changePassword(db, actor, post(), passwords, { ...read.data, sender, at })
    if (!result.ok) return data({ refusal: result.refusal, saved: false }, { status: 409 })
    const browser = browserName(request.headers.get('user-agent'))
    const opened = await openSession(db, { participant: actor.participant, browser, at })
    if (!opened.ok) return redirect('/sign-in')
    return redirect('/account?password-changed=1', { headers: { 'set-cookie': cookie.keep(opened.token) } })
  }
  if (form.get('intent') === 'end-other-sessions') {
    const result = await signOutElsewhere(context.db, actor, { except: context.session, at: new Date() })
    if (!result.ok) return data({ refusal: result.refusal, saved: false }, { status: 409 })
    return redirect('/account')
  }
  const session = form.get('session')
  if (typeof session !== 'string') {
    return data({ refusal: 'not-found' as const, saved: false }, { status: 400 })
  }
  // An identifier from outside: it opens nothing, the command looks for it among the actor's own.
  const result = await signOut(context.db, actor, { session: session as SessionId, at: new Date() })
  if (!result.ok) return data({ refusal: result.refusal, saved: false }, { status: 409 })
  return redirect('/account')
}

export default function Account() {
  const { name, language, sessions, settings, meetings, timeZones, isPasswordChanged } =
    useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const t = useMessages()
  const format = useFormat()
  return (
    <div className="page page-narrow">
      <h1>{t('account.title')}</h1>
      <p>{name}</p>
      <RefusalNotice refusal={answer?.refusal} />
      <h2 id="language">{t('account.language')}</h2>
      {/* The whole document is loaded: it may change its direction. */}
      <Form method="post" reloadDocument className="field">
        <label htmlFor="language-choice">{t('account.language-of')}</label>
        <div className="button-row">
          <select id="language-choice" name="language" defaultValue={language}>
            {screenLanguages.map((code) => (
              <option key={code} value={code} lang={code}>
                {languageFacts[code].name}
              </option>
            ))}
          </select>
          <button className="button" type="submit" name="intent" value="choose-language">
            {t('account.choose-language')}
          </button>
        </div>
      </Form>
      <h2 id="notices">{t('settings.title')}</h2>
      <NoticeSettings
        settings={settings}
        meetings={meetings}
        timeZones={timeZones}
        isSaved={answer?.saved ?? false}
      />
      <h2 id="password">{t('account.password')}</h2>
      {isPasswordChanged && (
        <p className="notice" data-tone="good" role="status">
          {t('password.changed')}
        </p>
      )}
      <PasswordForm />
      <h2 id="sessions">{t('account.sessions')}</h2>
      <p>{t('account.sessions.explanation')}</p>
      <ul className="rows">
        {sessions.map((session) => (
          <li key={session.id}>
            <span>
              {session.browser && (
                <>
                  <bdi>{session.browser}</bdi>
                  {' · '}
                </>
              )}
              {t('account.session.since', { instant: format.instant(session.createdAt, 'UTC') })}
              {' · '}
              {t('account.session.used', { instant: format.instant(session.lastUsedAt, 'UTC') })}
            </span>
            {session.current ? (
              <span className="chip">{t('account.session.current')}</span>
            ) : (
              <Form method="post">
                <button className="button button-small" name="session" value={session.id} type="submit">
                  {t('account.session.end')}
                </button>
              </Form>
            )}
          </li>
        ))}
      </ul>
      {sessions.length > 1 && (
        <Form method="post">
          <button className="button" type="submit" name="intent" value="end-other-sessions">
            {t('account.session.end-others')}
          </button>
        </Form>
      )}
    </div>
  )
}

function PasswordForm() {
  const t = useMessages()
  return (
    <Form method="post">
      <div className="field">
        <label htmlFor="current">{t('password.current')}</label>
        <input
          id="current"
          name="current"
          type="password"
          autoComplete="current-password"
          required
          dir="ltr"
        />
      </div>
      <div className="field">
        <label htmlFor="new-password">{t('password.new')}</label>
        <input
          id="new-password"
          name="password"
          type="password"
          autoComplete="new-password"
          minLength={shortestPassword}
          required
          dir="ltr"
          aria-describedby="password-explanation"
        />
        <p id="password-explanation" className="soft">
          {t('password.explanation')} {t('password.change-explanation')}
        </p>
      </div>
      <button className="button" type="submit" name="intent" value="change-password">
        {t('password.change')}
      </button>
    </Form>
  )
}
