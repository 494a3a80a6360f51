import { ulid } from 'ulid'
import type { Db } from '#db/client'
import { findSubmission, saveSubmission, type Comment } from '#db/queries/calls'
import { listListedTexts } from '#db/queries/lists'
import { longestComment } from '#domain/comments/comments'
import { submissionHash } from '#domain/comments/submission-hash'
import type { CallId, CommentId, SubmissionId } from '#domain/ids'
import type { Language } from '#domain/languages'
import { delegationIn, isSignedIn, type Actor } from '#domain/people/participants'
import { can, permissionFor } from '#domain/permissions/can'
import { submissionIs } from '#domain/status'
import { command } from '#server/frame/command'
import { refuse, type Result } from '#server/frame/refusal'

type Input = {
  call: CallId
  language: Language
  generalRemarks: string
  comments: readonly Comment[]
  /** The submission as the writer saw it: a colleague's later save is not overwritten unseen. */
  seen: Date | undefined
  /** `draft` keeps it with the delegation; `submit` sends it to the secretariat. */
  as: 'draft' | 'submit'
}

/**
 * A delegation saves its written comments or submits them. It may submit again until the deadline; afterwards a
 * submission is taken and marked late, until the call is published.
 */
export function saveWrittenComments(
  db: Db,
  actor: Actor,
  input: Input,
  at = new Date(),
): Promise<Result<{ updatedAt: Date }>> {
  return command<Result<{ updatedAt: Date }>>(db, actor, async ({ tx, see, record }) => {
    const call = await see.call(input.call)
    const delegation = delegationIn(actor, call)
    if (!isSignedIn(actor) || !delegation) return refuse('not-permitted')
    const permission = permissionFor(actor, 'call.answer', call)
    if (!permission.ok) return permission
    const items = new Set((await listListedTexts(tx, call.list)).map((item) => item.id))
    const { comments } = input
    const sound =
      comments.every((comment) => items.has(comment.item) && comment.body.length <= longestComment) &&
      new Set(comments.map((comment) => comment.item)).size === comments.length &&
      input.generalRemarks.length <= longestComment
    if (!sound) return refuse('invalid')
    const before = await findSubmission(tx, call.id, delegation)
    if (before && !can(actor, 'submission.edit', before)) return refuse('wrong-status')
    // What was submitted is what the secretariat reads: it changes by submitting again, not by saving.
    if (before && submissionIs.submitted(before.status) && input.as === 'draft') return refuse('wrong-status')
    if (before?.updatedAt.getTime() !== input.seen?.getTime()) return refuse('changed-meanwhile')
    const nothing = comments.length === 0 && input.generalRemarks.trim() === ''
    if (input.as === 'submit' && nothing) return refuse('empty-text')
    const submitting = input.as === 'submit'
    const submission = before?.id ?? (ulid() as SubmissionId)
    const generalRemarks = input.generalRemarks.normalize('NFC')
    const written = comments.map((comment) => ({ ...comment, body: comment.body.normalize('NFC') }))
    const late = submitting && at > call.deadline
    await saveSubmission(
      tx,
      {
        id: submission,
        call: call.id,
        callStatus: call.status,
        delegation,
        status: submitting ? 'submitted' : 'draft',
        language: input.language,
        generalRemarks,
        late,
        updatedAt: at,
        updatedBy: actor.participant,
        submittedAt: submitting ? at : undefined,
      },
      written.map((entry) => ({ ...entry, id: ulid() as CommentId })),
    )
    const event = { subject: submission, meeting: call.meeting, at }
    const detail = {
      call: call.id,
      language: input.language,
      comments: comments.length,
      hash: submissionHash(generalRemarks, written),
    }
    await record(
      submitting
        ? { ...event, type: 'submission.submitted', detail: { ...detail, late } }
        : { ...event, type: 'submission.saved', detail },
    )
    return { ok: true, updatedAt: at }
  })
}
