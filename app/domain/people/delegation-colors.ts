/** How many colours tell delegations apart; each stands in `tokens.css` as `--delegation-N`. */
const colors = [
  '#0b5cad',
  '#7a3fa0',
  '#a3242b',
  '#1b7048',
  '#8a5300',
  '#0b6e7c',
  '#9c2f78',
  '#4c5fc0',
] as const

/** A delegation's colour, always the same for the same code; colours repeat, so the name stands beside. */
export function delegationColor(code: string): string {
  let sum = 0
  for (const sign of code) sum = (sum * 31 + (sign.codePointAt(0) ?? 0)) % 9973
  return colors[sum % colors.length] ?? colors[0]
}
