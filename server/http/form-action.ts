import {
  data,
  redirect,
  type ActionFunctionArgs,
  type AppLoadContext,
  type LoaderFunctionArgs,
} from '@remix-run/node'
import type { z } from 'zod'
import type { SignedInActor } from '#domain/people/participants'
import { requireActor } from '#server/auth/require-actor'
import type { Refusal, Result } from '#server/frame/refusal'
import { typedFields } from './typed-fields'

export type Posted<Fields> = {
  actor: SignedInActor
  form: Fields
  params: Record<string, string | undefined>
  context: AppLoadContext
  request: Request
}

/** What an act leads to: nothing new, or an address to go on at. */
type Outcome = Result<{ to?: string }> | Response

/**
 * The action of an address that does one thing: parses the form, lets one command decide, and answers. A script gets
 * the answer for the form that it sent. A browser without scripts is led back to the page, which is the address
 * without its last part; refused, it gets the page with the refusal and what was typed in the form.
 */
export function formAction<Schema extends z.ZodType>(
  schema: Schema,
  run: (posted: Posted<z.output<Schema>>) => Promise<Outcome>,
) {
  return async ({ request, params, context }: ActionFunctionArgs) => {
    const actor = requireActor(request, context)
    const posted = await request.formData()
    const form = schema.safeParse(valuesOf(posted))
    if (!form.success) {
      const fields = [...new Set(form.error.issues.map((issue) => String(issue.path[0] ?? '')))]
      return refusedForm(request, context, posted, 'invalid', fields)
    }
    const outcome = await run({ actor, form: form.data, params, context, request })
    if (outcome instanceof Response) return outcome
    if (!outcome.ok) return refusedForm(request, context, posted, outcome.refusal)
    if (outcome.to !== undefined) return redirect(outcome.to)
    if (context.isDataRequest) return data({ refusal: undefined, fields: [] as string[] })
    return redirect(pageOf(request))
  }
}

/** A field that occurs once is its value, one that occurs more often an array of them. */
function valuesOf(form: FormData): Record<string, unknown> {
  const names = [...new Set(form.keys())]
  return Object.fromEntries(
    names.map((name) => {
      const all = form.getAll(name)
      return [name, all.length === 1 ? all[0] : all]
    }),
  )
}

function refusedForm(
  request: Request,
  context: AppLoadContext,
  posted: FormData,
  refusal: Refusal,
  fields: string[] = [],
) {
  context.refusedPost = { path: new URL(request.url).pathname, refusal, fields, typed: typedFields(posted) }
  return data({ refusal, fields }, { status: refusal === 'invalid' ? 400 : 409 })
}

/** The address of the page that a form belongs to, with what the form's own address says of its state. */
export function pageOf(request: Request, query: Record<string, string> = {}): string {
  const url = new URL(request.url)
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value)
  url.searchParams.delete('_routes')
  return url.pathname.replace(/\/[^/]+$/, '') + url.search
}

/** No one reads the address of an act: it leads to its page, unless it shows the page of a refused form. */
export function loader({ request, context }: LoaderFunctionArgs) {
  if (context.refusedPost) return null
  throw redirect(pageOf(request))
}
