import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { Link, useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { useLiveMeeting } from '#components/meetings/live'
import { DelegationNames } from '#components/people/delegations'
import { Form } from '#components/ui/form'
import { Text, useFormat, useMessages } from '#components/ui/language'
import { RefusalNotice } from '#components/ui/refusal-notice'
import { findCall, listComments, listSubmissions } from '#db/queries/calls'
import { findList, listListedTexts } from '#db/queries/lists'
import { findMeeting } from '#db/queries/meetings'
import { decideCall } from '#domain/decide'
import { delegationIn } from '#domain/people/participants'
import { can } from '#domain/permissions/can'
import { callActions, callIs, submissionIs } from '#domain/status'
import { requireActor } from '#server/auth/require-actor'
import { moveCallForComments } from '#server/commands/calls/move'
import { badgesOf } from '#server/views/drafting-desk'

const formSchema = z.object({ intent: z.enum(callActions) })

export async function loader({ params, context }: LoaderFunctionArgs) {
  const { db, actor } = context
  const call = await findCall(db, String(params['c']))
  if (!call || !can(actor, 'call.see', call)) throw new Response(null, { status: 404 })
  const [list, meeting, items, all] = await Promise.all([
    findList(db, call.list),
    findMeeting(db, call.meeting),
    listListedTexts(db, call.list),
    listSubmissions(db, call.id),
  ])
  const visible = all.filter((submission) => can(actor, 'submission.see', submission))
  const own = delegationIn(actor, call)
  return {
    call: { ...call, deadline: call.deadline.toISOString() },
    passed: call.deadline < new Date(),
    list: { id: call.list, title: list?.title ?? {} },
    timeZone: meeting?.timeZone ?? 'UTC',
    submissions: await Promise.all(
      visible
        .filter(
          (submission) =>
            !submissionIs.draft(submission.status) &&
            (submissionIs.published(submission.status) || submission.delegation !== own),
        )
        .map(async (submission) => ({
          id: submission.id,
          delegation: submission.delegation,
          status: submission.status,
          language: submission.language,
          late: submission.late,
          generalRemarks: submission.generalRemarks,
          submittedAt: submission.submittedAt?.toISOString(),
          comments: (await listComments(db, submission.id)).map((comment) => ({
            ...comment,
            label: items.find((item) => item.id === comment.item)?.label ?? '',
            recommendation: items.find((item) => item.id === comment.item)?.recommendation,
          })),
        })),
    ),
    own: visible
      .filter((submission) => submission.delegation === own && !submissionIs.published(submission.status))
      .map((submission) => ({
        status: submission.status,
        late: submission.late,
        updatedAt: submission.updatedAt.toISOString(),
      }))[0],
    badges: await badgesOf(db, call),
    moves: callActions.filter((action) => decideCall(call, action, actor).ok),
    mayAnswer: can(actor, 'call.answer', call),
  }
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  const actor = requireActor(request, context)
  const call = await findCall(context.db, String(params['c']))
  const form = formSchema.safeParse(Object.fromEntries(await request.formData()))
  if (!call || !can(actor, 'call.see', call)) throw new Response(null, { status: 404 })
  if (!form.success) return data({ refusal: 'invalid' as const }, { status: 400 })
  const result = await moveCallForComments(context.db, actor, { call: call.id, action: form.data.intent })
  if (!result.ok) return data({ refusal: result.refusal }, { status: 409 })
  return redirect(`/calls/${call.id}`)
}

export default function CallPage() {
  const page = useLoaderData<typeof loader>()
  const { call, list, submissions, own, badges, timeZone } = page
  const answer = useActionData<typeof action>()
  const t = useMessages()
  const format = useFormat()
  useLiveMeeting(call.meeting)
  return (
    <div className="page page-list">
      <h1>{format.name(call.title)}</h1>
      <p className="chip-row">
        <span className="chip status-dot" data-tone={callIs.open(call.status) ? 'good' : 'quiet'}>
          {t(`call.status.${call.status}`)}
        </span>
        <span>{t('call.open-until', { deadline: format.instant(call.deadline, timeZone) })}</span>
      </p>
      {call.instructions && <p dir="auto">{call.instructions}</p>}
      <p>
        {t('call.on-list')} <Link to={`/lists/${list.id}`}>{format.name(list.title)}</Link>
      </p>
      <RefusalNotice refusal={answer?.refusal} />
      {own && (
        <p className="notice" data-tone={submissionIs.submitted(own.status) ? 'good' : 'warn'}>
          {t(submissionIs.submitted(own.status) ? 'call.own-submitted' : 'call.own-draft', {
            instant: format.instant(own.updatedAt, timeZone),
          })}
          {own.late && ` ${t('call.late')}`}
        </p>
      )}
      {page.mayAnswer && page.passed && (
        <p className="notice" data-tone="warn">
          {t('call.passed')}
        </p>
      )}
      <div className="button-row">
        {page.mayAnswer && (
          <Link className="button button-primary" to={`/calls/${call.id}/answer`}>
            {t(own ? 'call.go-on' : 'call.answer')}
          </Link>
        )}
        <Form method="post" className="button-row">
          {page.moves.map((move) => (
            <button key={move} className="button" type="submit" name="intent" value={move}>
              {t(`call.move.${move}`)}
            </button>
          ))}
        </Form>
      </div>
      <h2>{t('call.submissions', { count: submissions.length })}</h2>
      {submissions.length === 0 && <p className="empty">{t('call.no-submissions')}</p>}
      {submissions.map((submission) => (
        <details key={submission.id} className="card" open={submissions.length < 4}>
          <summary>
            <DelegationNames ids={[submission.delegation]} badges={badges} />
            {submission.late && <span className="chip">{t('call.late')}</span>}
          </summary>
          {submission.generalRemarks && (
            <>
              <h3>{t('call.general-remarks')}</h3>
              {submission.generalRemarks.split('\n').map((line, index) => (
                <p key={index}>
                  <Text language={submission.language}>{line}</Text>
                </p>
              ))}
            </>
          )}
          <ol className="listed">
            {submission.comments.map((comment) => (
              <li key={comment.item}>
                <Link
                  className="listed-label"
                  to={`/recommendations/${comment.recommendation ?? ''}/lineage`}
                >
                  <bdi>{comment.label}</bdi>
                </Link>
                <div>
                  <strong>{t(`position.${comment.position}`)}</strong>
                  <p>
                    <Text language={submission.language}>{comment.body}</Text>
                  </p>
                </div>
              </li>
            ))}
          </ol>
        </details>
      ))}
    </div>
  )
}
