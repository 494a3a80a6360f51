import { Link, useLocation, useMatches } from '@remix-run/react'
import { Fragment } from 'react'
import { Form } from './form'
import { hasUnsentWords } from './unsent-words'
import { WaitingLinks, type Waiting } from './waiting-links'
import type { LocalizedText } from '#domain/languages'
import type { Role } from '#domain/people/participants'
import { forgetAllTyping, hasKeptTyping } from './kept-typing'
import { useFormat, useMessages } from './language'
import { LanguageChoice } from './look-choices'
import { UserMenu } from './user-menu'

export type Reader = {
  id: string
  name: string
  isAdministrator: boolean
  memberships: readonly {
    id: string
    role: Role
    group: { id: string; abbreviation: string }
    delegation?: { id: string; name: LocalizedText; code: string } | undefined
  }[]
}

/** A step of the way to a page: a route puts them in `handle.breadcrumbs(data)`. */
export type Breadcrumb = { label: LocalizedText; to?: string }

type BreadcrumbHandle = { breadcrumbs: (data: unknown) => Breadcrumb[] }

const hasBreadcrumbs = (handle: unknown): handle is BreadcrumbHandle =>
  typeof handle === 'object' && handle !== null && 'breadcrumbs' in handle

/** The top of every page: where am I, who am I, which language. */
export function PageHeader({
  reader,
  sample,
  waiting,
  trail,
}: {
  reader: Reader | undefined
  sample: boolean
  waiting: Waiting
  /** The way to this page from its expert group. */
  trail: readonly Breadcrumb[]
}) {
  const t = useMessages()
  return (
    <header className="page-header">
      <a className="skip-link" href="#content">
        {t('app.skip')}
      </a>
      <div className="page-header-bar">
        <Link to="/" className="wordmark">
          {t('app.name')}
        </Link>
        <Breadcrumbs trail={trail} />
        <div className="page-header-tools">
          {reader ? (
            <>
              <WaitingLinks waiting={waiting} />
              <UserMenu
                name={
                  <>
                    {reader.memberships.length === 1 &&
                      reader.memberships.map(
                        ({ delegation }) =>
                          delegation && (
                            <span key={delegation.id} className="code-badge">
                              {delegation.code}
                            </span>
                          ),
                      )}
                    <span>
                      <span className="reader-name" dir="auto">
                        {reader.name}
                      </span>
                      <small>
                        <Standing reader={reader} />
                      </small>
                    </span>
                  </>
                }
              >
                <SignOut account={reader.id} />
              </UserMenu>
            </>
          ) : (
            <>
              <SignInLink />
              <LanguageChoice />
            </>
          )}
        </div>
      </div>
      {sample && <p className="sample-notice">{t('sample.notice')}</p>}
    </header>
  )
}

/** What the reader is: with several roles, how many; the account page lists them. */
function Standing({ reader }: { reader: Reader }) {
  const t = useMessages()
  const format = useFormat()
  const [only, ...others] = reader.memberships
  if (!only) return t(reader.isAdministrator ? 'role.administrator' : 'role.none')
  if (others.length > 0) return t('role.several', { count: others.length + 1 })
  return only.delegation ? format.name(only.delegation.name) : t(`role.${only.role}`)
}

/** What this browser still holds goes with the session; anyone who would lose words by that is asked first. */
function SignOut({ account }: { account: string }) {
  const t = useMessages()
  return (
    <Form
      method="post"
      action="/sign-out"
      data-send-at-once
      onSubmit={(event) => {
        const unsent = hasUnsentWords() || hasKeptTyping(account)
        if (unsent && !window.confirm(t('sign-out.unsent'))) event.preventDefault()
        else forgetAllTyping(account)
      }}
    >
      <button className="button button-quiet" type="submit">
        {t('sign-out.submit')}
      </button>
    </Form>
  )
}

function SignInLink() {
  const t = useMessages()
  const { pathname, search } = useLocation()
  if (pathname.startsWith('/sign-in')) return null
  return (
    <Link to={`/sign-in?${new URLSearchParams({ to: pathname + search })}`} className="button button-quiet">
      {t('sign-in.submit')}
    </Link>
  )
}

function Breadcrumbs({ trail }: { trail: readonly Breadcrumb[] }) {
  const t = useMessages()
  const format = useFormat()
  const own = useMatches().flatMap((match) =>
    // Where a form was refused before the page was read, there is nothing to name.
    hasBreadcrumbs(match.handle) && match.data ? match.handle.breadcrumbs(match.data) : [],
  )
  const crumbs = [...trail, ...own]
  if (crumbs.length === 0) return null
  return (
    <nav className="breadcrumbs" aria-label={t('app.breadcrumbs')}>
      {crumbs.map((crumb, index) => (
        <Fragment key={crumb.to ?? index}>
          {index > 0 && <span aria-hidden="true">›</span>}
          {crumb.to ? (
            <Link to={crumb.to}>{format.name(crumb.label)}</Link>
          ) : (
            <span aria-current="page">{format.name(crumb.label)}</span>
          )}
        </Fragment>
      ))}
    </nav>
  )
}
