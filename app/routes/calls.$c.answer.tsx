import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { Link, useActionData, useLoaderData } from '@remix-run/react'
import { useEffect, useRef, useState } from 'react'
import { z } from 'zod'
import { StillBlocks } from '#components/text/still-blocks'
import { LanguageSelect } from '#components/text/text-choices'
import { Form } from '#components/ui/form'
import { useFormat, useLanguage, useMessages } from '#components/ui/language'
import { RefusalNotice } from '#components/ui/refusal-notice'
import { findCall, findSubmission, listComments, type Comment } from '#db/queries/calls'
import { listListedTexts } from '#db/queries/lists'
import { findMeeting } from '#db/queries/meetings'
import { commentPositions, longestComment } from '#domain/comments/comments'
import type { ListItemId } from '#domain/ids'
import { directionOf, languages } from '#domain/languages'
import { can } from '#domain/permissions/can'
import { submissionIs } from '#domain/status'
import type { Block } from '#domain/text/content'
import { requireActor } from '#server/auth/require-actor'
import { saveWrittenComments } from '#server/commands/calls/save-comments'
import { delegationIn } from '#domain/people/participants'

const words = z.string().max(longestComment).default('')
const formSchema = z.object({
  intent: z.enum(['draft', 'submit']),
  language: z.enum(languages),
  seen: z.string().default(''),
  remarks: words,
})
const positionSchema = z.enum(commentPositions)

export const handle = { title: 'call.answer' }

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const { db } = context
  const actor = requireActor(request, context)
  const call = await findCall(db, String(params['c']))
  const delegation = call && delegationIn(actor, call)
  if (!call || !can(actor, 'call.see', call) || !delegation) throw new Response(null, { status: 404 })
  if (!can(actor, 'call.answer', call)) throw redirect(`/calls/${call.id}`)
  const [items, meeting, submission] = await Promise.all([
    listListedTexts(db, call.list),
    findMeeting(db, call.meeting),
    findSubmission(db, call.id, delegation),
  ])
  return {
    call: { id: call.id, title: call.title, deadline: call.deadline.toISOString() },
    timeZone: meeting?.timeZone ?? 'UTC',
    items: items.map(({ id, label, content, language }) => ({ id, label, blocks: content.blocks, language })),
    account: actor.participant,
    submission: submission && {
      status: submission.status,
      language: submission.language,
      generalRemarks: submission.generalRemarks,
      updatedAt: submission.updatedAt.toISOString(),
      byMyself: submission.updatedBy === actor.participant,
      comments: await listComments(db, submission.id),
    },
  }
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  const { db } = context
  const actor = requireActor(request, context)
  const call = await findCall(db, String(params['c']))
  const fields = await request.formData()
  const form = formSchema.safeParse(Object.fromEntries(fields))
  if (!call || !can(actor, 'call.see', call)) throw new Response(null, { status: 404 })
  if (!form.success) return data({ refusal: 'invalid' as const, saved: false }, { status: 400 })
  const comments: Comment[] = []
  for (const item of await listListedTexts(db, call.list)) {
    const body = fields.get(`body-${item.id}`)
    const position = positionSchema.safeParse(fields.get(`position-${item.id}`))
    const text = typeof body === 'string' ? body : ''
    if (position.success) comments.push({ item: item.id, position: position.data, body: text })
    // A remark without a position is still a remark.
    else if (text.trim() !== '') comments.push({ item: item.id, position: 'question', body: text })
  }
  const { intent, language, seen, remarks } = form.data
  const result = await saveWrittenComments(db, actor, {
    call: call.id,
    language,
    generalRemarks: remarks,
    comments,
    seen: seen === '' ? undefined : new Date(seen),
    as: intent,
  })
  if (!result.ok) return data({ refusal: result.refusal, saved: false }, { status: 409 })
  if (intent === 'submit') return redirect(`/calls/${call.id}`)
  return data({ refusal: undefined, saved: true })
}

