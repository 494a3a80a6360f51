import { child, elements, type XmlElement } from '#server/formats/in/xml'

/** Elements that only hold others. */
export const holders = new Set([
  ...['w:sdt', 'w:sdtContent', 'w:smartTag', 'w:customXml', 'w:hyperlink', 'w:fldSimple', 'w:dir', 'w:bdo'],
  ...['m:oMath', 'm:oMathPara', 'w:ruby', 'w:rubyBase'],
])

/** Characters of symbol fonts that people put before lines and between words. */
export const symbols: Readonly<Record<string, string>> = {
  F0B7: '•',
  F0A7: '▪',
  F0D8: '➢',
  F0FC: '✓',
  F0E0: '→',
  F02D: '–',
  '2022': '•',
}

/** Programs offer the same twice, for new and for old readers: the new one is read. */
export function chosenOf(element: XmlElement): XmlElement {
  return child(element, 'mc:Choice') ?? child(element, 'mc:Fallback') ?? { ...element, children: [] }
}

export function textBoxes(element: XmlElement): XmlElement[] {
  return elements(element).flatMap((xmlElement): XmlElement[] => {
    if (xmlElement.name === 'w:txbxContent') return [xmlElement]
    return xmlElement.name === 'mc:AlternateContent' ? textBoxes(chosenOf(xmlElement)) : textBoxes(xmlElement)
  })
}

const digits = { superscript: '⁰¹²³⁴⁵⁶⁷⁸⁹', subscript: '₀₁₂₃₄₅₆₇₈₉' } as const

/** Figures above or below the line as the characters that they are: 10⁶ is not 106. */
export function raised(text: string, place: string | undefined): string {
  if (place !== 'superscript' && place !== 'subscript') return text
  return text.replace(/\d/gu, (digit) => digits[place].charAt(Number(digit)))
}
