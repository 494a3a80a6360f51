import type { ReactNode } from 'react'
import { directionOf, type Language } from '#domain/languages'
import { letterLabel } from '#domain/text/letters'

type Run = { text: string; bold?: true | undefined; italic?: true | undefined; underline?: true | undefined }
export type ShownBlock = { letter: string | undefined; level: number; runs: readonly Run[] }

/** The text of a row with its letters and its emphasis, as it would be taken. */
export function RowText({ blocks, language }: { blocks: readonly ShownBlock[]; language: Language }) {
  return (
    <div
      className="document-text document-text-small import-text"
      lang={language}
      dir={directionOf(language)}
    >
      {blocks.map(({ letter, level, runs }, at) => (
        <p key={at} data-level={level}>
          {letter !== undefined && <span className="import-letter">{letterLabel(letter)}</span>}
          {runs.map((run, index) => (
            <Emphasis key={index} run={run} />
          ))}
        </p>
      ))}
    </div>
  )
}

function Emphasis({ run }: { run: Run }) {
  let shown: ReactNode = run.text
  if (run.underline) shown = <u>{shown}</u>
  if (run.italic) shown = <em>{shown}</em>
  if (run.bold) shown = <strong>{shown}</strong>
  return <>{shown}</>
}
