import { Form } from '#components/ui/form'
import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs } from '@remix-run/node'
import { Link, useActionData, useLoaderData } from '@remix-run/react'
import { LinksToHandOver } from '#components/people/links-to-hand-over'
import { PeopleRows } from '#components/people/people-rows'
import { useMessages } from '#components/ui/language'
import { RefusalNotice } from '#components/ui/refusal-notice'
import { findGroup } from '#db/queries/groups'
import { can } from '#domain/permissions/can'
import { requireActor } from '#server/auth/require-actor'
import { inviteSeveral } from '#server/commands/people/invite-several'
import { readPastedTable } from '#server/formats/in/pasted-table'
import { readTableFile } from '#server/formats/in/table-file'
import { typedFields } from '#server/http/typed-fields'
import { mostPeople, readPeople } from '#server/views/people-table'

export const handle = { title: 'people.invite-table' }

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const actor = requireActor(request, context)
  const group = await findGroup(context.db, String(params['g']))
  if (!group || !can(actor, 'people.manage', { group: group.id })) throw new Response(null, { status: 404 })
  return { group: { id: group.id }, mostPeople }
}

/** Shows what was understood of a table; only a second form, with the same table, invites anyone. */
export async function action({ request, params, context }: ActionFunctionArgs) {
  const actor = requireActor(request, context)
  const { db, imports, limitImportBytes } = context
  const group = await findGroup(db, String(params['g']))
  if (!group || !can(actor, 'people.manage', { group: group.id })) throw new Response(null, { status: 404 })
  const form = await request.formData()
  const { table: typed = '', intent } = typedFields(form)
  const file = form.get('file')
  const bytes = file instanceof File && file.size > 0 ? new Uint8Array(await file.arrayBuffer()) : undefined
  const nothingRead = { table: typed, rows: [], links: [], refusal: undefined, unreadable: undefined }
  if (bytes && bytes.byteLength > limitImportBytes)
    return data({ ...nothingRead, unreadable: 'too-large' as const }, { status: 413 })
  const read = bytes
    ? await readTableFile(bytes, (sheet) => imports.readCells(sheet, mostPeople + 2))
    : { text: typed }
  if ('refused' in read) return data({ ...nothingRead, unreadable: read.refused }, { status: 422 })
  const table = read.text
  const rows = await readPeople(db, group, readPastedTable(table, mostPeople + 1))
  const answer = { ...nothingRead, table, rows: rows ?? [] }
  if (!rows) return data({ ...answer, refusal: 'too-many-rows' as const }, { status: 409 })
  if (rows.length === 0) return data({ ...answer, refusal: 'nothing-chosen' as const }, { status: 409 })
  if (intent !== 'invite') return data(answer)
  if (rows.some(({ faults }) => faults.length > 0))
    return data({ ...answer, refusal: 'rows-wrong' as const }, { status: 409 })
  const made = await inviteSeveral(db, actor, context.post(), { group: group.id, invitations: rows })
  if (!made.ok) return data({ ...answer, refusal: made.refusal }, { status: 409 })
  if (made.links.length > 0) return data({ ...answer, table: '', rows: [], links: made.links })
  return redirect(`/groups/${group.id}/people?done=invited`)
}

export default function InviteByTable() {
  const { group, mostPeople } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const t = useMessages()
  const rows = answer?.rows ?? []
  const wrong = rows.filter(({ faults }) => faults.length > 0).length
  return (
    <div className="page page-list">
      <p>
        <Link to={`/groups/${group.id}/people`}>{t('group.people')}</Link>
      </p>
      <h1>{t('people.invite-table')}</h1>
      <RefusalNotice refusal={answer?.refusal} />
      {answer?.unreadable && (
        <p className="notice" data-tone="bad" role="alert">
          {t(`import.unreadable.${answer.unreadable}`)}
        </p>
      )}
      <LinksToHandOver links={answer?.links ?? []} />
      <Form method="post" encType="multipart/form-data">
        <div className="field">
          <label htmlFor="table">{t('people.table')}</label>
          <textarea
            id="table"
            name="table"
            dir="auto"
            rows={10}
            defaultValue={answer?.table}
            key={answer?.table}
            aria-describedby="table-hint"
          />
          <p className="field-hint" id="table-hint">
            {t('people.table.explained', { count: mostPeople })}
          </p>
        </div>
        <div className="field">
          <label htmlFor="file">{t('people.table.file')}</label>
          <input id="file" name="file" type="file" accept=".xlsx,.ods,.csv,.tsv,.txt" />
        </div>
        <button className="button" type="submit" name="intent" value="check">
          {t('people.table.check')}
        </button>
      </Form>
      {rows.length > 0 && (
        <section aria-labelledby="preview">
          <h2 id="preview">{t('people.table.preview', { count: rows.length })}</h2>
          <p className="notice" data-tone={wrong > 0 ? 'warn' : 'good'} role="status">
            {t('people.table.faults', { count: wrong })}
          </p>
          <PeopleRows rows={rows} />
          {wrong === 0 && (
            <Form method="post">
              <input type="hidden" name="table" value={answer?.table} />
              <button className="button button-primary" type="submit" name="intent" value="invite">
                {t('people.table.invite', { count: rows.length })}
              </button>
            </Form>
          )}
        </section>
      )}
    </div>
  )
}
