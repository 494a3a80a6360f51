import { Form } from '#components/ui/form'
import { useFormat, useMessages } from '#components/ui/language'
import type { LocalizedText } from '#domain/languages'
import { deliveries, hours, type Delivery } from '#domain/notices/digests'
import { noticeKinds, type NoticeKind } from '#domain/notices/kinds'

export type SettingsFacts = {
  delivery: Delivery
  hour: number
  timeZone: string | undefined
  muted: { kinds: readonly NoticeKind[]; meetings: readonly string[] }
}

/** What a person is told of, and when by e-mail. */
export function NoticeSettings({
  settings,
  meetings,
  timeZones,
  isSaved,
}: {
  settings: SettingsFacts
  meetings: readonly { id: string; title: LocalizedText }[]
  timeZones: readonly string[]
  isSaved: boolean
}) {
  const t = useMessages()
  const format = useFormat()
  return (
    <Form method="post" className="notice-settings">
      <fieldset className="field">
        <legend>{t('settings.delivery')}</legend>
        <div className="choices">
          {deliveries.map((delivery) => (
            <label key={delivery}>
              <input
                type="radio"
                name="delivery"
                value={delivery}
                defaultChecked={delivery === settings.delivery}
              />
              {t(`settings.delivery.${delivery}`)}
            </label>
          ))}
        </div>
        <span className="field-hint">{t('settings.product')}</span>
      </fieldset>
      <div className="field-row">
        <div className="field">
          <label htmlFor="hour">{t('settings.hour')}</label>
          <select id="hour" name="hour" defaultValue={settings.hour}>
            {hours.map((hour) => (
              <option key={hour} value={hour}>
                {`${String(hour).padStart(2, '0')}:00`}
              </option>
            ))}
          </select>
        </div>
        <div className="field">
          <label htmlFor="time-zone">{t('settings.time-zone')}</label>
          <select id="time-zone" name="timeZone" defaultValue={settings.timeZone ?? ''}>
            <option value="">{t('settings.time-zone-meeting')}</option>
            {timeZones.map((zone) => (
              <option key={zone} value={zone}>
                {zone}
              </option>
            ))}
          </select>
        </div>
      </div>
      <fieldset className="field">
        <legend>{t('settings.mute-kinds')}</legend>
        <div className="choices">
          {noticeKinds.map((kind) => (
            <label key={kind}>
              <input
                type="checkbox"
                name="kind"
                value={kind}
                defaultChecked={settings.muted.kinds.includes(kind)}
              />
              {t(`settings.kind.${kind}`)}
            </label>
          ))}
        </div>
      </fieldset>
      {meetings.length > 0 && (
        <fieldset className="field">
          <legend>{t('settings.mute-meetings')}</legend>
          <div className="choices">
            {meetings.map(({ id, title }) => (
              <label key={id}>
                <input
                  type="checkbox"
                  name="meeting"
                  value={id}
                  defaultChecked={settings.muted.meetings.includes(id)}
                />
                <bdi>{format.name(title)}</bdi>
              </label>
            ))}
          </div>
        </fieldset>
      )}
      <div className="button-row">
        <button className="button button-primary" type="submit" name="intent" value="choose-notices">
          {t('settings.save')}
        </button>
        <span role="status">{isSaved && t('settings.saved')}</span>
      </div>
    </Form>
  )
}
