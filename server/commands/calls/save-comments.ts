import { ulid } from 'ulid'
import type { Db } from '#db/client'
import {
  findSubmission,
  insertSubmissionVersion,
  listComments,
  listSubmissionVersions,
  saveSubmission,
} from '#db/queries/calls'
import { listListedTexts } from '#db/queries/lists'
import { isSameRemark, lateItems, longestComment, type Remark } from '#domain/comments/comments'
import { mergeRemarks, mergeText, type SeenAnswer } from '#domain/comments/merge-remarks'
import { submissionHash } from '#domain/comments/submission-hash'
import type { CallId, ListItemId, SubmissionId, SubmissionVersionId } from '#domain/ids'
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
  comments: readonly Remark[]
  /** What the writer began with: what colleagues have saved since is joined with what is written, item by item. */
  seen: SeenAnswer
  /** `draft` keeps it with the delegation; `submit` sends it to the secretariat. */
  as: 'draft' | 'submit'
}

export type Saved = {
  /** False for a draft, and where something was changed by two at once: then all of it is kept, and nothing sent. */
  isSubmitted: boolean
  /** Items, and `general` for the general remarks, that a colleague has changed as well; theirs are kept. */
  conflicts: (ListItemId | 'general')[]
}

/**
 * A delegation saves its written comments or submits them, as often as it likes until the call is published. Each
 * submitting is a version that stays. After the deadline it is still taken, and what is new in it is marked late.
 */
export function saveWrittenComments(
  db: Db,
  actor: Actor,
  input: Input,
  at = new Date(),
): Promise<Result<Saved>> {
  return command<Result<Saved>>(db, actor, async ({ tx, see, record }) => {
    const call = await see.call(input.call)
    const delegation = delegationIn(actor, call)
    if (!isSignedIn(actor) || !delegation) return refuse('not-permitted')
    const permission = permissionFor(actor, 'call.answer', call)
    if (!permission.ok) return permission
    const items = new Set((await listListedTexts(tx, call.list)).map((item) => item.id))
    const written = input.comments.map((comment) => ({ ...comment, body: comment.body.normalize('NFC') }))
    const sound =
      written.every((comment) => items.has(comment.item) && comment.body.length <= longestComment) &&
      new Set(written.map((comment) => comment.item)).size === written.length &&
      input.generalRemarks.length <= longestComment
    if (!sound) return refuse('invalid')
    const before = await findSubmission(tx, call.id, delegation)
    if (before && !can(actor, 'submission.edit', before)) return refuse('wrong-status')

    const saved = before ? await listComments(tx, before.id) : []
    const { merged, conflicts } = mergeRemarks(saved, written, input.seen.items)
    const general = before?.generalRemarks ?? ''
    const mergedGeneral = mergeText(general, input.generalRemarks.normalize('NFC'), input.seen.general)
    const generalRemarks = mergedGeneral ?? general
    const clashes = [...conflicts, ...(mergedGeneral === undefined ? (['general'] as const) : [])]
    const isSubmitted = input.as === 'submit' && clashes.length === 0
    if (isSubmitted) {
      if (merged.length === 0 && generalRemarks.trim() === '') return refuse('empty-text')
      // What a delegation thinks is never guessed.
      if (merged.some(({ position }) => position === undefined)) return refuse('position-missing')
    }
    const isChanged =
      before?.generalRemarks !== generalRemarks ||
      before.language !== input.language ||
      saved.length !== merged.length ||
      merged.some(
        (remark) =>
          !isSameRemark(
            remark,
            saved.find(({ item }) => item === remark.item),
          ),
      )
    if (!isSubmitted && !isChanged)
      return refuse(clashes.length > 0 ? 'changed-meanwhile' : 'nothing-changed')
    const submission = before?.id ?? (ulid() as SubmissionId)
    const versions = before ? await listSubmissionVersions(tx, before.id) : []
    const inTime = versions.findLast((version) => version.submittedAt <= call.deadline)
    const isLate = at > call.deadline
    const wasSubmitted = before !== undefined && !submissionIs.draft(before.status)
    await saveSubmission(
      tx,
      {
        id: submission,
        call: call.id,
        callStatus: call.status,
        delegation,
        status: isSubmitted || wasSubmitted ? 'submitted' : 'draft',
        language: input.language,
        generalRemarks,
        // What was submitted in time stays in time.
        late: isSubmitted ? isLate && !inTime : (before?.late ?? false),
        updatedAt: at,
        updatedBy: actor.participant,
        submittedAt: isSubmitted ? at : before?.submittedAt,
      },
      merged,
    )
    const event = { subject: submission, meeting: call.meeting, at }
    const detail = {
      call: call.id,
      language: input.language,
      comments: merged.length,
      hash: submissionHash(generalRemarks, merged),
    }
    if (!isSubmitted) {
      await record({ ...event, type: wasSubmitted ? 'submission.edited' : 'submission.saved', detail })
      return { ok: true, isSubmitted, conflicts: clashes }
    }
    const late = isLate ? lateItems(merged, inTime?.comments ?? []) : new Set<ListItemId>()
    const generalLate = isLate && generalRemarks !== '' && inTime?.generalRemarks !== generalRemarks
    const number = (versions.at(-1)?.number ?? 0) + 1
    await insertSubmissionVersion(tx, {
      id: ulid() as SubmissionVersionId,
      submission,
      number,
      language: input.language,
      generalRemarks,
      generalLate,
      submittedBy: actor.participant,
      submittedAt: at,
      late,
    })
    await record({
      ...event,
      type: 'submission.submitted',
      detail: {
        ...detail,
        late: isLate && !inTime,
        version: number,
        lateItems: [...late].toSorted(),
        generalLate,
      },
    })
    return { ok: true, isSubmitted, conflicts: [] }
  })
}
