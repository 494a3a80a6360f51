/**
 * What is typed into forms, kept in this browser until it is sent or discarded: for each account, form and window.
 * Passwords, files and hidden fields are never kept, and nothing is kept for people who are not signed in.
 */

/** The state of one field: what a text field says, or whether a box is ticked. */
type KeptField = { name: string; nth: number; state: string }
type Kept = { window: string; at: number; fields: KeptField[] }

type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement

const prefix = 'rapporteur:typed:'
const windowKey = 'rapporteur:window'
const keptDays = 30

const textTypes = 'text search email url tel number date datetime-local time month week color'.split(' ')

/** Hidden fields that tell apart two forms with one address; others change with the page. */
const changingNames = ['seen', 'version', 'language', 'content', 'position', 'sources']

const isText = (field: Field) =>
  field instanceof HTMLTextAreaElement ||
  (field instanceof HTMLInputElement && textTypes.includes(field.type))

const isTicked = (field: Field): field is HTMLInputElement =>
  field instanceof HTMLInputElement && (field.type === 'checkbox' || field.type === 'radio')

/** The fields of a form that a person fills in. */
export const fieldsOf = (form: HTMLFormElement): Field[] =>
  [...form.elements].flatMap((field): Field[] => {
    if (field instanceof HTMLSelectElement || field instanceof HTMLTextAreaElement)
      return field.name ? [field] : []
    if (!(field instanceof HTMLInputElement) || !field.name) return []
    return isText(field) || isTicked(field) ? [field] : []
  })

const stateOf = (field: Field): string => {
  if (isTicked(field)) return String(field.checked)
  if (field instanceof HTMLSelectElement)
    return JSON.stringify([...field.selectedOptions].map((option) => option.value))
  return field.value
}

/** What a field said before anybody touched it. React keeps `defaultValue` of a controlled field up to date. */
const defaultStateOf = (field: Field): string => {
  if (isTicked(field)) return String(field.defaultChecked)
  if (!(field instanceof HTMLSelectElement)) return field.defaultValue
  const chosen = [...field.options].filter((option) => option.defaultSelected).map((option) => option.value)
  const [first] = field.options
  return JSON.stringify(chosen.length > 0 || field.multiple || !first ? chosen : [first.value])
}

/** Sets a field as a person would, so that components that follow it hear of it. */
function setState(field: Field, state: string): void {
  if (stateOf(field) === state) return
  if (isTicked(field)) return field.click()
  if (field instanceof HTMLSelectElement) {
    const values: unknown = JSON.parse(state)
    if (!Array.isArray(values)) return
    for (const option of field.options) option.selected = values.includes(option.value)
    field.dispatchEvent(new Event('change', { bubbles: true }))
    return
  }
  const prototype =
    field instanceof HTMLTextAreaElement ? HTMLTextAreaElement.prototype : HTMLInputElement.prototype
  Object.getOwnPropertyDescriptor(prototype, 'value')?.set?.call(field, state)
  field.dispatchEvent(new Event('input', { bubbles: true }))
}

/** Fields that share a name are distinguished by their order, checkboxes by their value. */
const labelled = (fields: readonly Field[]) => {
  const counts = new Map<string, number>()
  return fields.map((field) => {
    const name = isTicked(field) ? `${field.name}=${field.value}` : field.name
    const nth = counts.get(name) ?? 0
    counts.set(name, nth + 1)
    return { field, name, nth }
  })
}

/** Tells a form of the product from every other one, whichever page shows it. */
export function identityOf(form: HTMLFormElement): string {
  const action = new URL(form.getAttribute('action') ?? '', location.href).pathname
  const elements = [...form.elements]
  const hidden = elements.flatMap((element) =>
    element instanceof HTMLInputElement &&
    element.type === 'hidden' &&
    element.name &&
    !changingNames.includes(element.name)
      ? [`${element.name}=${element.value}`]
      : [],
  )
  const buttons = elements.flatMap((element) =>
    element instanceof HTMLButtonElement && element.name ? [`${element.name}:${element.value}`] : [],
  )
  const names = [...new Set(fieldsOf(form).map((field) => field.name))]
  return [action, ...hidden, ...names, ...buttons].join('|')
}

function thisWindow(): string {
  const known = sessionStorage.getItem(windowKey)
  if (known) return known
  const made = crypto.randomUUID()
  sessionStorage.setItem(windowKey, made)
  return made
}

/** A browser may refuse its storage, or have no room left: typing goes on, only nothing is kept. */
function quietly<Answer>(work: () => Answer): Answer | undefined {
  try {
    return work()
  } catch {
    return undefined
  }
}

