import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { Link, useActionData, useLoaderData, useNavigation, useRevalidator } from '@remix-run/react'
import { useEffect } from 'react'
import { FileNotes } from '#components/imports/file-notes'
import { NameMapping } from '#components/imports/name-mapping'
import { ReadAgain, type Reading } from '#components/imports/read-again'
import { topicOf } from '#components/imports/reading-choices'
import { RowCard } from '#components/imports/row-card'
import { Form } from '#components/ui/form'
import { useFormat, useMessages } from '#components/ui/language'
import { RefusalNotice } from '#components/ui/refusal-notice'
import { findImportFile } from '#db/queries/import-files'
import { rowFilters, type RowFilter } from '#domain/imports/import-file'
import { findMeeting } from '#db/queries/meetings'
import { acceptsImports } from '#domain/imports/accepts-imports'
import { can } from '#domain/permissions/can'
import { importIs } from '#domain/status'
import { requireActor } from '#server/auth/require-actor'
import { actOnImport, importFormSchema } from '#server/http/import-forms'
import { isFileRefusal } from '#server/formats/in/unreadable-file'
import { readImportPreview } from '#server/views/import-preview'

export const handle = { title: 'import.title' }

async function requireImport({ request, params, context }: LoaderFunctionArgs | ActionFunctionArgs) {
  const actor = requireActor(request, context)
  const file = await findImportFile(context.db, String(params['i']))
  const meeting = file && (await findMeeting(context.db, file.meeting))
  if (
    !meeting ||
    meeting.id !== params['m'] ||
    !can(actor, 'import.run', meeting) ||
    importIs.discarded(file.status)
  ) {
    throw new Response(null, { status: 404 })
  }
  return { actor, file, meeting }
}

export async function loader(args: LoaderFunctionArgs) {
  const { file, meeting } = await requireImport(args)
  const query = new URL(args.request.url).searchParams
  const filter: RowFilter = rowFilters.find((rowFilter) => rowFilter === query.get('show')) ?? 'all'
  const page = Number(query.get('page') ?? 1) || 1
  const { refusal, unknownTable, facts } = file
  const preview = await readImportPreview(args.context.db, meeting, file, { filter, page })
  const table = facts?.table ?? unknownTable
  return {
    meeting: { id: meeting.id, title: meeting.title, timeZone: meeting.timeZone },
    isOpen: acceptsImports(meeting),
    file: {
      id: file.id,
      name: file.name,
      status: file.status,
      progress: file.progress,
      refusal: isFileRefusal(refusal) ? refusal : undefined,
      notes: facts?.notes ?? [],
      encoding: facts?.encoding,
    },
    filter,
    reading: {
      options: file.options,
      topics: preview.topics,
      topic: file.topic ?? topicOf(preview.topics),
      columnNames: table?.columnNames ?? [],
      columns: facts?.table?.columns ?? file.options.columns ?? {},
      sheets: table?.sheets ?? [],
      sheet: table?.sheet,
      hasEncoding: !facts || facts.encoding !== undefined,
      hasChanges: facts?.notes.some(({ code }) => code === 'changes-tracked') ?? false,
      sample: unknownTable?.sample ?? [],
    } satisfies Reading,
    ...preview,
  }
}

export async function action(args: ActionFunctionArgs) {
  const { actor, file, meeting } = await requireImport(args)
  const { db, imports } = args.context
  const form = importFormSchema.safeParse(Object.fromEntries(await args.request.formData()))
  if (!form.success) return data({ refusal: 'invalid' as const }, { status: 400 })
  const result = await actOnImport(db, actor, file, form.data)
  if (form.data.intent === 'discard' || form.data.intent === 'read') imports.cancel(file.id)
  if (form.data.intent === 'read') imports.wake()
  if (!result.ok) return data({ refusal: result.refusal }, { status: 409 })
  if (form.data.intent === 'discard') return redirect(`/meetings/${meeting.id}/import`)
  const { search } = new URL(args.request.url)
  return redirect(`/meetings/${meeting.id}/import/${file.id}${search}`)
}

/** How often a page looks whether its file has been read. */
const lookEveryMs = 1_000

