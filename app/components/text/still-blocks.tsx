import { directionOf, type Language } from '#domain/languages'
import { openingSign, paragraphsOf, type Block, type Inline } from '#domain/text/content'
import { blockLetters, levelOf } from '#domain/text/letters'

/** The blocks of a text that is only shown, or not live yet, set as the live text sets them. */
export function StillBlocks({
  text = '',
  blocks = paragraphsOf(text).blocks,
  language,
}: {
  text?: string
  blocks?: readonly Block[] | undefined
  language: Language
}) {
  const letters = blockLetters(blocks)
  return blocks.map((block, index) => (
    <p
      key={index}
      className={block.type === 'sub-item' ? 'sub-item' : undefined}
      dir={directionOf(language)}
      data-block={block.type}
      data-level={block.type === 'sub-item' ? levelOf(block) : undefined}
      data-letter={letters[index]}
    >
      {block.children.length === 0 ? <br /> : <Inlines inlines={block.children} />}
    </p>
  ))
}

function Inlines({ inlines }: { inlines: readonly Inline[] }) {
  return inlines.map((inline, index) => {
    if (inline.type === 'bracket')
      return (
        <span key={index} className="still-bracket">
          {openingSign(inline)}
          <Inlines inlines={inline.children} />]
        </span>
      )
    const set = [
      inline.bold && 'text-bold',
      inline.italic && 'text-italic',
      inline.underline && 'text-underline',
    ].filter(Boolean)
    return (
      <span key={index} className={set.length > 0 ? set.join(' ') : undefined}>
        {inline.text}
      </span>
    )
  })
}
