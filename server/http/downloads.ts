import type { Request, RequestHandler, Response } from 'express'
import type { Db } from '#db/client'
import { findList } from '#db/queries/lists'
import { findMeeting } from '#db/queries/meetings'
import { isLanguage } from '#domain/languages'
import { instantRefusal } from '#domain/lists/status-lists'
import type { Actor } from '#domain/people/participants'
import { can } from '#domain/permissions/can'
import { instantIn } from '#domain/time/deadlines'
import { exporters } from '#server/formats/out/exporters'
import { isExportFormat, type ExportFormat } from '#server/formats/out/formats'
import { exportAgreedStatus } from '#server/publications/agreed-status'
import type { ExportedList } from '#server/publications/exported-list'
import { readExport } from '#server/publications/read-export'
import { issuedFile } from '#server/record/issued-files'
import { additions } from '#server/publications/recorded'
import { errorPage } from './http-errors'
import { TooManyFiles, type FileBody, type FileWriter } from './written-files'

/** Letters and digits of a title, for a name that every file system takes. */
const fileName = (title: string) =>
  title
    .normalize('NFKD')
    .replace(/[^\p{Letter}\p{Number}]+/gu, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 80) || 'list'

type Asker = (request: Request) => Promise<Actor>

type Parts = {
  db: Db
  asker: Asker
  files: FileWriter
  /** Who sends a request, for taking turns. */
  senderOf: (request: Request) => string
  /** Told why a file was not written. */
  onRefused: (reason: string) => void
}

/** How long a program waits before it asks again, in seconds. */
const retryAfterSeconds = 30

/** Answers that too many files wait; whatever else went wrong is the next handler's. */
function refuseBusy(
  { onRefused }: Parts,
  request: Request,
  response: Response,
  next: (error?: unknown) => void,
) {
  return (error: unknown): void => {
    if (!(error instanceof TooManyFiles)) return next(error)
    if (response.destroyed) return
    onRefused('too-many-files')
    response
      .status(503)
      .set({ 'retry-after': String(retryAfterSeconds), 'cache-control': 'no-store' })
      .removeHeader('etag')
    response.type('html').send(errorPage('busy', request.headers))
  }
}

const languageOf = ({ query }: Request) => (isLanguage(query['lang']) ? query['lang'] : 'en')
/** What of `?statements=1&positions=1` is asked for. */
const additionsOf = ({ query }: Request) => additions.filter((name) => query[name] === '1')

async function send(
  response: Response,
  list: ExportedList,
  format: ExportFormat,
  write: () => Promise<FileBody>,
): Promise<void> {
  const { contentType } = exporters[format]
  const name = `${fileName(list.facts.title.en ?? list.id)}.${format}`
  const body = await write()
  response
    .type(contentType)
    .set(
      'content-disposition',
      `${format === 'json' ? 'inline' : 'attachment'}; filename*=UTF-8''${encodeURIComponent(name)}`,
    )
    .send(typeof body === 'string' ? body : Buffer.from(body))
}

/** `/lists/:l.<format>`: an issued list as a file. Lists are public from the moment they are issued. */
export function downloadList(parts: Parts): RequestHandler {
  const { db, asker, files, senderOf } = parts
  const answer = async (request: Request, response: Response, next: () => void) => {
    const { list: id, format } = request.params
    const list = await findList(db, String(id))
    if (!list || !isExportFormat(format)) return next()
    const wanted = additionsOf(request)
    const exported = await readExport(db, await asker(request), list, languageOf(request), wanted)
    if (wanted.length === 0) {
      // A list never changes, so its hash names what is sent.
      response.set({ 'cache-control': 'no-cache', etag: `"${list.hash}-${format}-${exported.language}"` })
    } else {
      // What was recorded depends on who asks, and on when.
      response.set('cache-control', 'private, no-store')
    }
    const isKept = wanted.length === 0 && (format === 'docx' || format === 'pdf')
    const asked = { sender: senderOf(request), isGone: () => response.destroyed }
    const write = () => files.write(exported, format, asked)
    const writeOnce = () =>
      files.once(`${list.hash} ${format} ${exported.language}`, () =>
        issuedFile(db, list, { format, language: exported.language }, async () =>
          Buffer.from(await files.write(exported, format, { ...asked, isGone: () => false })),
        ),
      )
    await send(response, exported, format, isKept ? writeOnce : write)
  }
  return (request, response, next) =>
    void answer(request, response, next).catch(refuseBusy(parts, request, response, next))
}

/** `/meetings/:m/status.<format>?at=…`: how the paragraphs stood, as a file, for anyone who leads the meeting. */
export function downloadStatus(parts: Parts): RequestHandler {
  const { db, asker, files, senderOf } = parts
  const answer = async (request: Request, response: Response, next: () => void) => {
    const { meeting: id, format } = request.params
    const [actor, meeting] = [await asker(request), await findMeeting(db, String(id))]
    if (!meeting || !isExportFormat(format) || !can(actor, 'status.see-past', meeting)) return next()
    const now = new Date()
    const at = request.query['at'] ? instantIn(String(request.query['at']), meeting.timeZone) : now
    if (!at || instantRefusal(at, now)) {
      // The page says why, with the form to choose another one.
      const query = new URLSearchParams({ at: String(request.query['at']) })
      return response.redirect(`/meetings/${meeting.id}/status?${query.toString()}`)
    }
    response.set('cache-control', 'private, no-store')
    const wanted = additionsOf(request)
    const status = await exportAgreedStatus(db, actor, meeting, at, languageOf(request), wanted)
    const asked = { sender: senderOf(request), isGone: () => response.destroyed }
    await send(response, status, format, () => files.write(status, format, asked))
  }
  return (request, response, next) =>
    void answer(request, response, next).catch(refuseBusy(parts, request, response, next))
}
