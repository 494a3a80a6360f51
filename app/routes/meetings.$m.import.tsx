import {
  data,
  redirect,
  unstable_createMemoryUploadHandler as createMemoryUploadHandler,
  unstable_parseMultipartFormData as parseMultipartFormData,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
} from '@remix-run/node'
import { Link, useActionData, useLoaderData, useNavigation } from '@remix-run/react'
import { z } from 'zod'
import { ReadingChoices, topicOf } from '#components/imports/reading-choices'
import { Form } from '#components/ui/form'
import { useFormat, useMessages } from '#components/ui/language'
import { RefusalNotice } from '#components/ui/refusal-notice'
import { listImportFiles } from '#db/queries/import-files'
import { findMeeting, listTopics } from '#db/queries/meetings'
import type { TopicId } from '#domain/ids'
import { acceptsImports } from '#domain/imports/accepts-imports'
import { encodings } from '#domain/imports/encodings'
import { languages } from '#domain/languages'
import { can } from '#domain/permissions/can'
import { requireActor } from '#server/auth/require-actor'
import { uploadImport } from '#server/commands/imports/upload'

const formSchema = z.object({
  topic: z.string().transform((id) => id as TopicId),
  language: z.union([z.enum(languages), z.literal('')]),
  encoding: z.union([z.enum(encodings), z.literal('')]),
  pasted: z.string().default(''),
})

export const handle = { title: 'import.title' }

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const actor = requireActor(request, context)
  const meeting = await findMeeting(context.db, String(params['m']))
  if (!meeting || !can(actor, 'import.run', meeting)) throw new Response(null, { status: 404 })
  const [topics, files] = await Promise.all([
    listTopics(context.db, meeting.id),
    listImportFiles(context.db, meeting.id),
  ])
  return {
    meeting: { id: meeting.id, title: meeting.title, timeZone: meeting.timeZone },
    isOpen: acceptsImports(meeting),
    limitBytes: context.limitImportBytes,
    topics: topics.map(({ id, title }) => ({ id, title })),
    files: files.map(({ id, name, status, createdAt }) => ({
      id,
      name,
      status,
      createdAt: createdAt.toISOString(),
    })),
  }
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  const { db, limitImportBytes } = context
  const actor = requireActor(request, context)
  const meeting = await findMeeting(db, String(params['m']))
  if (!meeting || !can(actor, 'import.run', meeting)) throw new Response(null, { status: 404 })
  const fields = await parseMultipartFormData(
    request,
    createMemoryUploadHandler({ maxPartSize: limitImportBytes }),
  ).catch(() => undefined)
  if (!fields) return data({ unreadable: 'too-large' as const, refusal: undefined }, { status: 413 })
  const plain = Object.fromEntries([...fields].filter(([, value]) => typeof value === 'string'))
  const form = formSchema.safeParse(plain)
  if (!form.success) return data({ unreadable: undefined, refusal: 'invalid' as const }, { status: 400 })
  const { topic, language, encoding, pasted } = form.data
  const file = fields.get('file')
  const upload = file instanceof File && file.size > 0 ? file : undefined
  const bytes = upload ? new Uint8Array(await upload.arrayBuffer()) : new TextEncoder().encode(pasted)
  if (bytes.byteLength === 0)
    return data({ unreadable: 'nothing' as const, refusal: undefined }, { status: 422 })
  const result = await uploadImport(db, actor, {
    meeting: meeting.id,
    topic,
    name: upload?.name ?? 'pasted.txt',
    bytes,
    options: {
      // What is pasted is Unicode already.
      ...(encoding && upload && { encoding }),
      ...(language && { language }),
    },
  })
  if (!result.ok) return data({ unreadable: undefined, refusal: result.refusal }, { status: 409 })
  context.imports.wake()
  return redirect(`/meetings/${meeting.id}/import/${result.import}`)
}

/** Sending in a file whose recommendations come to a meeting, and the files that were sent in before. */
export default function ImportPage() {
  const { meeting, isOpen, topics, files, limitBytes } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const busy = useNavigation().state !== 'idle'
  const t = useMessages()
  const format = useFormat()
  return (
    <div className="page page-list">
      <p>
        <Link to={`/meetings/${meeting.id}`}>{format.name(meeting.title)}</Link>
      </p>
      <h1>{t('import.title')}</h1>
      <p className="lead">{t('import.explained')}</p>
      <RefusalNotice refusal={answer?.refusal ?? (isOpen ? undefined : 'meeting-reported')} />
      {answer?.unreadable && (
        <p className="notice" data-tone="bad" role="alert">
          {t(`import.unreadable.${answer.unreadable}`)}
        </p>
      )}
      {isOpen && (
        <Form method="post" encType="multipart/form-data" className="panel">
          <div className="field">
            <label htmlFor="file">{t('import.file')}</label>
            <input
              id="file"
              name="file"
              type="file"
              accept=".csv,.tsv,.xlsx,.ods,.json,.txt,.docx,.docm"
              aria-describedby="file-hint"
            />
            <p className="field-hint" id="file-hint">
              {t('import.file-hint', { megabytes: Math.floor(limitBytes / 1_000_000) })}
            </p>
          </div>
          <details>
            <summary>{t('import.paste')}</summary>
            <div className="field">
              <label htmlFor="pasted" className="visually-hidden">
                {t('import.paste')}
              </label>
              <textarea id="pasted" name="pasted" dir="auto" rows={8} />
            </div>
          </details>
          <ReadingChoices topics={topics} topic={topicOf(topics)} language={undefined} encoding={undefined} />
          <div className="button-row">
            <button className="button button-primary" type="submit" disabled={busy}>
              {t(busy ? 'import.sending' : 'import.preview')}
            </button>
          </div>
        </Form>
      )}
      {files.length > 0 && (
        <section aria-labelledby="files">
          <h2 id="files">{t('import.files')}</h2>
          <div className="table-frame">
            <table className="table">
              <thead>
                <tr>
                  <th scope="col">{t('import.file')}</th>
                  <th scope="col">{t('import.sent')}</th>
                  <th scope="col">{t('import.status')}</th>
                </tr>
              </thead>
              <tbody>
                {files.map((file) => (
                  <tr key={file.id}>
                    <td>
                      <Link to={`/meetings/${meeting.id}/import/${file.id}`}>
                        <bdi>{file.name}</bdi>
                      </Link>
                    </td>
                    <td>{format.instant(file.createdAt, meeting.timeZone)}</td>
                    <td>{t(`import.status.${file.status}`)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </section>
      )}
    </div>
  )
}
