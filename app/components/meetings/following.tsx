import { Link, useNavigate } from '@remix-run/react'
import { useEffect, useState } from 'react'
import { hasUnsentWords } from '#components/ui/unsent-words'
import { useMessages } from '#components/ui/language'

/**
 * Anyone who follows the Chair goes where the Chair goes, unless that would throw away what they are writing: then
 * they are told, and go when they are ready.
 * @returns whether the Chair has gone on and this page has not.
 */
export function useFollowing(
  following: boolean,
  meeting: string,
  here: string,
  there: string | undefined,
): { isBehind: boolean } {
  const navigate = useNavigate()
  const [heldAt, setHeldAt] = useState<string>()
  const isElsewhere = following && there !== undefined && there !== here
  useEffect(() => {
    if (!isElsewhere) return
    // eslint-disable-next-line react-hooks/set-state-in-effect -- what is half typed is known to the page alone
    if (isBusy()) setHeldAt(there)
    else void navigate(`/meetings/${meeting}/recommendations/${there}?follow`)
  }, [isElsewhere, meeting, there, navigate])
  return { isBehind: isElsewhere && heldAt !== undefined }
}

/** Says that the Chair has gone on, to somebody who was not taken along because they were writing. */
export function BehindNotice({ meeting, there }: { meeting: string; there: string }) {
  const t = useMessages()
  return (
    <p className="notice behind" role="status">
      {t('room.behind')}{' '}
      <Link to={`/meetings/${meeting}/recommendations/${there}?follow`}>{t('room.catch-up')}</Link>
    </p>
  )
}

/** Whether there is something on the page that leaving it would lose: typed, ticked, or not yet stored. */
function isBusy(): boolean {
  const main = document.getElementById('content')
  if (!main) return false
  if (hasUnsentWords(main)) return true
  if (document.activeElement?.closest('[contenteditable="true"]')) return true
  const fields = main.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>('input, textarea')
  return [...fields].some((field) =>
    field instanceof HTMLInputElement && ['checkbox', 'radio'].includes(field.type)
      ? field.checked !== field.defaultChecked
      : field.type !== 'hidden' && field.value !== field.defaultValue,
  )
}
