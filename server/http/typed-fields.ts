/** The text fields of a form as they were typed: a refused form gives them back, also where no scripts run. */
export const typedFields = (form: FormData): Record<string, string> =>
  Object.fromEntries([...form].flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])))
