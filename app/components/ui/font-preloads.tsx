import arabicSans from '@fontsource/noto-sans-arabic/files/noto-sans-arabic-arabic-400-normal.woff2?url'
import sans from '@fontsource-variable/source-sans-3/files/source-sans-3-latin-wght-normal.woff2?url'
import serif from '@fontsource-variable/source-serif-4/files/source-serif-4-latin-wght-normal.woff2?url'
import { useLanguage } from './language'

/** The fonts that every page shows, asked for before the styles that name them have come. */
export function FontPreloads() {
  const { language } = useLanguage()
  const files = language === 'ar' ? [arabicSans, sans] : [sans, serif]
  return files.map((file) => (
    <link key={file} rel="preload" href={file} as="font" type="font/woff2" crossOrigin="anonymous" />
  ))
}
