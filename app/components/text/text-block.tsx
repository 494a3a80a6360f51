import type { ReactNode } from 'react'
import type { Block } from '#domain/text/content'

type Shown = {
  type: Block['type']
  level?: 1 | 2 | undefined
  /** Of a sub-item: `a`, `b` … as it stands in its text, whatever of that text is shown. */
  letter?: string | undefined
  dir?: 'ltr' | 'rtl'
  children: ReactNode
}

/** One block of a text, wherever it is shown; a sub-item with its letter, set in as far as its level says. */
export function TextBlock({ type, level = 1, letter, dir, children }: Shown) {
  if (type === 'paragraph')
    return (
      <p dir={dir} data-block={type}>
        {children}
      </p>
    )
  return (
    <p className="sub-item" dir={dir} data-block={type} data-level={level} data-letter={letter}>
      {children}
    </p>
  )
}
