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

/** Letters and digits of a title, for a name that every file system takes. */
const fileName = (title: string) =>
  title
    .normalize('NFKD')
    .replace(/[^\p{Letter}\p{Number}]+/gu, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 80) || 'list'

type Asker = (request: Request) => Promise<Actor>

const languageOf = ({ query }: Request) => (isLanguage(query['lang']) ? query['lang'] : 'en')
/** What of `?statements=1&positions=1` is asked for. */
const additionsOf = ({ query }: Request) => additions.filter((name) => query[name] === '1')

type Body = Uint8Array | string

async function send(
  response: Response,
  list: ExportedList,
  format: ExportFormat,
  write: () => Promise<Body> = async () => exporters[format].write(list),
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
export function downloadList(db: Db, asker: Asker): RequestHandler {
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
    const writeOnce = () =>
      issuedFile(db, list, { format, language: exported.language }, async () =>
        Buffer.from(await exporters[format].write(exported)),
      )
    await send(response, exported, format, isKept ? writeOnce : undefined)
  }
  return (request, response, next) => void answer(request, response, next).catch(next)
}

/** `/meetings/:m/status.<format>?at=…`: how the paragraphs stood, as a file, for anyone who leads the meeting. */
export function downloadStatus(db: Db, asker: Asker): RequestHandler {
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
    await send(
      response,
      await exportAgreedStatus(db, actor, meeting, at, languageOf(request), wanted),
      format,
    )
  }
  return (request, response, next) => void answer(request, response, next).catch(next)
}
