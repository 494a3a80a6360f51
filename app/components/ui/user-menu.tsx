import { Link, useLocation } from '@remix-run/react'
import { useEffect, useRef, type ReactNode } from 'react'
import { LanguageChoice, ThemeChoice } from './look-choices'
import { useMessages } from './language'

/**
 * What concerns the reader and no page: their account, how the screens look and speak, and leaving. It opens without
 * scripts; with them it closes when one goes on, presses Escape or clicks elsewhere.
 */
export function UserMenu({ name, children }: { name: ReactNode; children: ReactNode }) {
  const t = useMessages()
  const menu = useRef<HTMLDetailsElement>(null)
  const { pathname } = useLocation()
  useEffect(() => {
    const close = () => menu.current?.removeAttribute('open')
    const outside = ({ target }: Event) => {
      if (target instanceof Node && !menu.current?.contains(target)) close()
    }
    const escape = ({ key }: KeyboardEvent) => {
      if (key !== 'Escape' || !menu.current?.open) return
      close()
      menu.current.querySelector('summary')?.focus()
    }
    close()
    document.addEventListener('pointerdown', outside)
    document.addEventListener('focusin', outside)
    document.addEventListener('keydown', escape)
    return () => {
      document.removeEventListener('pointerdown', outside)
      document.removeEventListener('focusin', outside)
      document.removeEventListener('keydown', escape)
    }
  }, [pathname])
  return (
    <details ref={menu} className="user-menu">
      <summary className="reader">{name}</summary>
      <div className="user-menu-panel">
        <Link to="/account">{t('account.title')}</Link>
        <LanguageChoice />
        <ThemeChoice />
        {children}
      </div>
    </details>
  )
}
