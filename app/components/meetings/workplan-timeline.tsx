import { Link } from '@remix-run/react'
import { CommissionLine } from '#components/lists/commission-actions'
import { useFormat, useMessages } from '#components/ui/language'
import type { WorkplanOverview } from '#domain/meetings/workplans'
import { callIs, meetingIs } from '#domain/status'

/** A workplan as people read it: its meetings in order, what is open now, what comes next. */
export function WorkplanTimeline({ plan, mayPlan = false }: { plan: WorkplanOverview; mayPlan?: boolean }) {
  const t = useMessages()
  const format = useFormat()
  const open = plan.meetings.filter((meeting) => meetingIs.inSession(meeting.status))
  const openCalls = plan.meetings.flatMap((meeting) =>
    meeting.calls
      .filter((call) => callIs.open(call.status))
      .map((call) => ({ ...call, timeZone: meeting.timeZone })),
  )
  const next = plan.meetings.find((meeting) => meetingIs.planned(meeting.status))
  return (
    <div className="page">
      <p className="lead">
        <Link to={`/groups/${plan.expertGroup.id}`}>{format.name(plan.expertGroup.name)}</Link>
      </p>
      <h1>{format.name(plan.title)}</h1>
      <p className="chip-row">
        {plan.expertGroup.establishedBy && (
          <span className="chip">
            {t('workplan.established-by', { symbol: plan.expertGroup.establishedBy })}
          </span>
        )}
        <span className="chip">
          {t('workplan.parent', { body: format.name(plan.expertGroup.parentBody) })}
        </span>
        {mayPlan && (
          <Link className="chip" to={`/workplans/${plan.id}/plan`}>
            {t('workplan.plan')}
          </Link>
        )}
      </p>
      <section className="columns" aria-label={t('workplan.open-now')}>
        <div className="sheet">
          <div className="sheet-body">
            <h2>{t('workplan.open-now')}</h2>
            {open.length + openCalls.length === 0 && <p>{t('workplan.nothing-open')}</p>}
            <ul className="plain">
              {open.map((meeting) => (
                <li key={meeting.id}>
                  <Link to={`/meetings/${meeting.id}`}>{format.name(meeting.title)}</Link>
                  {meeting.kind === 'evaluation' && (
                    <>
                      {' · '}
                      <Link to={`/meetings/${meeting.id}/consolidation`}>{t('meeting.consolidation')}</Link>
                    </>
                  )}
                </li>
              ))}
              {openCalls.map((call) => (
                <li key={call.id}>
                  <Link to={`/calls/${call.id}`}>{format.name(call.title)}</Link>
                  <br />
                  <small>
                    {t('call.open-until', { deadline: format.instant(call.deadline, call.timeZone) })}
                  </small>
                </li>
              ))}
            </ul>
          </div>
        </div>
        <div className="sheet">
          <div className="sheet-body">
            <h2>{t('workplan.next')}</h2>
            {next && (
              <p>
                <Link to={`/meetings/${next.id}`}>{format.name(next.title)}</Link>
                <br />
                <small>{format.days(next.startsOn, next.endsOn)}</small>
              </p>
            )}
            {!next && (
              <p>{t('workplan.next-submission', { body: format.name(plan.expertGroup.parentBody) })}</p>
            )}
          </div>
        </div>
      </section>
      <h2>{t('workplan.timeline')}</h2>
      {/* Node and a browser may write the same Arabic date with other marks; the browser’s word stands. */}
      {plan.meetings.length === 0 && <p className="empty">{t('workplan.no-meetings')}</p>}
      <ol className="timeline">
        {plan.meetings.map((meeting) => (
          <li key={meeting.id} data-status={meeting.status}>
            <p className="timeline-year">
              {format.days(meeting.startsOn, meeting.endsOn)} · {format.name(meeting.place)}
            </p>
            <h3>
              <Link to={`/meetings/${meeting.id}`}>{format.name(meeting.title)}</Link>
            </h3>
            <p className="chip-row">
              <span
                className="chip status-dot"
                data-tone={meetingIs.inSession(meeting.status) ? 'active' : undefined}
              >
                {t(`meeting.status.${meeting.status}`)}
              </span>
              <span className="chip">{t(`meeting.kind.${meeting.kind}`)}</span>
            </p>
            {meeting.postponements.map((postponement) => (
              <p key={postponement.old[0]} className="notice" data-tone="warn">
                {t('meeting.postponed', {
                  old: format.days(...postponement.old),
                  new: format.days(...postponement.new),
                })}
                <br />
                <small>{format.name(postponement.reason)}</small>
              </p>
            ))}
            <ul>
              {meeting.topics.map((topic) => (
                <li key={topic.id}>{format.name(topic.title)}</li>
              ))}
            </ul>
            <p>{t('workplan.items', { count: meeting.items })}</p>
            {meeting.lists.map((list) => (
              <div key={list.id}>
                <p>
                  <Link to={`/lists/${list.id}`}>{format.name(list.title)}</Link>
                </p>
                {list.actions.map((action) => (
                  <CommissionLine key={action.id} action={action} />
                ))}
              </div>
            ))}
          </li>
        ))}
      </ol>
    </div>
  )
}
