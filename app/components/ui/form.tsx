import {
  Form as RouterForm,
  useFetcher,
  useLocation,
  useRouteLoaderData,
  type FormProps as RouterFormProps,
} from '@remix-run/react'
import { useEffect, useId, useRef, useState, type FormEvent, type RefObject } from 'react'
import { createKeeper, fieldsOf, type Keeper } from './kept-typing'
import { useMessages } from './language'
import { RefusalNotice, type RefusalCode } from './refusal-notice'
import { showStrayRefusal } from './stray-refusal'

/** What the address of a form answers when it refuses: why, and which fields it is about. */
export type FormAnswer = { refusal?: RefusalCode | undefined; fields?: readonly string[] | undefined }

/** What a browser without scripts has posted, and was refused: the root hands it to the form that it came from. */
export type RefusedPost = FormAnswer & { path: string; typed: Record<string, string> }

type RootData = { reader?: { id: string } | undefined; refusedPost?: RefusedPost | undefined }

const useRoot = () => useRouteLoaderData<RootData | undefined>('root')

type Props = Omit<RouterFormProps, 'ref' | 'fetcherKey'> & {
  /**
   * The address of one act, which has no page of its own: the answer comes back to this form, and a refusal is shown
   * in it. Without it the form is sent to a page, which shows the answer.
   */
  to?: string
  /** False where the page keeps what is typed in another way. */
  keepTyping?: boolean
  formRef?: RefObject<HTMLFormElement>
  /** Called once the server has done what was asked. */
  onTaken?: () => void
}

/**
 * Every form that is sent. What is typed into it is kept in this browser until it is sent or discarded: over the end of
 * a session, a refusal, a navigation and a reload. Forms that only search are the router's own.
 */
export function Form({ to, keepTyping = true, formRef, onTaken, children, onSubmit, ...props }: Props) {
  const ownRef = useRef<HTMLFormElement>(null)
  const form = formRef ?? ownRef
  const fetcher = useFetcher<FormAnswer>()
  const root = useRoot()
  const { search } = useLocation()
  const isSearch = props.method?.toLowerCase() === 'get'
  const account = useAccount()
  const { isRestored, keeper, discard } = useKeptTyping(
    form,
    keepTyping && !isSearch && !props.reloadDocument ? account : undefined,
  )
  const refused = root?.refusedPost?.path === to ? root?.refusedPost : undefined
  const answer = to === undefined ? undefined : (fetcher.data ?? refused)
  const noticeId = useFieldErrors(form, answer)
  useAnswer(fetcher.data, onTaken)
  const Element = to === undefined ? RouterForm : fetcher.Form
  return (
    <Element
      {...props}
      // Without scripts one comes back to the same tab, page or search.
      {...(to !== undefined && { action: to + search })}
      ref={form}
      onSubmit={(event: FormEvent<HTMLFormElement>) => {
        onSubmit?.(event)
        if (event.defaultPrevented) return
        showStrayRefusal(undefined)
        keeper.current?.send()
      }}
    >
      {isRestored && <KeptNotice onDiscard={discard} />}
      {children}
      {answer?.refusal && (
        <div id={noticeId} className="form-refusal">
          <RefusalNotice refusal={answer.refusal} />
        </div>
      )}
    </Element>
  )
}

/** What was typed into the form at an address before a browser without scripts was refused there. */
export function useTyped(to: string): Record<string, string> {
  const root = useRoot()
  return root?.refusedPost?.path === to ? root.refusedPost.typed : {}
}

/** Says when the answer is success. A refusal outlives its form: what was refused may be why the form has gone. */
function useAnswer(answer: FormAnswer | undefined, onTaken: (() => void) | undefined) {
  const latest = useRef({ answer, onTaken })
  useEffect(() => {
    latest.current = { answer, onTaken }
  })
  useEffect(() => {
    if (answer && !answer.refusal) latest.current.onTaken?.()
  }, [answer])
  useEffect(
    () => () => {
      if (latest.current.answer?.refusal) showStrayRefusal(latest.current.answer.refusal)
    },
    [],
  )
}

/** Who types: also after the session ended on an open page, until somebody else signs in. */
function useAccount(): string | undefined {
  const reader = useRoot()?.reader?.id
  const [last, setLast] = useState(reader)
  if (reader !== undefined && reader !== last) setLast(reader)
  return reader ?? last
}

function useKeptTyping(form: RefObject<HTMLFormElement | null>, account: string | undefined) {
  const keeper = useRef<Keeper>()
  const [isRestored, setRestored] = useState(false)
  useEffect(() => {
    const element = form.current
    if (!element || account === undefined) return undefined
    const made = createKeeper(element, account)
    keeper.current = made
    const restore = () => {
      if (!made.restore()) return
      const details = element.closest('details')
      if (details) details.open = true
      setRestored(true)
    }
    restore()
    const keep = () => made.keep()
    element.addEventListener('input', keep)
    element.addEventListener('change', keep)
    return () => {
      keeper.current = undefined
      element.removeEventListener('input', keep)
      element.removeEventListener('change', keep)
    }
  }, [form, account])
  const discard = () => {
    keeper.current?.discard()
    setRestored(false)
  }
  return { isRestored, keeper, discard }
}

/** Says that what stands in a form was typed earlier, and offers to throw it away. */
function KeptNotice({ onDiscard }: { onDiscard: () => void }) {
  const t = useMessages()
  return (
    <p className="kept-typing" role="status">
      {t('form.kept')}{' '}
      <button className="button button-small button-quiet" type="button" onClick={onDiscard}>
        {t('form.discard')}
      </button>
    </p>
  )
}

/** Which field a refusal is about, where the server did not name one. */
const fieldsOfRefusal: Partial<Record<RefusalCode, readonly string[]>> = {
  'reason-required': ['reason'],
  'deadline-passed': ['deadline'],
  'deadline-too-soon': ['deadline'],
  'empty-text': ['body', 'text'],
  'unknown-term': ['term'],
  'name-taken': ['name', 'symbol'],
  'wrong-password': ['current'],
  'password-too-common': ['password'],
  'password-too-long': ['password'],
  'password-too-short': ['password'],
}

/** Marks the fields that a refusal is about, describes them by its words, and goes to the first. */
function useFieldErrors(form: RefObject<HTMLFormElement | null>, answer: FormAnswer | undefined) {
  const id = useId()
  useEffect(() => {
    if (!answer?.refusal || !form.current) return undefined
    const names = answer.fields?.length ? answer.fields : (fieldsOfRefusal[answer.refusal] ?? [])
    const wrong = fieldsOf(form.current).filter((field) => names.includes(field.name))
    const described = wrong.map((field) => ({ field, before: field.getAttribute('aria-describedby') }))
    for (const { field, before } of described) {
      field.setAttribute('aria-invalid', 'true')
      field.setAttribute('aria-describedby', before ? `${before} ${id}` : id)
    }
    wrong[0]?.focus()
    return () => {
      for (const { field, before } of described) {
        field.removeAttribute('aria-invalid')
        if (before) field.setAttribute('aria-describedby', before)
        else field.removeAttribute('aria-describedby')
      }
    }
  }, [form, answer, id])
  return id
}
