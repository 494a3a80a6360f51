import type { RequestHandler } from 'express'
import type { Db } from '#db/client'
import { findList } from '#db/queries/lists'
import { isLanguage } from '#domain/languages'
import { exporters } from './exports/exporters'
import { isExportFormat } from './exports/formats'
import { readExport } from './exports/read-export'

/** Letters and digits of a title, for a name that every file system takes. */
const fileName = (title: string) =>
  title
    .normalize('NFKD')
    .replace(/[^\p{Letter}\p{Number}]+/gu, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 80) || 'list'

/** `/lists/:l.<format>`: an issued list as a file. Lists are public from the moment they are issued. */
export function downloadList(db: Db): RequestHandler {
  return (request, response, next) => {
    const send = async () => {
      const { list: id, format } = request.params
      const list = await findList(db, String(id))
      if (!list || !isExportFormat(format)) return next()
      const wanted = request.query['lang']
      const exported = await readExport(db, list, isLanguage(wanted) ? wanted : 'en')
      const { contentType, write } = exporters[format]
      const name = `${fileName(exported.facts.title.en ?? list.id)}.${format}`
      const body = await write(exported)
      response
        .type(contentType)
        .set(
          'content-disposition',
          `${format === 'json' ? 'inline' : 'attachment'}; filename*=UTF-8''${encodeURIComponent(name)}`,
        )
        .set('cache-control', 'no-cache')
        // A list never changes, so its hash names what is sent.
        .set('etag', `"${list.hash}-${format}-${exported.language}"`)
        .send(typeof body === 'string' ? body : Buffer.from(body))
    }
    send().catch(next)
  }
}