const isKept = (value: unknown): value is Kept =>
  typeof value === 'object' &&
  value !== null &&
  'window' in value &&
  'at' in value &&
  typeof value.at === 'number' &&
  'fields' in value &&
  Array.isArray(value.fields)

function readAll(key: string): Kept[] {
  const stored: unknown = quietly(() => JSON.parse(localStorage.getItem(key) ?? '[]'))
  const oldest = Date.now() - keptDays * 86_400_000
  return Array.isArray(stored) ? stored.filter(isKept).filter((kept) => kept.at > oldest) : []
}

function writeAll(key: string, all: readonly Kept[]): void {
  quietly(() => {
    if (all.length === 0) localStorage.removeItem(key)
    else localStorage.setItem(key, JSON.stringify(all))
  })
}

const sameFields = (a: readonly KeptField[], b: readonly KeptField[]) =>
  JSON.stringify(a) === JSON.stringify(b)

/** Removes everything that is kept for an account: it signs out. */
export function forgetAllTyping(account: string): void {
  quietly(() => {
    for (const key of Object.keys(localStorage)) {
      if (key.startsWith(`${prefix}${account}:`)) localStorage.removeItem(key)
    }
  })
}

/** Whether anything that an account has typed is still unsent. */
export const hasKeptTyping = (account: string): boolean =>
  quietly(() => Object.keys(localStorage).some((key) => key.startsWith(`${prefix}${account}:`))) ?? false

/** What was sent, by the path it was sent to, until the server answers. */
const inFlight = new Map<string, (() => void)[]>()

/** The server has answered what was posted to a path: what it took is no longer kept. */
export function settleTyping(path: string, isTaken: boolean): void {
  const settle = inFlight.get(path) ?? []
  inFlight.delete(path)
  if (isTaken) for (const forget of settle) forget()
}

export type Keeper = {
  /** Takes note of what the fields say now. */
  keep: () => void
  /** Fills in what was kept; answers whether anything was. */
  restore: () => boolean
  /** Puts the fields back as the page came, and keeps nothing. */
  discard: () => void
  /** The form is being sent: what it says now is forgotten once the server has taken it. */
  send: () => void
}

/** Keeps what an account types into one form. */
export function createKeeper(form: HTMLFormElement, account: string): Keeper {
  const key = `${prefix}${account}:${identityOf(form)}`
  const defaults = new WeakMap<Field, string>()
  const defaultOf = (field: Field): string => {
    const known = defaults.get(field)
    if (known !== undefined) return known
    const found = defaultStateOf(field)
    defaults.set(field, found)
    return found
  }
  for (const field of fieldsOf(form)) defaultOf(field)

  const typed = (): KeptField[] =>
    labelled(fieldsOf(form)).flatMap(({ field, name, nth }) => {
      const state = stateOf(field)
      return state === defaultOf(field) ? [] : [{ name, nth, state }]
    })
  const own = (all: readonly Kept[]) => all.find((kept) => kept.window === thisWindow())
  const others = (all: readonly Kept[]) => all.filter((kept) => kept.window !== thisWindow())

  return {
    keep() {
      const fields = typed()
      const rest = others(readAll(key))
      const mine = { window: thisWindow(), at: Date.now(), fields }
      writeAll(key, fields.length > 0 ? [...rest, mine] : rest)
    },
    restore() {
      const all = readAll(key)
      const kept = own(all) ?? all.toSorted((a, b) => b.at - a.at)[0]
      if (!kept) return false
      let isFilled = false
      for (const { field, name, nth } of labelled(fieldsOf(form))) {
        const found = kept.fields.find((keptField) => keptField.name === name && keptField.nth === nth)
        // What was typed before scripts arrived is newer.
        if (!found || stateOf(field) !== defaultOf(field)) continue
        setState(field, found.state)
        isFilled ||= isText(field)
      }
      return isFilled
    },
    discard() {
      const fields = typed()
      for (const field of fieldsOf(form)) setState(field, defaultOf(field))
      writeAll(
        key,
        others(readAll(key)).filter((kept) => !sameFields(kept.fields, fields)),
      )
    },
    send() {
      const fields = typed()
      const path = new URL(form.getAttribute('action') ?? '', location.href).pathname
      const forget = () =>
        writeAll(
          key,
          others(readAll(key)).filter((kept) => !sameFields(kept.fields, fields)),
        )
      inFlight.set(path, [...(inFlight.get(path) ?? []), forget])
    },
  }
}
