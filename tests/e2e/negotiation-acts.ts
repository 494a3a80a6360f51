import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import type { Db } from '#db/client'
import type { RecommendationId } from '#domain/ids'
import { mergeChosen } from '#server/commands/merging/merge-chosen'
import { putUnderSilence } from '#server/commands/silences/begin'
import { readMergeDesk } from '#server/texts/merge-desk'
import { readAuthorship } from '#server/views/authorship'
import { made } from '../amendment-factories'
import { getRecommendation } from '../factories'
import { person } from '../live-server'
import { expectAccessible } from './accessible'
import { picture } from './test'

export const textbox = (page: Page) => page.getByRole('textbox', { name: 'Working text' })
export const saved = (page: Page) => page.getByText('✓ Saved').waitFor()
export const isOf = (page: Page, words: string) => page.locator('.merge-change').filter({ hasText: words })

/** Where the paragraph stands, as its sheet says; without a reload. */
export const isAt = (page: Page, status: string) =>
  page.locator('.sheet header').getByText(status, { exact: true }).waitFor()

/** A moment two days from now, as a form takes it. */
export const inTwoDays = () => `${new Date(Date.now() + 2 * 86_400_000).toISOString().slice(0, 10)}T18:00`

/** A silence whose deadline is a few seconds away, as if the Chair had begun it some minutes ago. */
export async function nearlyOver(db: Db, recommendation: RecommendationId, seconds: number) {
  const deadline = new Date(Date.now() + seconds * 1_000)
  const begun = new Date(Date.now() - 600_000)
  await made(putUnderSilence(db, await person(db, 'chair'), { recommendation, deadline }, begun))
}

/** The words of a text with whose they are; neighbours of the same authors in one stretch. */
export async function whoseWords(db: Db, id: RecommendationId): Promise<[string, string][]> {
  const { blocks, authors } = await readAuthorship(db, await getRecommendation(db, id))
  const stretches: [string, string][] = []
  for (const { runs } of blocks) {
    const letters = runs.flatMap(({ text, author }) => [...text].map(() => author))
    const text = runs.map((run) => run.text).join('')
    let end = 0
    for (const { 0: word, index } of text.matchAll(/[\p{L}\p{N}-]+|[^\s\p{L}\p{N}]/gu)) {
      const whose = new Set(letters.slice(index, index + word.length))
      const names = [...whose].map((value) => [...(authors[value]?.codes ?? [])].sort().join('+')).join('/')
      const last = stretches.at(-1)
      const gap = text.slice(end, index)
      if (last?.[0] === names) last[1] += gap + word
      else stretches.push([names, word])
      end = index + word.length
    }
  }
  return stretches
}

/** The room's screen as it is seen, from the back row and on a telephone, in both directions of writing. */
export async function showProjector(screen: Page, name: string) {
  const address = screen.url().split('?')[0] ?? ''
  for (const language of ['ar', 'en']) {
    await screen.goto(`${address}?lang=${language}`)
    await screen.locator('.projector-text').waitFor()
    await expectAccessible(screen)
    await picture(screen, `projector-${name}-${language}`)
    await screen.setViewportSize({ width: 390, height: 844 })
    const overflow = await screen.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
    expect(overflow).toBeLessThanOrEqual(0)
    await picture(screen, `projector-${name}-${language}-phone`)
    await screen.setViewportSize({ width: 1920, height: 1080 })
  }
}

/** The secretariat, not at a browser, takes what is chosen into the text. */
export async function takeChosen(db: Db, recommendation: RecommendationId) {
  const secretary = await person(db, 'secretariat')
  const { seen } = await readMergeDesk(db, await getRecommendation(db, recommendation))
  await made(mergeChosen(db, secretary, { recommendation, seen, reason: '' }))
}
