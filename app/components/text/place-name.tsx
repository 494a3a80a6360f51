import type { Translate } from '#components/ui/language'
import type { BlockPlace } from '#domain/text/places'

/** A block in the reader's language, to be used within a sentence: "the paragraph", "sub-item (c)". */
export function placeName(t: Translate, place: BlockPlace): string {
  if (place.kind === 'sub-item') {
    const { label, paragraph } = place
    return paragraph === undefined
      ? t('place.sub-item', { label })
      : t('place.sub-item-of', { label, number: paragraph })
  }
  return place.kind === 'paragraph' && place.number !== undefined
    ? t('place.numbered-paragraph', { number: place.number })
    : t('place.paragraph')
}
