/** Any address that nothing answers. */
export function loader() {
  throw new Response(null, { status: 404 })
}

export { ErrorBoundary } from '../root'

export default function Nothing() {
  return null
}
