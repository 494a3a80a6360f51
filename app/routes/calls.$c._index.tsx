import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { Link, useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { useLiveMeeting } from '#components/meetings/live'
import { DelegationNames } from '#components/people/delegations'
import { Form } from '#components/ui/form'
import { useFormat, useMessages } from '#components/ui/language'
import { RefusalNotice } from '#components/ui/refusal-notice'
import { SubmittedVersion } from '#components/comments/answer-form'
import { RemarkFilters, remarkFilters } from '#components/comments/remark-filters'
import { findCall, listSubmissions } from '#db/queries/calls'
import { listDelegations } from '#db/queries/delegations'
import { findList, listListedTexts } from '#db/queries/lists'
import { findMeeting } from '#db/queries/meetings'
import { countPositions, filterRemarks } from '#domain/comments/filter-remarks'
import { decideCall } from '#domain/decide'
import { delegationIn, delegationKinds } from '#domain/people/participants'
import { can } from '#domain/permissions/can'
import { callActions, callIs, submissionIs } from '#domain/status'
import { requireActor } from '#server/auth/require-actor'
import { moveCallForComments } from '#server/commands/calls/move'
import { badgesShownTo } from '#server/views/who-proposed'
import { isEditedSince, readSubmittedVersions } from '#server/views/written-answer'

const formSchema = z.object({ intent: z.enum(callActions) })

export async function loader({ request, params, context }: LoaderFunctionArgs) {
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
  const mine = visible.find((submission) => submission.delegation === own)
  const badges = await badgesShownTo(
    db,
    actor,
    call,
    visible.map(({ delegation }) => delegation),
  )
  const kinds = new Map((await listDelegations(db, call.group)).map(({ id, kind }) => [id, kind]))
  const submitted = await Promise.all(
    visible
      .filter((submission) => !submissionIs.draft(submission.status))
      .map(async (submission) => ({
        id: submission.id,
        delegation: submission.delegation,
        status: submission.status,
        late: submission.late,
        versions: await readSubmittedVersions(db, submission, items),
      })),
  )
  const query = new URL(request.url).searchParams
  const filter = Object.fromEntries(remarkFilters.map((name) => [name, query.get(name) || undefined]))
  const commented = new Set(
    submitted.flatMap(({ versions }) => (versions[0]?.comments ?? []).map(({ item }) => item)),
  )
  const shown = filterRemarks(submitted, filter, (delegation) => kinds.get(delegation))
  return {
    remarks: {
      found: shown.length,
      all: submitted.length,
      items: items.filter(({ id }) => commented.has(id)).map(({ id, label }) => ({ id, label })),
      delegations: badges.filter(({ id }) => submitted.some(({ delegation }) => delegation === id)),
      kinds: delegationKinds.filter((kind) =>
        submitted.some(({ delegation }) => kinds.get(delegation) === kind),
      ),
      positions: countPositions(submitted),
    },
    call: { ...call, deadline: call.deadline.toISOString() },
    passed: call.deadline < new Date(),
    list: { id: call.list, title: list?.title ?? {} },
    timeZone: meeting?.timeZone ?? 'UTC',
    submissions: shown.map(({ submission, items: fitting }) => ({
      ...submission,
      versions: fitting
        ? submission.versions.slice(0, 1).map((version) => ({
            ...version,
            generalRemarks: '',
            comments: version.comments.filter(({ item }) => fitting.includes(item)),
          }))
        : submission.versions,
    })),
    own: mine && {
      status: mine.status,
      late: mine.late,
      isEdited: await isEditedSince(db, mine),
      at: (submissionIs.draft(mine.status)
        ? mine.updatedAt
        : (mine.submittedAt ?? mine.updatedAt)
      ).toISOString(),
    },
    badges,
    moves: callActions.filter((action) => decideCall(call, action, actor).ok),
    mayAnswer: can(actor, 'call.answer', call),
    isFiltered: shown.length < submitted.length || Object.values(filter).some((value) => value !== undefined),
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
        <p className="notice" data-tone={submissionIs.draft(own.status) || own.isEdited ? 'warn' : 'good'}>
          {t(submissionIs.draft(own.status) ? 'call.own-draft' : 'call.own-submitted', {
            instant: format.instant(own.at, timeZone),
          })}
          {own.isEdited && ` ${t('call.edited')}`}
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
        {!page.mayAnswer && own && (
          <Link className="button" to={`/calls/${call.id}/answer`}>
            {t('call.read-own')}
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
      <h2>{t('call.submissions', { count: page.remarks.all })}</h2>
      {page.remarks.all === 0 && <p className="empty">{t('call.no-submissions')}</p>}
      {page.remarks.all > 0 && <RemarkFilters {...page.remarks} />}
      {page.remarks.all > 0 && submissions.length === 0 && <p className="empty">{t('call.nothing-found')}</p>}
      {submissions.map((submission) => (
        <details
          key={submission.id}
          id={`submission-${submission.id}`}
          className="card"
          open={submissions.length < 4 || page.isFiltered}
        >
          <summary>
            <DelegationNames ids={[submission.delegation]} badges={badges} />{' '}
            {submission.late && <span className="chip">{t('call.late')}</span>}
          </summary>
          {submission.versions.slice(0, 1).map((version) => (
            <SubmittedVersion
              key={version.number}
              id={`remark-${submission.id}`}
              version={version}
              timeZone={timeZone}
              labelOf={({ label, recommendation = '' }) => (
                <Link className="listed-label" to={`/recommendations/${recommendation}/lineage`}>
                  <bdi>{label}</bdi>
                </Link>
              )}
            />
          ))}
          {submission.versions.length > 1 && (
            <details>
              <summary>{t('call.versions', { count: submission.versions.length - 1 })}</summary>
              {submission.versions.slice(1).map((version) => (
                <SubmittedVersion
                  key={version.number}
                  id={`remark-${submission.id}-${String(version.number)}`}
                  version={version}
                  timeZone={timeZone}
                  labelOf={({ label }) => <bdi className="listed-label">{label}</bdi>}
                />
              ))}
            </details>
          )}
        </details>
      ))}
    </div>
  )
}
