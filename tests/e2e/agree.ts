import type { Page } from 'playwright-core'

/** The Chair records that the room agrees; where amendments are still on the table, with the reason that settles them. */
export async function agree(chair: Page): Promise<void> {
  const button = chair.getByRole('button', { name: /^Agree ad referendum/u })
  await button.waitFor()
  const reason = chair.getByLabel('They will be superseded for this reason')
  if (await reason.isVisible()) await reason.fill('The room agrees to the text as it is.')
  await button.click()
}
