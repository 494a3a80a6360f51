import { useFetcher } from '@remix-run/react'
import { DelegationNames, type Badge } from '#components/people/delegations'
import { placeName } from '#components/text/place-name'
import { useFormat, useMessages, type Translate } from '#components/ui/language'
import { RefusalNotice } from '#components/ui/refusal-notice'
import { directionOf, type Language } from '#domain/languages'
import { choices } from '#domain/negotiation/merging'
import { isSamePlace } from '#domain/text/places'
import { OutcomeLine, WhatChanges } from './change-outcomes'
import type { MergeChange, MergeGroup } from './merge-text'

type DecidedChange = Parameters<typeof OutcomeLine>[0]['change'] & {
  amendment: string
  parties: readonly string[]
}

type Props = {
  groups: readonly MergeGroup[]
  badges: readonly Badge[]
  language: Language
  /** The address of the recommendation. */
  base: string
  mayDecide: boolean
}

/** Every open change in the order of the text; those that touch the same words stand together. */
export function MergeGroups({ groups, ...rest }: Props) {
  const t = useMessages()
  return (
    <ol className="merge-groups">
      {groups.map((group) => (
        <li key={group.number} id={`change-${String(group.number)}`} className="merge-group">
          <h3>
            <span className="merge-number">{group.number}</span> <GroupPlace group={group} />
            {group.changes.length > 1 && (
              <span className="soft"> · {t('merge.competing', { count: group.changes.length })}</span>
            )}
          </h3>
          <p className="merge-words" lang={rest.language} dir={directionOf(rest.language)}>
            {group.words.trim() === '' ? <span className="soft">{t('merge.insertion')}</span> : group.words}
          </p>
          <ul className="plain">
            {group.changes.map((change) => (
              <ChangeRow key={`${change.amendment}-${String(change.index)}`} change={change} {...rest} />
            ))}
          </ul>
        </li>
      ))}
    </ol>
  )
}

function GroupPlace({ group }: { group: MergeGroup }) {
  const t = useMessages()
  const from = placeName(t, group.from)
  return isSamePlace(group.from, group.to)
    ? t('merge.place', { place: from })
    : t('merge.places', { from, to: placeName(t, group.to) })
}

function ChangeRow({
  change,
  badges,
  language,
  base,
  mayDecide,
}: Omit<Props, 'groups'> & { change: MergeChange }) {
  const t = useMessages()
  const fetcher = useFetcher<{ refusal?: Parameters<typeof RefusalNotice>[0]['refusal'] }>()
  const sent = fetcher.formData?.get('choice')
  // What was pressed shows at once; the server's answer follows.
  const choice = sent === undefined ? change.choice : choices.find((value) => value === sent)
  const isLoser = choice === undefined && change.effect !== 'applies'
  return (
    <li className="merge-change" data-choice={choice ?? 'open'} data-quiet={isLoser || choice === 'reject'}>
      <p>
        <a href={`${base}/amendments/${change.amendment}`}>
          <DelegationNames ids={change.parties} badges={badges} />
        </a>
      </p>
      <p lang={language} dir={directionOf(language)} className="merge-what">
        <WhatChanges change={change} />
      </p>
      {change.rationale && (
        <p className="soft" dir="auto">
          {change.rationale}
        </p>
      )}
      <EffectNote change={change} />
      {mayDecide ? (
        <fetcher.Form method="post" className="choice-buttons">
          <input type="hidden" name="intent" value="choose" />
          <input type="hidden" name="amendment" value={change.amendment} />
          <input type="hidden" name="index" value={change.index} />
          {choices
            .filter((value) => change.mayBeBracketed || value === 'accept' || value === 'reject')
            .map((value) => (
              <button
                key={value}
                type="submit"
                name="choice"
                // Pressed again, it is taken back.
                value={choice === value ? '' : value}
                className="button button-small"
                aria-pressed={choice === value}
              >
                {t(`merge.choice.${value}`)}
              </button>
            ))}
        </fetcher.Form>
      ) : (
        choice && <p className="chip">{t(`merge.choice.${choice}`)}</p>
      )}
      {change.chosenBy && choice && choice === change.choice && (
        <p className="soft">{t('merge.chosen-by', { name: change.chosenBy })}</p>
      )}
      <RefusalNotice refusal={fetcher.data?.refusal} />
    </li>
  )
}

function EffectNote({ change }: { change: MergeChange }) {
  const t = useMessages()
  const note = noteOf(t, change)
  return note === undefined ? null : <p className="merge-effect">{note}</p>
}

function noteOf(t: Translate, change: MergeChange): string | undefined {
  if (change.effect === 'applies') return undefined
  if (change.effect === 'superseded') return t('merge.effect.superseded')
  return t(change.movedOn ? 'merge.effect.moved-on' : 'merge.effect.conflicts')
}

/** Changes that are decided, each with its outcome and reason. They stay here after their amendments are decided. */
export function DecidedChanges({
  changes,
  badges,
  language,
  base,
  isAllThereIs,
}: Pick<Props, 'badges' | 'language' | 'base'> & {
  changes: readonly DecidedChange[]
  /** Whether nothing is left to decide. */
  isAllThereIs: boolean
}) {
  const t = useMessages()
  const format = useFormat()
  if (changes.length === 0) return null
  return (
    <details className="merge-decided" open={isAllThereIs}>
      <summary>
        {t('merge.decided')} <span className="soft">({format.number(changes.length)})</span>
      </summary>
      <ul className="plain">
        {changes.map((change) => (
          <li key={`${change.amendment}-${String(change.index)}`} className="merge-change" data-quiet>
            <p>
              <a href={`${base}/amendments/${change.amendment}`}>
                <DelegationNames ids={change.parties} badges={badges} />
              </a>
            </p>
            <OutcomeLine change={change} language={language} />
          </li>
        ))}
      </ul>
    </details>
  )
}
