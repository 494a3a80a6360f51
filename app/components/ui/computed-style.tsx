import { useSyncExternalStore, type CSSProperties } from 'react'

const never = () => () => undefined

/**
 * For styles that depend on data, such as a delegation's colour or the length of a bar. The content security policy
 * allows no `style` attribute in a page as it is sent; once scripts run, React sets the same properties through the
 * DOM, which it allows. What matters must therefore not be said by such a style alone.
 */
export function useComputedStyle(): (style: CSSProperties) => CSSProperties | undefined {
  const isHydrated = useSyncExternalStore(
    never,
    () => true,
    () => false,
  )
  return (style) => (isHydrated ? style : undefined)
}
