import { useSyncExternalStore } from 'react'
import { useFormat, useMessages } from './language'

const never = () => () => undefined
const ownZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone
const noZone = () => undefined

/** The reader's own time zone; unknown until the page is alive, for the server cannot know it. */
export const useOwnZone = (): string | undefined => useSyncExternalStore(never, ownZone, noZone)

/**
 * An instant in the reader's own time zone, beside the same in the meeting's; nothing where both clocks show the
 * same. The line has its place from the beginning, so that nothing moves when it comes.
 */
export function OwnTime({ at, timeZone }: { at: Date | string | undefined; timeZone: string }) {
  const t = useMessages()
  const format = useFormat()
  const zone = useOwnZone()
  const differs = at && zone && format.time(at, zone) !== format.time(at, timeZone)
  return (
    <span className="own-time soft">
      {differs && t('time.for-you', { instant: format.instant(at, zone) })}
    </span>
  )
}
