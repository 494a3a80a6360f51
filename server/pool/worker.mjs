// Plain JavaScript: threads do not inherit the loader that lets Node read TypeScript.
import { register } from 'tsx/esm/api'

register()
const { tasks } = await import('./tasks.ts')

/** One job of the pool; this module runs in its threads. */
export default function work({ name, input }) {
  return tasks[name](input)
}
