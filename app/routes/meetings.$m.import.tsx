import {
  data,
  redirect,
  unstable_createMemoryUploadHandler as createMemoryUploadHandler,
  unstable_parseMultipartFormData as parseMultipartFormData,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
} from '@remix-run/node'
import { Form, Link, useActionData, useLoaderData, useNavigation } from '@remix-run/react'
import { z } from 'zod'
import { Text, useFormat, useMessages } from '#components/ui/language'
import { RefusalNotice } from '#components/ui/refusal-notice'
import { findMeeting, listTopics } from '#db/queries/meetings'
import type { TopicId } from '#domain/ids'
import { detectLanguage } from '#domain/imports/detect-language'
import { languageFacts, languages } from '#domain/languages'
import { can } from '#domain/permissions/can'
import { requireActor } from '#server/auth/require-actor'
import { previewImport } from '#server/commands/imports/preview'
import { importRecommendations } from '#server/commands/imports/run'
import { largestImport, readImport } from '#server/formats/in/formats'
import { UnreadableFile } from '#server/formats/in/read-file'

/** Encodings that old files come in, besides UTF-8. */
const encodings = [
  'windows-1256',
  'windows-1252',
  'windows-1251',
  'iso-8859-6',
  'macintosh',
  'gb18030',
  'utf-16le',
]

const column = z.string().trim().max(200).optional()
const formSchema = z.object({
  intent: z.enum(['preview', 'import']),
  topic: z.string().transform((id) => id as TopicId),
  language: z.union([z.enum(languages), z.literal('')]),
  encoding: z.union([z.enum(encodings as [string, ...string[]]), z.literal('')]),
  text: column,
  proposer: column,
  tags: column,
  label: column,
  pasted: z.string().max(largestImport).default(''),
  /** The file of a preview, carried to its import. */
  kept: z.string().default(''),
  name: z.string().max(300).default(''),
})

export const handle = { title: 'import.title' }

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const actor = requireActor(request, context)
  const meeting = await findMeeting(context.db, String(params['m']))
  if (!meeting || !can(actor, 'import.run', meeting)) throw new Response(null, { status: 404 })
  const topics = await listTopics(context.db, meeting.id)
  return {
    meeting: { id: meeting.id, title: meeting.title },
    topics: topics.map(({ id, title }) => ({ id, title })),
  }
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  const { db } = context
  const actor = requireActor(request, context)
  const meeting = await findMeeting(db, String(params['m']))
  if (!meeting || !can(actor, 'import.run', meeting)) throw new Response(null, { status: 404 })
  // A file travels once more, encoded, from its preview to its import.
  const limit = Math.ceil(largestImport * 1.5)
  const fields = await parseMultipartFormData(
    request,
    createMemoryUploadHandler({ maxPartSize: limit }),
  ).catch(() => undefined)
  if (!fields) return data({ unreadable: 'too-large' as const }, { status: 413 })
  const file = fields.get('file')
  const plain = Object.fromEntries([...fields].filter(([, value]) => typeof value === 'string'))
  const form = formSchema.safeParse(plain)
  if (!form.success) return data({ refusal: 'invalid' as const }, { status: 400 })
  const { intent, topic, language, encoding, pasted, kept } = form.data
  const upload = file instanceof File && file.size > 0 ? file : undefined
  const bytes = upload
    ? new Uint8Array(await upload.arrayBuffer())
    : Buffer.from(pasted || kept, pasted ? 'utf8' : 'base64')
  const name = upload?.name ?? (pasted ? 'pasted.txt' : form.data.name)
  if (bytes.byteLength > largestImport) return data({ unreadable: 'too-large' as const }, { status: 413 })
  const columns = Object.fromEntries(
    (['text', 'proposer', 'tags', 'label'] as const).flatMap((key) =>
      form.data[key] ? [[key, form.data[key]]] : [],
    ),
  )
  try {
    const options = {
      // What is pasted is Unicode already.
      ...(encoding && name !== 'pasted.txt' && { encoding }),
      ...(language && { language }),
    }
    const read = await readImport(bytes, name, { ...options, columns }).catch((error: unknown) => {
      // Columns that were chosen for the file before this one say nothing about it.
      if (error instanceof UnreadableFile && error.code === 'no-such-column')
        return readImport(bytes, name, options)
      throw error
    })
    const input = {
      meeting: meeting.id,
      topic,
      rows: read.rows,
      source: name,
      ...(language && { language }),
    }
    if (intent === 'import') {
      const result = await importRecommendations(db, actor, input)
      if (result.ok) return redirect(`/meetings/${meeting.id}?topic=${result.report.topic}`)
      return data({ refusal: result.refusal }, { status: 409 })
    }
    const result = await previewImport(db, actor, input)
    if (!result.ok) return data({ refusal: result.refusal }, { status: 409 })
    const { taken, refused, duplicates, unmatched } = result.report
    return data({
      preview: {
        name,
        kept: Buffer.from(bytes).toString('base64'),
        columns: read.columns,
        columnNames: read.columnNames,
        counts: { taken: taken.length, refused: refused.length, duplicates: duplicates.length },
        taken: taken.slice(0, 20).map((row) => ({
          line: row.line,
          text: row.text,
          language: row.language ?? (language || detectLanguage(row.text)),
        })),
        refused: refused.slice(0, 200),
        duplicates: duplicates.slice(0, 200),
        unmatched: {
          proposers: Object.keys(unmatched.proposers).slice(0, 30),
          tags: Object.keys(unmatched.tags).slice(0, 30),
        },
      },
    })
  } catch (error) {
    if (error instanceof UnreadableFile) return data({ unreadable: error.code }, { status: 422 })
    throw error
  }
}