export default function AnswerCall() {
  const { call, items, submission, timeZone, account } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const t = useMessages()
  const format = useFormat()
  const { language } = useLanguage()
  const form = useRef<HTMLFormElement>(null)
  const { conflict, takeTheirs, keepMine } = useKeptForm(form, `answer:${account}:${call.id}`, {
    seen: submission?.updatedAt ?? '',
    byMyself: submission?.byMyself ?? true,
  })
  const commentOn = (item: ListItemId | string) =>
    submission?.comments.find((comment) => comment.item === item)
  return (
    <div className="page page-list">
      <p>
        <Link to={`/calls/${call.id}`}>{format.name(call.title)}</Link>
      </p>
      <h1>{t('call.answer')}</h1>
      <p className="lead">{t('call.open-until', { deadline: format.instant(call.deadline, timeZone) })}</p>
      <Form method="post" formRef={form} keepTyping={false} className="answer">
        <input type="hidden" name="seen" value={submission?.updatedAt ?? ''} />
        <div className="field">
          <label htmlFor="language">{t('call.language')}</label>
          <LanguageSelect id="language" defaultValue={submission?.language ?? language} />
        </div>
        <div className="field">
          <label htmlFor="remarks">{t('call.general-remarks')}</label>
          <textarea
            id="remarks"
            name="remarks"
            dir="auto"
            maxLength={longestComment}
            defaultValue={submission?.generalRemarks}
          />
        </div>
        <ol className="answer-items">
          {items.map(
            (item: {
              id: ListItemId
              label: string
              blocks: readonly Block[]
              language: (typeof items)[number]['language']
            }) => {
              const comment = commentOn(item.id)
              return (
                <li key={item.id} className="card">
                  <fieldset>
                    <legend>
                      <bdi>{item.label}</bdi>
                    </legend>
                    <div
                      className="document-text document-text-small"
                      lang={item.language}
                      dir={directionOf(item.language)}
                    >
                      <StillBlocks blocks={item.blocks} language={item.language} />
                    </div>
                    <div className="field">
                      <label htmlFor={`position-${item.id}`}>{t('call.position')}</label>
                      <select
                        id={`position-${item.id}`}
                        name={`position-${item.id}`}
                        defaultValue={comment?.position ?? ''}
                      >
                        <option value="">{t('call.no-comment')}</option>
                        {commentPositions.map((position) => (
                          <option key={position} value={position}>
                            {t(`position.${position}`)}
                          </option>
                        ))}
                      </select>
                    </div>
                    <div className="field">
                      <label htmlFor={`body-${item.id}`}>{t('call.remark')}</label>
                      <textarea
                        id={`body-${item.id}`}
                        name={`body-${item.id}`}
                        dir="auto"
                        maxLength={longestComment}
                        defaultValue={comment?.body}
                      />
                    </div>
                  </fieldset>
                </li>
              )
            },
          )}
        </ol>
        <div className="answer-bar">
          <RefusalNotice refusal={conflict ? undefined : answer?.refusal} />
          {conflict && (
            <div className="notice" data-tone="warn" role="alert">
              <p>{t('call.conflict')}</p>
              <p className="button-row">
                <button type="button" className="button" onClick={takeTheirs}>
                  {t('call.take-theirs')}
                </button>
                <button type="button" className="button" onClick={keepMine}>
                  {t('call.keep-mine')}
                </button>
              </p>
            </div>
          )}
          <p role="status" className="soft">
            {answer?.saved && t('call.saved')}
            {!answer?.saved && t('call.kept-here')}
          </p>
          <div className="button-row">
            {!(submission && submissionIs.submitted(submission.status)) && (
              <button className="button" type="submit" name="intent" value="draft">
                {t('call.save')}
              </button>
            )}
            <button className="button button-primary" type="submit" name="intent" value="submit">
              {t(
                submission && submissionIs.submitted(submission.status) ? 'call.submit-again' : 'call.submit',
              )}
            </button>
          </div>
        </div>
      </Form>
    </div>
  )
}

const keptSchema = z.object({ seen: z.string(), values: z.record(z.string(), z.string()) })

function readKept(key: string): z.infer<typeof keptSchema> | undefined {
  try {
    return keptSchema.parse(JSON.parse(localStorage.getItem(key) ?? ''))
  } catch {
    return undefined
  }
}

/**
 * Keeps what is typed in this browser until the server has it: an expired session, a closed tab or a lost
 * connection loses nothing. Kept under the account's own key, with the save that it was typed on top of: where a
 * colleague has saved since, the writer chooses which of the two goes on.
 */
function useKeptForm(
  form: { current: HTMLFormElement | null },
  key: string,
  server: { seen: string; byMyself: boolean },
) {
  const [conflict, setConflict] = useState(false)
  const { seen, byMyself } = server
  useEffect(() => {
    const element = form.current
    if (!element) return undefined
    const field = element.elements.namedItem('seen')
    if (field instanceof HTMLInputElement) field.value = seen
    const kept = readKept(key)
    if (kept && kept.seen !== seen && byMyself) localStorage.removeItem(key)
    else if (kept) {
      for (const [name, value] of Object.entries(kept.values)) {
        const control = element.elements.namedItem(name)
        if (control instanceof HTMLTextAreaElement || control instanceof HTMLSelectElement)
          control.value = value
      }
      if (kept.seen !== seen) {
        if (field instanceof HTMLInputElement) field.value = kept.seen
        // eslint-disable-next-line react-hooks/set-state-in-effect -- what is kept lives outside React
        setConflict(true)
      }
    }
    const keep = () => {
      const values: Record<string, string> = {}
      for (const [name, value] of new FormData(element)) {
        if (typeof value === 'string' && name !== 'seen' && name !== 'intent') values[name] = value
      }
      const base = field instanceof HTMLInputElement ? field.value : ''
      localStorage.setItem(key, JSON.stringify({ seen: base, values }))
    }
    element.addEventListener('input', keep)
    return () => element.removeEventListener('input', keep)
  }, [form, key, seen, byMyself])
  return {
    conflict,
    takeTheirs: () => {
      localStorage.removeItem(key)
      location.reload()
    },
    keepMine: () => {
      const field = form.current?.elements.namedItem('seen')
      if (field instanceof HTMLInputElement) field.value = seen
      setConflict(false)
    },
  }
}
