import { useState, type ReactNode } from 'react'
import { useLanguage, useMessages } from './language'

type Format = 'docx' | 'pdf' | 'json' | 'csv' | 'txt'
type Addition = 'statements' | 'positions' | 'amendments' | 'annexes'

/** The list as a file in each format and, where it is wanted, with what was recorded with its paragraphs. */
export function DownloadLinks({
  base,
  query = {},
  formats,
  additions,
  children,
}: {
  /** The address without the ending that names the format. */
  base: string
  query?: Record<string, string>
  formats: readonly Format[]
  /** What this reader may ask for. */
  additions: readonly Addition[]
  children?: ReactNode
}) {
  const t = useMessages()
  const { language } = useLanguage()
  const [chosen, choose] = useState<readonly Addition[]>([])
  const words = new URLSearchParams({ ...query, lang: language })
  for (const addition of chosen) words.set(addition, '1')
  return (
    <div className="downloads no-print">
      <p className="button-row">
        {formats.map((name) => (
          <a
            key={name}
            className={`button${name === 'docx' ? ' button-primary' : ''}`}
            href={`${base}.${name}?${words.toString()}`}
            download
          >
            {t(`list.download.${name}`)}
          </a>
        ))}
        {children}
      </p>
      {additions.map((addition) => (
        <label key={addition} className="choice">
          <input
            type="checkbox"
            checked={chosen.includes(addition)}
            onChange={(event) =>
              choose(
                event.target.checked ? [...chosen, addition] : chosen.filter((value) => value !== addition),
              )
            }
          />
          {t(`list.with-${addition}`)}
        </label>
      ))}
    </div>
  )
}
