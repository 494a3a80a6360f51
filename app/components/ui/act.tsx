/** The address of an act has no page of its own: after a refused form it shows that of its parent. */
export default function Act() {
  return null
}
