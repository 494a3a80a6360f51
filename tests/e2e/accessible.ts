import axe from 'axe-core'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'

/** What axe finds on the page as it stands. */
export async function violationsOn(page: Page): Promise<string[]> {
  // The page's own policy forbids injected scripts; evaluating is the browser's door for tools.
  await page.evaluate(axe.source)
  return page.evaluate(async () => {
    const tool = Reflect.get(window, 'axe') as typeof axe
    return (await tool.run()).violations.map(
      (violation) => `${violation.id}: ${violation.nodes.map((node) => node.html).join(' ')}`,
    )
  })
}

/** No violation of what axe checks, on the page as it stands. */
export async function expectAccessible(page: Page): Promise<void> {
  expect(await violationsOn(page)).toEqual([])
}
