/** The languages the screens speak; texts of the process may be in any of the six. */
export const screenLanguages = ['ar', 'en'] as const
export type ScreenLanguage = (typeof screenLanguages)[number]

export const isScreenLanguage = (value: unknown): value is ScreenLanguage =>
  screenLanguages.some((code) => code === value)
