import { KindSelect, LanguageSelect } from '#components/text/text-choices'
import { Form } from '#components/ui/form'
import { Text, useFormat, useMessages } from '#components/ui/language'
import { joinTerms } from '#domain/imports/terms'
import type { RowRefusal, RowState } from '#domain/imports/judge-rows'
import type { RowDoubt, RowRemark } from '#domain/imports/parsed-row'
import type { ChangeDecision, TrackedChange } from '#domain/imports/tracked-text'
import type { Language, LocalizedText } from '#domain/languages'
import type { RecommendationKind } from '#domain/negotiation/recommendations'
import { RowText, type ShownBlock } from './row-text'
import { TrackedRow } from './tracked-row'

type Topic = { id: string; title: LocalizedText }

export type PreviewRow = {
  id: string
  line: number
  state: RowState
  reason?: RowRefusal | undefined
  of?: number | undefined
  choice?: 'take' | 'leave' | undefined
  isTaken: boolean
  canBeTaken: boolean
  label?: string | undefined
  topic?: string | undefined
  place: LocalizedText
  kind: RecommendationKind
  language: Language
  blocks: readonly ShownBlock[]
  text: string
  proposers: readonly { written: string; name?: LocalizedText | undefined; isNew: boolean }[]
  tags: readonly { name: string; isKnown: boolean }[]
  notes: readonly string[]
  doubts: readonly RowDoubt[]
  remarks: readonly RowRemark[]
  raw?: string | undefined
  changes?: readonly (TrackedChange & { decision: ChangeDecision })[] | undefined
  tracked?:
    | readonly {
        type: string
        level?: number | undefined
        parts: readonly {
          text: string
          inserted?: number | undefined
          deleted?: number | undefined
          isPresent: boolean
        }[]
      }[]
    | undefined
}

/** One row of a file: what was understood, what is doubtful, and what can be done about it. */
export function RowCard({
  row,
  topics,
  timeZone,
}: {
  row: PreviewRow
  topics: readonly Topic[]
  timeZone: string
}) {
  const t = useMessages()
  const format = useFormat()
  return (
    <li
      className="card import-row"
      data-state={row.isTaken ? 'taken' : row.choice === 'leave' ? 'refused' : row.state}
      id={`row-${row.id}`}
    >
      <p className="item-head">
        <span className="soft">{t('import.at-line', { line: row.line })}</span>
        {row.label !== undefined && <bdi className="code-badge">{row.label}</bdi>}
        <StateChip row={row} />
        {row.kind === 'conclusion' && <span className="chip">{t('kind.conclusion')}</span>}
        {row.isTaken && <span className="soft">{format.name(row.place)}</span>}
      </p>
      <RowText blocks={row.blocks} language={row.language} />
      {row.blocks.length === 0 && <p className="soft">{t('import.refused.empty')}</p>}
      {(row.proposers.length > 0 || row.tags.length > 0) && (
        <p className="chip-row">
          {row.proposers.map(({ written, name, isNew }) => (
            <span key={written} className="chip" data-tone={name ? undefined : 'warn'}>
              {name ? format.name(name) : <bdi>{written}</bdi>}
              {isNew && ` · ${t('import.new-delegation')}`}
              {!name && ` · ${t('import.nobody')}`}
            </span>
          ))}
          {row.tags.map(({ name, isKnown }) => (
            <span key={name} className="chip" data-tone={isKnown ? undefined : 'warn'}>
              <bdi>{name}</bdi>
              {!isKnown && ` · ${t('import.not-in-vocabulary')}`}
            </span>
          ))}
        </p>
      )}
      {row.doubts.length > 0 && (
        <ul className="notice import-doubts" data-tone="warn">
          {row.doubts.map((doubt) => (
            <li key={doubt}>{t(`import.doubt.${doubt}`)}</li>
          ))}
        </ul>
      )}
      {row.raw !== undefined && (
        <details open={row.state === 'doubtful'}>
          <summary>{t('import.raw')}</summary>
          <pre className="import-raw" dir="auto">
            {row.raw}
          </pre>
        </details>
      )}
      {(row.remarks.length > 0 || row.notes.length > 0) && (
        <ul className="import-remarks soft">
          {row.remarks.map((remark) => (
            <li key={remark}>{t(`import.remark.${remark}`)}</li>
          ))}
          {row.notes.map((note, at) => (
            <li key={at}>
              {t('import.note-in-file')} <Text language={row.language}>{note}</Text>
            </li>
          ))}
        </ul>
      )}
      {row.tracked && row.changes && (
        <TrackedRow
          row={row.id}
          blocks={row.tracked}
          changes={row.changes}
          language={row.language}
          timeZone={timeZone}
        />
      )}
      <RowActions row={row} topics={topics} />
    </li>
  )
}