/** What was understood of a file, row by row, to be corrected before anything is written. */
export default function ImportPreview() {
  const { meeting, isOpen, file, reading, counts, waiting, repeated, builtOn, ...preview } =
    useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const busy = useNavigation().state !== 'idle'
  const t = useMessages()
  const format = useFormat()
  const isReading = importIs.unread(file.status)
  useLookAgain(isReading)
  return (
    <div className="page page-list">
      <p>
        <Link to={`/meetings/${meeting.id}/import`}>{t('import.title')}</Link> · {format.name(meeting.title)}
      </p>
      <h1>
        <bdi>{file.name}</bdi>
      </h1>
      <RefusalNotice
        refusal={
          answer?.refusal ?? (isOpen || importIs.written(file.status) ? undefined : 'meeting-reported')
        }
      />
      {isReading && (
        <div className="panel">
          <p role="status">
            {importIs.waiting(file.status) && waiting > 0
              ? t('import.waiting', { count: waiting })
              : t('import.reading')}
          </p>
          <progress max={1} value={file.progress} aria-label={t('import.reading')} />
          <DiscardButton label={t('import.cancel')} />
          <noscript>
            <meta httpEquiv="refresh" content="2" />
          </noscript>
        </div>
      )}
      {importIs.refused(file.status) && (
        <p className="notice" data-tone="bad" role="alert">
          {t(`import.unreadable.${file.refusal ?? 'ended'}`)}
        </p>
      )}
      {importIs.written(file.status) && (
        <div className="notice" data-tone="good">
          <p role="status">{t('import.written', { count: counts.taken })}</p>
          {repeated > 0 && <p>{t('import.repeated', { count: repeated })}</p>}
          <div className="button-row">
            <Link className="button" to={`/meetings/${meeting.id}`}>
              {t('import.to-meeting')}
            </Link>
            {isOpen && builtOn === 0 && (
              <Form method="post">
                <button
                  className="button button-danger"
                  type="submit"
                  name="intent"
                  value="undo"
                  disabled={busy}
                >
                  {t('import.undo')}
                </button>
              </Form>
            )}
          </div>
          {builtOn > 0 && <p>{t('import.built-on', { count: builtOn })}</p>}
        </div>
      )}
      {importIs.undone(file.status) && (
        <p className="notice" role="status">
          {t('import.undone', { count: counts.taken })}
        </p>
      )}
      {importIs.ready(file.status) && (
        <>
          <p role="status" className="lead">
            {t('import.counts', {
              taken: counts.taken,
              doubtful: counts.doubtful,
              refused: counts.refused,
              duplicates: counts.duplicate,
            })}
          </p>
          <FileNotes notes={file.notes} encoding={file.encoding} />
        </>
      )}
      {isOpen && importIs.readable(file.status) && (
        <ReadAgain reading={reading} isOpen={importIs.refused(file.status)} />
      )}
      {importIs.refused(file.status) && <DiscardButton label={t('import.discard')} />}
      {importIs.ready(file.status) && (
        <Rows {...preview} counts={counts} isOpen={isOpen} meeting={meeting} busy={busy} />
      )}
    </div>
  )
}

type Loaded = ReturnType<typeof useLoaderData<typeof loader>>

function Rows(
  props: Omit<Loaded, 'file' | 'reading' | 'waiting' | 'repeated' | 'builtOn'> & {
    isOpen: boolean
    busy: boolean
  },
) {
  const { rows, counts, filter, page, pages, names, meeting, busy, isOpen } = props
  const t = useMessages()
  const address = (show: string, to: number) => `?${new URLSearchParams({ show, page: String(to) })}`
  return (
    <>
      <NameMapping names={names} options={props} />
      <nav className="tabs" aria-label={t('import.show')}>
        {rowFilters.map((rowFilter) => (
          <Link
            key={rowFilter}
            to={address(rowFilter, 1)}
            aria-current={rowFilter === filter ? 'page' : undefined}
            preventScrollReset
          >
            {t(`import.show.${rowFilter}`, { count: counts[rowFilter] })}
          </Link>
        ))}
      </nav>
      {filter === 'doubtful' && counts.doubtful > 0 && isOpen && (
        <Form method="post" className="button-row" preventScrollReset>
          <button className="button button-small" type="submit" name="intent" value="take-doubtful">
            {t('import.take-doubtful')}
          </button>
          <button className="button button-small" type="submit" name="intent" value="leave-doubtful">
            {t('import.leave-doubtful')}
          </button>
        </Form>
      )}
      {rows.length === 0 && <p className="empty">{t('import.no-rows')}</p>}
      <ol className="cards import-rows">
        {rows.map((row) => (
          <RowCard key={row.id} row={row} topics={props.topics} timeZone={meeting.timeZone} />
        ))}
      </ol>
      {pages > 1 && (
        <nav className="button-row" aria-label={t('import.pages')}>
          {page > 1 && (
            <Link className="button button-small" to={address(filter, page - 1)} rel="prev">
              {t('import.previous-page')}
            </Link>
          )}
          <span>{t('import.page-of', { page, pages })}</span>
          {page < pages && (
            <Link className="button button-small" to={address(filter, page + 1)} rel="next">
              {t('import.next-page')}
            </Link>
          )}
        </nav>
      )}
      {isOpen && (
        <div className="import-commit">
          {counts.doubtful > 0 && <p>{t('import.doubtful-stay', { count: counts.doubtful })}</p>}
          <Form method="post" className="button-row">
            <button
              className="button button-primary"
              type="submit"
              name="intent"
              value="write"
              disabled={busy || counts.taken === 0}
            >
              {t('import.submit', { count: counts.taken })}
            </button>
            <button
              className="button button-quiet"
              type="submit"
              name="intent"
              value="discard"
              disabled={busy}
            >
              {t('import.discard')}
            </button>
          </Form>
        </div>
      )}
    </>
  )
}

function DiscardButton({ label }: { label: string }) {
  return (
    <Form method="post" className="button-row">
      <button className="button" type="submit" name="intent" value="discard">
        {label}
      </button>
    </Form>
  )
}

/** While a file is read its page looks again and again; what the page shows is the server's. */
function useLookAgain(isReading: boolean): void {
  const { revalidate, state } = useRevalidator()
  useEffect(() => {
    if (!isReading || state !== 'idle') return
    const timer = setTimeout(revalidate, lookEveryMs)
    return () => clearTimeout(timer)
  }, [isReading, revalidate, state])
}
