import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { Link, useActionData, useLoaderData } from '@remix-run/react'
import { AnswerForm, Remarks } from '#components/comments/answer-form'
import { readAnswer } from '#domain/comments/sent-answer'
import { useFormat, useLanguage, useMessages } from '#components/ui/language'
import { findCall, findSubmission } from '#db/queries/calls'
import { listListedTexts } from '#db/queries/lists'
import { findMeeting } from '#db/queries/meetings'
import { commentPositions } from '#domain/comments/comments'
import { delegationIn } from '#domain/people/participants'
import { can } from '#domain/permissions/can'
import { submissionIs } from '#domain/status'
import { requireActor } from '#server/auth/require-actor'
import { saveWrittenComments } from '#server/commands/calls/save-comments'
import { readAnswerParts } from '#server/views/written-answer'

export const handle = { title: 'call.answer' }

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const { db } = context
  const actor = requireActor(request, context)
  const call = await findCall(db, String(params['c']))
  const delegation = call && delegationIn(actor, call)
  if (!call || !can(actor, 'call.see', call) || !delegation) throw new Response(null, { status: 404 })
  const submission = await findSubmission(db, call.id, delegation)
  const mayAnswer = can(actor, 'call.answer', call)
  // What a delegation has written stays its own to read, whatever became of the call.
  if (!mayAnswer && !(submission && can(actor, 'submission.see', submission)))
    throw redirect(`/calls/${call.id}`)
  const [items, meeting] = await Promise.all([listListedTexts(db, call.list), findMeeting(db, call.meeting)])
  return {
    call: { id: call.id, title: call.title, deadline: call.deadline.toISOString() },
    timeZone: meeting?.timeZone ?? 'UTC',
    items: items.map(({ id, label, content, language }) => ({ id, label, blocks: content.blocks, language })),
    account: actor.participant,
    mayAnswer,
    isSubmitted: submission !== undefined && !submissionIs.draft(submission.status),
    language: submission?.language,
    saved: submission ? await readAnswerParts(db, submission) : {},
  }
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  const { db } = context
  const actor = requireActor(request, context)
  const call = await findCall(db, String(params['c']))
  if (!call || !can(actor, 'call.see', call)) throw new Response(null, { status: 404 })
  const items = await listListedTexts(db, call.list)
  const answer = readAnswer(
    await request.formData(),
    items.map(({ id }) => id),
  )
  if (!answer) return data({ refusal: 'invalid' as const }, { status: 400 })
  const result = await saveWrittenComments(db, actor, { call: call.id, ...answer })
  // Saved by itself or by hand: what is saved already is saved.
  const isSaved = result.ok || (result.refusal === 'nothing-changed' && answer.as === 'draft')
  if (!result.ok && !isSaved) return data({ refusal: result.refusal }, { status: 409 })
  if (result.ok && result.isSubmitted) return redirect(`/calls/${call.id}`)
  const isUnsent = answer.as === 'submit'
  return data(
    { refusal: isUnsent ? ('changed-meanwhile' as const) : undefined },
    { status: isUnsent ? 409 : 200 },
  )
}

export default function AnswerCall() {
  const { call, items, saved, timeZone, account, mayAnswer, isSubmitted, ...page } =
    useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const t = useMessages()
  const format = useFormat()
  const { language } = useLanguage()
  return (
    <div className="page page-list">
      <p>
        <Link to={`/calls/${call.id}`}>{format.name(call.title)}</Link>
      </p>
      <h1>{t('call.answer')}</h1>
      <p className="lead">
        {mayAnswer
          ? t('call.open-until', { deadline: format.instant(call.deadline, timeZone) })
          : t('call.read-only')}
      </p>
      {mayAnswer ? (
        <AnswerForm
          items={items}
          language={page.language ?? language}
          saved={saved}
          place={`answer:${account}:${call.id}`}
          isSubmitted={isSubmitted}
          refusal={answer?.refusal}
        />
      ) : (
        <>
          {saved['general'] && <Remarks text={saved['general'].body} language={page.language ?? language} />}
          <ol className="listed">
            {items.map(({ id, label }) => {
              const said = saved[id]
              const position = commentPositions.find((candidate) => candidate === said?.position)
              return (
                said && (
                  <li key={id}>
                    <bdi className="listed-label">{label}</bdi>
                    <div>
                      {position && <strong>{t(`position.${position}`)}</strong>}
                      <Remarks text={said.body} language={page.language ?? language} />
                    </div>
                  </li>
                )
              )
            })}
          </ol>
        </>
      )}
    </div>
  )
}