function StateChip({ row }: { row: PreviewRow }) {
  const t = useMessages()
  if (row.isTaken) {
    return (
      <span className="chip status-dot" data-tone="good">
        {t('import.state.taken')}
      </span>
    )
  }
  const why =
    row.choice === 'leave'
      ? t('import.state.left')
      : row.state === 'refused'
        ? t(`import.refused.${row.reason ?? 'no-sentence'}`)
        : row.state === 'duplicate'
          ? row.of
            ? t('import.repeats-line', { of: row.of })
            : t('import.repeats-item')
          : t('import.state.doubtful')
  return (
    <span className="chip status-dot" data-tone={row.state === 'doubtful' ? 'warn' : 'quiet'}>
      {why}
    </span>
  )
}

function RowActions({ row, topics }: { row: PreviewRow; topics: readonly Topic[] }) {
  const t = useMessages()
  const format = useFormat()
  return (
    <div className="import-actions">
      <Form method="post" className="button-row" preventScrollReset>
        <input type="hidden" name="row" value={row.id} />
        {row.isTaken ? (
          <button className="button button-small" type="submit" name="intent" value="leave">
            {t('import.leave')}
          </button>
        ) : (
          row.canBeTaken && (
            <button className="button button-small" type="submit" name="intent" value="take">
              {t('import.take')}
            </button>
          )
        )}
        <button className="button button-small button-quiet" type="submit" name="intent" value="join">
          {t('import.join')}
        </button>
        {row.blocks.length > 1 && (
          <button className="button button-small button-quiet" type="submit" name="intent" value="split">
            {t('import.split', { count: row.blocks.length })}
          </button>
        )}
      </Form>
      <details>
        <summary>{t('import.correct')}</summary>
        <Form method="post" className="panel" preventScrollReset key={`${row.text}${row.label ?? ''}`}>
          <input type="hidden" name="row" value={row.id} />
          <div className="field">
            <label htmlFor={`text-${row.id}`}>{t('import.column.text')}</label>
            <textarea
              id={`text-${row.id}`}
              name="text"
              defaultValue={row.text}
              dir="auto"
              lang={row.language}
              rows={Math.min(14, 3 + row.text.length / 90)}
              aria-describedby={`text-hint-${row.id}`}
            />
            <p className="field-hint" id={`text-hint-${row.id}`}>
              {t('import.text-hint')}
            </p>
          </div>
          <div className="field-row">
            <div className="field">
              <label htmlFor={`label-${row.id}`}>{t('import.column.label')}</label>
              <input id={`label-${row.id}`} name="label" defaultValue={row.label ?? ''} dir="auto" />
            </div>
            <div className="field">
              <label htmlFor={`kind-${row.id}`}>{t('recommendation.kind')}</label>
              <KindSelect id={`kind-${row.id}`} defaultValue={row.kind} />
            </div>
            <div className="field">
              <label htmlFor={`language-${row.id}`}>{t('recommendation.language')}</label>
              <LanguageSelect id={`language-${row.id}`} defaultValue={row.language} />
            </div>
            <div className="field field-wide">
              <label htmlFor={`topic-${row.id}`}>{t('recommendation.topic')}</label>
              <select id={`topic-${row.id}`} name="topic" defaultValue={row.topic ?? ''}>
                <option value="">{t('import.topic-of-file')}</option>
                {row.topic !== undefined && (
                  <option value={row.topic}>{t('import.heading-in-file', { heading: row.topic })}</option>
                )}
                {topics.map(({ id, title }) => (
                  <option key={id} value={format.name(title)}>
                    {format.name(title)}
                  </option>
                ))}
              </select>
            </div>
          </div>
          <div className="field-row">
            <div className="field field-wide">
              <label htmlFor={`proposers-${row.id}`}>{t('import.column.proposer')}</label>
              <input
                id={`proposers-${row.id}`}
                name="proposers"
                defaultValue={row.proposers.map(({ written }) => written).join('; ')}
                dir="auto"
                aria-describedby={`several-${row.id}`}
              />
            </div>
            <div className="field field-wide">
              <label htmlFor={`tags-${row.id}`}>{t('import.column.tags')}</label>
              <input
                id={`tags-${row.id}`}
                name="tags"
                defaultValue={joinTerms(row.tags.map(({ name }) => name))}
                dir="auto"
                aria-describedby={`several-${row.id}`}
              />
            </div>
          </div>
          <p className="field-hint" id={`several-${row.id}`}>
            {t('import.several-hint')}
          </p>
          <div className="button-row">
            <button className="button" type="submit" name="intent" value="edit">
              {t('import.keep-correction')}
            </button>
          </div>
        </Form>
      </details>
    </div>
  )
}
