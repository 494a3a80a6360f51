import { directionOf, type Language } from '#domain/languages'
import { openingSign, paragraphsOf, type Block, type Inline } from '#domain/text/content'
import { blockLetters } from '#domain/text/letters'
import { TextBlock } from './text-block'

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
    <TextBlock
      key={index}
      type={block.type}
      level={block.level}
      letter={letters[index]}
      dir={directionOf(language)}
    >
      {block.children.length === 0 ? <br /> : <Inlines inlines={block.children} />}
    </TextBlock>
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
