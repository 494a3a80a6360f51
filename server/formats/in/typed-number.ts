/** A number that somebody typed before a paragraph: as it was written, its value, and what is behind it. */
export type TypedNumber = { label: string; value: number; rest: string }

const digit = '[0-9٠-٩۰-۹０-９]'
/** `12.`, `12)`, `12、`, `12°`, `5.10.`; without a space only where a letter follows. */
const arabic = new RegExp(
  `^\\s*(${digit}{1,5}(?:[.．]${digit}{1,4})*)(?:\\s*[.)](?:\\s+|(?=[\\p{Lu}\\p{Lo}]))|\\s*[、．）]\\s*|\\s*°\\s+)(?=\\S)`,
  'u',
)
/** `12 – States …`; a year before a dash is a year. */
const dashed = new RegExp(`^\\s*(${digit}{1,3})\\s*[-–]\\s+(?=\\S)`, 'u')
/** `5.10 States should …`: a number of two parts needs no full stop, but a capital behind it: `1.50 million` is none. */
const parted = new RegExp(`^\\s*(${digit}{1,4}(?:\\.${digit}{1,4})+)\\s+(?=\\p{Lu})`, 'u')
const chinese = /^\s*([一二三四五六七八九十]{1,3})\s*[、．.]\s*(?=\S)/u

const zeros = ['0', '٠', '۰', '０'].map((zero) => zero.charCodeAt(0))
const chineseDigits = '一二三四五六七八九'

function valueOf(text: string): number {
  const plain = text.replace(new RegExp(digit, 'gu'), (value) => {
    const code = value.charCodeAt(0)
    return String(code - (zeros.findLast((zero) => zero <= code) ?? code))
  })
  return Number(/^\d+/u.exec(plain)?.[0] ?? 0)
}

function chineseValue(text: string): number {
  const [tens, ones] = text.includes('十') ? text.split('十') : [undefined, text]
  const valueOfDigit = (entry: string | undefined) => (entry ? chineseDigits.indexOf(entry) + 1 : 0)
  return (tens === undefined ? 0 : (valueOfDigit(tens) || 1) * 10) + valueOfDigit(ones)
}

/** The number that is typed at the beginning of a paragraph, in the digits of any of the six languages. */
export function readTypedNumber(text: string): TypedNumber | undefined {
  const found = arabic.exec(text) ?? dashed.exec(text) ?? parted.exec(text)
  if (found?.[1]) return { label: found[1], value: valueOf(found[1]), rest: text.slice(found[0].length) }
  const counted = chinese.exec(text)
  return counted?.[1]
    ? { label: counted[1], value: chineseValue(counted[1]), rest: text.slice(counted[0].length) }
    : undefined
}