type Answer = {
  preview?: Extract<Awaited<ReturnType<typeof action>>, { data: { preview: object } }>['data']['preview']
}

export default function ImportPage() {
  const { meeting, topics } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const busy = useNavigation().state !== 'idle'
  const t = useMessages()
  const format = useFormat()
  const preview = answer && 'preview' in answer ? (answer.preview as Answer['preview']) : undefined
  const unreadable = answer && 'unreadable' in answer ? answer.unreadable : undefined
  return (
    <div className="page page-list">
      <p>
        <Link to={`/meetings/${meeting.id}`}>{format.name(meeting.title)}</Link>
      </p>
      <h1>{t('import.title')}</h1>
      <p className="lead">{t('import.explained')}</p>
      <RefusalNotice refusal={answer && 'refusal' in answer ? answer.refusal : undefined} />
      {unreadable && (
        <p className="notice" data-tone="bad" role="alert">
          {t(`import.unreadable.${unreadable}`)}
        </p>
      )}
      <Form method="post" encType="multipart/form-data" className="panel">
        <div className="field">
          <label htmlFor="file">{t('import.file')}</label>
          <input id="file" name="file" type="file" accept=".csv,.tsv,.json,.txt,.docx" />
          {preview && <p className="field-hint">{t('import.file-kept', { name: preview.name })}</p>}
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
        <div className="field-row">
          <div className="field field-wide">
            <label htmlFor="topic">{t('recommendation.topic')}</label>
            <select id="topic" name="topic">
              {topics.map((topic) => (
                <option key={topic.id} value={topic.id}>
                  {format.name(topic.title)}
                </option>
              ))}
            </select>
          </div>
          <div className="field">
            <label htmlFor="language">{t('recommendation.language')}</label>
            <select id="language" name="language">
              <option value="">{t('import.detect')}</option>
              {languages.map((code) => (
                <option key={code} value={code} lang={code}>
                  {languageFacts[code].name}
                </option>
              ))}
            </select>
          </div>
          <div className="field">
            <label htmlFor="encoding">{t('import.encoding')}</label>
            <select id="encoding" name="encoding">
              <option value="">UTF-8</option>
              {encodings.map((name) => (
                <option key={name} value={name}>
                  {name}
                </option>
              ))}
            </select>
          </div>
        </div>
        {preview && preview.columnNames.length > 0 && (
          <fieldset className="field">
            <legend>{t('import.columns')}</legend>
            <div className="field-row">
              {(['text', 'proposer', 'tags', 'label'] as const).map((key) => (
                <div className="field" key={`${key}-${preview.columns[key] ?? ''}`}>
                  <label htmlFor={`column-${key}`}>{t(`import.column.${key}`)}</label>
                  <select id={`column-${key}`} name={key} defaultValue={preview.columns[key] ?? ''}>
                    <option value="">—</option>
                    {preview.columnNames.map((name) => (
                      <option key={name} value={name}>
                        {name}
                      </option>
                    ))}
                  </select>
                </div>
              ))}
            </div>
          </fieldset>
        )}
        {preview && (
          <>
            <input type="hidden" name="kept" value={preview.kept} />
            <input type="hidden" name="name" value={preview.name} />
          </>
        )}
        <div className="button-row">
          <button className="button" type="submit" name="intent" value="preview" disabled={busy}>
            {t('import.preview')}
          </button>
          {preview && preview.counts.taken > 0 && (
            <button
              className="button button-primary"
              type="submit"
              name="intent"
              value="import"
              disabled={busy}
            >
              {t('import.submit', { count: preview.counts.taken })}
            </button>
          )}
        </div>
      </Form>
      {preview && <Preview preview={preview} />}
    </div>
  )
}

