import { ulid } from 'ulid'
import type { Db } from '#db/client'
import { recordEvent, recordEvents } from '#db/queries/events'
import { insertImported, type ImportedRecommendation } from '#db/queries/imports'
import { nextPosition } from '#db/queries/recommendations'
import { versionHash } from '#db/queries/versions'
import type { DocumentId, ImportId, RecommendationId, VersionId } from '#domain/ids'
import { detectLanguage } from '#domain/imports/detect-language'
import type { ImportRow } from '#domain/imports/import-rows'
import { isSignedIn, type Actor } from '#domain/people/participants'
import { paragraphsOf } from '#domain/text/content'
import { buildDocumentUpdate } from '#editor/authored'
import { refuse, type Result } from '#server/frame/refusal'
import { inTransaction } from '#server/frame/transaction'
import { newBaseId } from '#server/texts/base-id'
import { planImport, type ImportReport, type Input } from './plan'

/** Takes a file's recommendations into a meeting as tabled items, all of them or none. */
export function importRecommendations(
  db: Db,
  actor: Actor,
  input: Input,
): Promise<Result<{ report: ImportReport }>> {
  return inTransaction<Result<{ report: ImportReport }>>(db, async (tx) => {
    const plan = await planImport(tx, actor, input)
    if (!plan.ok) return plan
    const { report, meeting, resolve } = plan
    if (report.taken.length === 0) return refuse('nothing-to-list')
    const at = new Date()
    const first = await nextPosition(tx, meeting.id, report.topic)
    const imported = report.taken.map((row, index): ImportedRecommendation => {
      const { proposers, tags, mandates } = resolve(row)
      const language = row.language ?? input.language ?? detectLanguage(row.text)
      const content = paragraphsOf(row.text)
      const base = newBaseId()
      return {
        item: {
          id: ulid() as RecommendationId,
          meeting: meeting.id,
          meetingStatus: meeting.status,
          topic: report.topic,
          stage: 'preliminary',
          status: 'tabled',
          kind: 'recommendation',
          language,
          position: first + index,
          text: row.text,
          document: ulid() as DocumentId,
          proposers,
          sponsors: [],
          invited: [],
          penHolders: [],
          wasTabled: true,
          createdBy: isSignedIn(actor) ? actor.participant : undefined,
          createdAt: at,
          tabledAt: at,
          source: sourceOf(input.source, row),
        },
        version: ulid() as VersionId,
        content,
        update: buildDocumentUpdate(content, base),
        base,
        tags,
        mandates,
      }
    })
    await insertImported(tx, imported, at)
    await recordEvents(
      tx,
      imported.map(({ item, content, tags, mandates }) => ({
        type: 'recommendation.imported',
        subject: item.id,
        meeting: meeting.id,
        actor,
        detail: {
          topic: report.topic,
          kind: item.kind,
          language: item.language,
          document: item.document,
          parties: [...item.proposers],
          version: 1,
          hash: versionHash(item.language, content),
          ...(item.source !== undefined && { source: item.source }),
          tags,
          mandates,
        },
        at,
      })),
    )
    await recordEvent(tx, {
      type: 'import.run',
      subject: ulid() as ImportId,
      meeting: meeting.id,
      actor,
      detail: {
        source: input.source,
        topic: report.topic,
        imported: imported.length,
        refused: report.refused.length,
        duplicates: report.duplicates.length,
      },
      at,
    })
    return { ok: true, report }
  })
}

/** The file and line, and whatever the file says that has no place of its own here. */
function sourceOf(file: string, row: ImportRow): string {
  const said = [row.label && `no. ${row.label}`, row.proposers.join(', ')].filter(Boolean).join('; ')
  return `${file}:${String(row.line)}${said ? ` (${said})` : ''}`
}
