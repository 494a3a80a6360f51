import type { Db } from '#db/client'
import { listComments, listSubmissionVersions, type Submission } from '#db/queries/calls'
import { isSameRemark } from '#domain/comments/comments'
import { remarkKey, textKey } from '#domain/comments/merge-remarks'

/** What a delegation has written so far, part by part, with the keys that its form sends back. */
export async function readAnswerParts(db: Db, submission: Submission) {
  const comments = await listComments(db, submission.id)
  const { generalRemarks } = submission
  return Object.fromEntries([
    ['general', { key: textKey(generalRemarks), position: '', body: generalRemarks }],
    ...comments.map(({ item, position, body }) => [
      item,
      { key: remarkKey({ position, body }), position: position ?? '', body },
    ]),
  ]) as Record<string, { key: string; position: string; body: string }>
}

type Item = { id: string; label: string; recommendation: string }

/** The versions that were sent in, the last one first, with the labels of the items. */
export async function readSubmittedVersions(db: Db, submission: Submission, items: readonly Item[]) {
  const versions = await listSubmissionVersions(db, submission.id)
  return versions
    .toReversed()
    .map(({ submittedAt, comments, number, language, generalRemarks, generalLate }) => ({
      number,
      language,
      generalRemarks,
      generalLate,
      submittedAt: submittedAt.toISOString(),
      comments: comments.map(({ item, position, body, late }) => {
        const on = items.find(({ id }) => id === item)
        return { item, position, body, late, label: on?.label ?? '', recommendation: on?.recommendation }
      }),
    }))
}

/** Whether a delegation has written something since it submitted last. */
export async function isEditedSince(db: Db, submission: Submission): Promise<boolean> {
  const last = (await listSubmissionVersions(db, submission.id)).at(-1)
  if (!last) return false
  const comments = await listComments(db, submission.id)
  return (
    last.generalRemarks !== submission.generalRemarks ||
    last.comments.length !== comments.length ||
    comments.some(
      (comment) =>
        !isSameRemark(
          comment,
          last.comments.find(({ item }) => item === comment.item),
        ),
    )
  )
}
