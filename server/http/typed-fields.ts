import { languages, type LocalizedText } from '#domain/languages'

/** The text fields of a form as they were typed: a refused form gives them back, also where no scripts run. */
export const typedFields = (form: FormData): Record<string, string> =>
  Object.fromEntries([...form].flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])))

/** A title in each language in which it was typed; its fields are called `title.en`, `title.ar` and so on. */
export const titleIn = (typed: Record<string, string>, name: string): LocalizedText =>
  Object.fromEntries(
    languages.flatMap((language) => {
      const text = typed[`${name}.${language}`]
      return text === undefined ? [] : [[language, text]]
    }),
  )

/** Of a form that was taken: nothing of it is given back. */
export const nothingTyped: Record<string, string> = {}
