import { Form } from '#components/ui/form'
import { useFormat, useMessages } from '#components/ui/language'
import type { ProposerChoice, TermChoice, TopicChoice } from '#domain/imports/mapping'
import type { LocalizedText } from '#domain/languages'
import { tagKinds, type TagKind } from '#domain/negotiation/vocabulary'

type Named<Choice> = { name: string; uses: number; choice?: Choice | undefined }
export type NamesToMap = {
  proposers: readonly Named<ProposerChoice>[]
  tags: readonly Named<TermChoice>[]
  topics: readonly Named<TopicChoice>[]
}
type Entry = { id: string; name: LocalizedText }
export type MappingOptions = {
  delegations: readonly (Entry & { code: string })[]
  states: readonly { code: string; name: LocalizedText }[]
  tags: readonly (Entry & { kind: TagKind })[]
  mandates: readonly { id: string; symbol: string }[]
  topics: readonly { id: string; title: LocalizedText }[]
}

/** What a choice is called in a form: `delegation:ID`, `state:NOR`, `new-tag:theme`, `none`, or nothing. */
export function choiceValue(choice: ProposerChoice | TermChoice | TopicChoice | undefined): string {
  if (!choice) return ''
  switch (choice.kind) {
    case 'none':
      return 'none'
    case 'state':
      return `state:${choice.code}`
    case 'new-tag':
      return `new-tag:${choice.tagKind}`
    default:
      return `${choice.kind}:${choice.id}`
  }
}

/** Names, terms and headings of a file that no one knows: what is decided here is true of all rows. */
export function NameMapping({ names, options }: { names: NamesToMap; options: MappingOptions }) {
  const t = useMessages()
  const count = names.proposers.length + names.tags.length + names.topics.length
  if (count === 0) return null
  const open = [...names.proposers, ...names.tags, ...names.topics].filter(({ choice }) => !choice).length
  return (
    <details className="panel import-names" open={open > 0 && open <= 12}>
      <summary>
        <h2>{t('import.names', { count, open })}</h2>
      </summary>
      <p className="soft">{t('import.names-explained')}</p>
      <Form method="post" preventScrollReset key={JSON.stringify(names)}>
        <NameTable
          of="proposers"
          title={t('import.column.proposer')}
          names={names.proposers}
          options={options}
        />
        <NameTable of="tags" title={t('import.column.tags')} names={names.tags} options={options} />
        <NameTable of="topics" title={t('import.headings')} names={names.topics} options={options} />
        <div className="button-row">
          <button className="button" type="submit" name="intent" value="map">
            {t('import.map')}
          </button>
        </div>
      </Form>
    </details>
  )
}

function NameTable({
  of,
  title,
  names,
  options,
}: {
  of: keyof NamesToMap
  title: string
  names: readonly Named<ProposerChoice | TermChoice | TopicChoice>[]
  options: MappingOptions
}) {
  const t = useMessages()
  if (names.length === 0) return null
  return (
    <div className="table-frame">
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{title}</th>
            <th scope="col">{t('import.rows-with')}</th>
            <th scope="col">{t('import.is')}</th>
          </tr>
        </thead>
        <tbody>
          {names.map(({ name, uses, choice }, at) => (
            <tr key={name}>
              <td>
                <bdi>{name}</bdi>
              </td>
              <td>{uses}</td>
              <td>
                <input type="hidden" name={`${of}-name-${String(at)}`} value={name} />
                <select
                  name={`${of}-choice-${String(at)}`}
                  defaultValue={choiceValue(choice)}
                  aria-label={t('import.is-what', { name })}
                >
                  <option value="">
                    {t(of === 'topics' ? 'import.topic-of-file' : 'import.not-decided')}
                  </option>
                  <option value="none">{t(of === 'topics' ? 'import.no-topic' : 'import.left-out')}</option>
                  {of === 'proposers' && <ProposerOptions options={options} />}
                  {of === 'tags' && <TermOptions options={options} />}
                  {of === 'topics' && <TopicOptions options={options} />}
                </select>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function ProposerOptions({ options }: { options: MappingOptions }) {
  const t = useMessages()
  const format = useFormat()
  return (
    <>
      <optgroup label={t('import.delegations')}>
        {options.delegations.map(({ id, name }) => (
          <option key={id} value={`delegation:${id}`}>
            {format.name(name)}
          </option>
        ))}
      </optgroup>
      <optgroup label={t('import.states-without-delegation')}>
        {options.states.map(({ code, name }) => (
          <option key={code} value={`state:${code}`}>
            {format.name(name)}
          </option>
        ))}
      </optgroup>
    </>
  )
}

function TermOptions({ options }: { options: MappingOptions }) {
  const t = useMessages()
  const format = useFormat()
  return (
    <>
      <optgroup label={t('import.add-term')}>
        {tagKinds.map((kind) => (
          <option key={kind} value={`new-tag:${kind}`}>
            {t('import.add-as', { kind: t(`tag-kind.${kind}`) })}
          </option>
        ))}
      </optgroup>
      {tagKinds.map((kind) => (
        <optgroup key={kind} label={t(`tag-kind.${kind}`)}>
          {options.tags
            .filter((tag) => tag.kind === kind)
            .map(({ id, name }) => (
              <option key={id} value={`tag:${id}`}>
                {format.name(name)}
              </option>
            ))}
        </optgroup>
      ))}
      <optgroup label={t('import.mandates')}>
        {options.mandates.map(({ id, symbol }) => (
          <option key={id} value={`mandate:${id}`}>
            {symbol}
          </option>
        ))}
      </optgroup>
    </>
  )
}

function TopicOptions({ options }: { options: MappingOptions }) {
  const format = useFormat()
  return options.topics.map(({ id, title }) => (
    <option key={id} value={`topic:${id}`}>
      {format.name(title)}
    </option>
  ))
}
