import { z } from 'zod'
import type { ListId } from '#domain/ids'
import { languages } from '#domain/languages'
import { commissionActionKinds } from '#domain/lists/commission-actions'
import { recordCommissionAction } from '#server/commands/lists/record-commission-action'
import { formAction } from '#server/http/form-action'

export { loader } from '#server/http/form-action'
export { default } from '#components/ui/act'

const form = z.object({
  kind: z.enum(commissionActionKinds),
  takenOn: z.iso.date(),
  symbol: z.string(),
  session: z.string(),
  agendaItem: z.string(),
  language: z.enum(languages),
  remarks: z.string(),
})

export const action = formAction(form, ({ context, actor, form: given, params }) =>
  recordCommissionAction(context.db, actor, { ...given, list: String(params['l']) as ListId }),
)