function Preview({ preview }: { preview: NonNullable<Answer['preview']> }) {
  const t = useMessages()
  const format = useFormat()
  const { counts, unmatched } = preview
  return (
    <section aria-labelledby="preview">
      <h2 id="preview">{t('import.preview')}</h2>
      <p role="status">{t('import.counts', { ...counts })}</p>
      {unmatched.proposers.length > 0 && (
        <p className="notice" data-tone="warn">
          {t('import.unmatched-proposers', { names: format.list(unmatched.proposers) })}
        </p>
      )}
      {unmatched.tags.length > 0 && (
        <p className="notice" data-tone="warn">
          {t('import.unmatched-tags', { names: format.list(unmatched.tags) })}
        </p>
      )}
      <ol className="listed">
        {preview.taken.map((row) => (
          <li key={row.line} className="document-text document-text-small">
            <span className="listed-label">{format.number(row.line)}</span>
            <div className="listed-text">
              <Text language={row.language}>{row.text}</Text>
            </div>
          </li>
        ))}
      </ol>
      {counts.taken > preview.taken.length && (
        <p className="soft">{t('import.more', { count: counts.taken - preview.taken.length })}</p>
      )}
      {preview.refused.length > 0 && (
        <details open>
          <summary>{t('import.refused-rows', { count: counts.refused })}</summary>
          <div>
            <table className="table">
              <thead>
                <tr>
                  <th scope="col">{t('import.line')}</th>
                  <th scope="col">{t('recommendation.reason')}</th>
                  <th scope="col">{t('import.column.text')}</th>
                </tr>
              </thead>
              <tbody>
                {preview.refused.map((row) => (
                  <tr key={row.line}>
                    <td>{format.number(row.line)}</td>
                    <td>{t(`import.refused.${row.reason}`)}</td>
                    <td dir="auto">{row.text}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </details>
      )}
      {preview.duplicates.length > 0 && (
        <details>
          <summary>{t('import.duplicate-rows', { count: counts.duplicates })}</summary>
          <ul>
            {preview.duplicates.map((row) => (
              <li key={row.line} dir="auto">
                {row.of
                  ? t('import.repeats-line', { line: row.line, of: row.of })
                  : t('import.repeats-item', { line: row.line })}{' '}
                {row.text}
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  )
}
