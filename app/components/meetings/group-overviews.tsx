import { Link } from '@remix-run/react'
import { useFormat, useMessages } from '#components/ui/language'
import type { GroupOverview, WorkplanSummary } from '#domain/meetings/workplans'

/** As the browser has it: dates travel as text. */
type Summary = Omit<WorkplanSummary, 'calls'> & {
  calls: readonly (Omit<WorkplanSummary['calls'][number], 'deadline'> & { deadline: string | Date })[]
}
type Group = Omit<GroupOverview, 'workplans'> & { workplans: readonly Summary[] }

/** All expert groups of the installation with their workplans. */
export function GroupOverviews({ groups }: { groups: readonly Group[] }) {
  const t = useMessages()
  const format = useFormat()
  return (
    <div className="page">
      <h1>{t('home.title')}</h1>
      {groups.map((group) => (
        <section key={group.id} aria-labelledby={group.id}>
          <h2 id={group.id}>
            <bdi>{format.name(group.name)}</bdi>
          </h2>
          {group.establishedBy && (
            <p className="soft">{t('workplan.established-by', { symbol: group.establishedBy })}</p>
          )}
          {group.workplans.length === 0 && <p className="empty">{t('home.no-workplan')}</p>}
          {group.workplans.map((workplan) => (
            <Workplan key={workplan.id} workplan={workplan} />
          ))}
        </section>
      ))}
    </div>
  )
}

function Workplan({ workplan }: { workplan: Summary }) {
  const t = useMessages()
  const format = useFormat()
  const { next } = workplan
  return (
    <article className="sheet workplan-card">
      <div className="sheet-body">
        <h3>
          <Link to={`/workplans/${workplan.id}`}>{format.name(workplan.title)}</Link>
        </h3>
        <p className="chip-row">
          <span className="chip">
            {/* Years are not grouped by thousands. */}
            <bdi>{workplan.years.join('–')}</bdi>
          </span>
          <span className="chip">{t('home.meetings', { count: workplan.meetings })}</span>
          {workplan.open.length > 0 && (
            <span className="chip status-dot" data-tone="good">
              {t('meeting.status.open')}
            </span>
          )}
        </p>
        <ul className="plain">
          {workplan.open.map((meeting) => (
            <li key={meeting.id}>
              {t('workplan.open-now')}:{' '}
              <Link to={`/meetings/${meeting.id}`}>{format.name(meeting.title)}</Link>
            </li>
          ))}
          {workplan.calls.map((call) => (
            <li key={call.id}>
              <Link to={`/calls/${call.id}`}>{format.name(call.title)}</Link>{' '}
              <small>
                {t('call.open-until', { deadline: format.instant(call.deadline, call.timeZone) })}
              </small>
            </li>
          ))}
          {next && (
            <li>
              {t('workplan.next')}: <Link to={`/meetings/${next.id}`}>{format.name(next.title)}</Link>{' '}
              <small>{format.days(next.startsOn, next.endsOn)}</small>
            </li>
          )}
        </ul>
      </div>
    </article>
  )
}
