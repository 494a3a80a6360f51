import { useMessages } from '#components/ui/language'

/** Where no mail can be sent: links that somebody has to give to the people themselves. Shown once. */
export function LinksToHandOver({
  links,
}: {
  links: readonly { name: string; email: string; link: string }[]
}) {
  const t = useMessages()
  if (links.length === 0) return null
  return (
    <div className="notice" data-tone="warn" role="status">
      <p>{t('people.links')}</p>
      <ul className="plain">
        {links.map((link) => (
          <li key={link.email}>
            <bdi>{link.name}</bdi> <bdi className="soft">{link.email}</bdi>
            <br />
            <code dir="ltr" className="link-to-copy">
              {link.link}
            </code>
          </li>
        ))}
      </ul>
    </div>
  )
}
