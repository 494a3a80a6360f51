import { Form } from '#components/ui/form'
import { useFormat, useMessages } from '#components/ui/language'
import { TitleFields } from '#components/ui/title-fields'
import type { Language, LocalizedText } from '#domain/languages'
import type { RegionalGroup } from '#domain/people/participants'

type Props = {
  delegation: {
    id: string
    code: string
    name: LocalizedText
    regionalGroup?: RegionalGroup | undefined
  }
  language: Language
  mayManage: boolean
}

/** A delegation of a group, with what can be changed. */
export function DelegationRow({ delegation, language, mayManage }: Props) {
  const t = useMessages()
  const format = useFormat()
  const { id, code, name, regionalGroup } = delegation
  const shown = format.name(name)
  return (
    <li>
      <span>
        <span className="code-badge">{code}</span> {shown}{' '}
        {regionalGroup && <span className="soft">{t(`regional-group.${regionalGroup}`)}</span>}
      </span>
      {mayManage && (
        <details>
          <summary aria-label={t('people.change-person', { name: shown })}>{t('people.change')}</summary>
          <Form method="post" key={JSON.stringify(name)}>
            <input type="hidden" name="delegation" value={id} />
            <TitleFields name="name" label={t('delegations.name')} language={language} value={name} />
            <p className="button-row">
              <button className="button" type="submit" name="intent" value="rename">
                {t('delegations.rename')}
              </button>
              <button className="button button-danger" type="submit" name="intent" value="remove">
                {t('delegations.remove', { name: shown })}
              </button>
            </p>
          </Form>
        </details>
      )}
    </li>
  )
}
