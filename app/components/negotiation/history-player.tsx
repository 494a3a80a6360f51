import { useNavigate } from '@remix-run/react'
import { useCallback, useEffect, useState } from 'react'
import { useComputedStyle } from '#components/ui/computed-style'
import { Form } from '#components/ui/form'
import { useMessages } from '#components/ui/language'

/** As much of a moment as its place in the life of a text needs. */
type HistoryMoment = { id: number; events: readonly unknown[] }
type AddressOf = (at: number) => string

/** How long one moment stays while the life of a text is played, in milliseconds. */
const playingPace = 900

/** Goes through the life of a text, moment by moment or by itself. */
export function HistoryPlayer<Moment extends HistoryMoment>({
  moments,
  at,
  addressOf,
  say,
}: {
  moments: readonly Moment[]
  at: number
  addressOf: AddressOf
  say: (moment: Moment) => string
}) {
  const t = useMessages()
  const navigate = useNavigate()
  const styled = useComputedStyle()
  const [playing, setPlaying] = useState(false)
  const index = moments.findIndex((historyMoment) => historyMoment.id === at)
  const isLast = index === moments.length - 1
  const show = useCallback(
    (to: number) => {
      const moment = moments[to]
      if (moment) void navigate(addressOf(moment.id), { replace: true, preventScrollReset: true })
    },
    [moments, addressOf, navigate],
  )
  useEffect(() => {
    if (!playing) return undefined
    const timer = setTimeout(() => (isLast ? setPlaying(false) : show(index + 1)), playingPace)
    return () => clearTimeout(timer)
  }, [playing, isLast, index, show])
  const play = () => {
    if (isLast) show(0)
    setPlaying(!playing)
  }
  const moment = moments[index]
  return (
    <div className="player needs-scripts" role="group" aria-label={t('history.player')}>
      <button className="button" type="button" onClick={play} disabled={moments.length < 2}>
        {t(playing ? 'history.pause' : 'history.play')}
      </button>
      <button
        className="button button-quiet"
        type="button"
        onClick={() => show(index - 1)}
        disabled={index <= 0}
        aria-label={t('history.earlier')}
      >
        <span className="arrow-back" aria-hidden="true" />
      </button>
      <div className="player-track">
        <input
          type="range"
          min={0}
          max={moments.length - 1}
          value={index}
          onChange={(event) => {
            setPlaying(false)
            show(Number(event.currentTarget.value))
          }}
          aria-label={t('history.slider')}
          aria-valuetext={moment && say(moment)}
        />
        <div className="player-marks" aria-hidden="true">
          {moments.map(
            (historyMoment, place) =>
              historyMoment.events.length > 0 && (
                <span
                  key={historyMoment.id}
                  title={say(historyMoment)}
                  style={styled({ insetInlineStart: `${(place / Math.max(1, moments.length - 1)) * 100}%` })}
                />
              ),
          )}
        </div>
      </div>
      <button
        className="button button-quiet"
        type="button"
        onClick={() => show(index + 1)}
        disabled={isLast}
        aria-label={t('history.later')}
      >
        <span className="arrow-on" aria-hidden="true" />
      </button>
    </div>
  )
}

/** Any two moments; a plain form, so that it also works where no scripts run. */
export function CompareForm<Moment extends HistoryMoment>({
  life,
  say,
}: {
  life: { moments: readonly Moment[]; at: number; from?: number | undefined }
  say: (moment: Moment) => string
}) {
  const t = useMessages()
  const { moments, at, from } = life
  if (moments.length < 2) return null
  const options = moments.toReversed().map((moment) => (
    <option key={moment.id} value={moment.id}>
      {say(moment)}
    </option>
  ))
  return (
    <Form method="get" className="compare-form" preventScrollReset key={`${String(at)} ${String(from)}`}>
      <h2>{t('history.compare')}</h2>
      <div className="field">
        <label htmlFor="from">{t('history.compare-from')}</label>
        <select id="from" name="from" defaultValue={from}>
          {options}
        </select>
      </div>
      <div className="field">
        <label htmlFor="at">{t('history.compare-to')}</label>
        <select id="at" name="at" defaultValue={at}>
          {options}
        </select>
      </div>
      <button className="button" type="submit">
        {t('history.compare-submit')}
      </button>
    </Form>
  )
}
