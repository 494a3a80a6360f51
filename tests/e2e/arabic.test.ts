import { expect } from 'vitest'
import { expectAccessible } from './accessible'
import { picture, test } from './test'

const patient = { timeout: 15_000 }

test('drafting and amending in Arabic, right to left', async ({ signIn }) => {
  const egypt = await signIn({ delegation: 'EGY' })
  const jordan = await signIn({ delegation: 'JOR' })
  const rapporteur = await signIn('rapporteur')
  for (const page of [egypt, jordan, rapporteur]) await page.goto('/?lang=ar')
  await egypt.getByRole('link', { name: 'الاجتماع السابع (التقييم)' }).first().click()
  await picture(egypt, 'meeting-arabic')
  await expectAccessible(egypt)
  await egypt.getByRole('button', { name: 'بدء الصياغة' }).click()
  const text = egypt.getByRole('textbox', { name: 'نص العمل' })
  await egypt.getByText('✓ حُفظ').waitFor()
  expect(await text.evaluate((element) => getComputedStyle(element).direction)).toBe('rtl')
  await text.click()
  await text.pressSequentially('ينبغي للدول أن تتعاون في حفظ الأدلة الإلكترونية على وجه السرعة.')
  await egypt.getByText('✓ حُفظ').waitFor()
  await egypt.getByRole('button', { name: 'الطرح' }).click()
  await egypt.getByText('طُرح', { exact: true }).first().waitFor()
  await picture(egypt, 'desk-arabic')
  await expectAccessible(egypt)

  await jordan.goto(egypt.url())
  await jordan.getByRole('button', { name: 'اقتراح تعديل' }).click()
  const fork = jordan.getByRole('textbox', { name: 'النص متضمنا تغييراتكم' })
  await jordan.getByText('✓ حُفظ').waitFor()
  await fork.click()
  await fork.press('Control+End')
  await fork.press('Backspace')
  await fork.pressSequentially(' ودون إبطاء.')
  await jordan.locator('ins', { hasText: 'إبطاء' }).waitFor()
  await jordan.getByText('✓ حُفظ').waitFor()
  await jordan.getByRole('button', { name: 'طرح التعديل' }).click()
  await jordan.getByText('طُرح', { exact: true }).first().waitFor()
  await picture(jordan, 'amendment-arabic')
  await expectAccessible(jordan)

  await rapporteur.goto(jordan.url())
  await rapporteur.getByRole('button', { name: 'قبول التعديل' }).click()
  await expect.poll(() => text.innerText(), patient).toContain('على وجه السرعة ودون إبطاء.')
})

test('the head of a page has two rows on a phone in both languages, in the order of the keyboard', async ({
  signIn,
}) => {
  const phone = { viewport: { width: 390, height: 844 } }
  for (const who of ['secretariat', { delegation: 'COL' }] as const) {
    const page = await signIn(who, phone)
    for (const language of ['en', 'ar']) {
      await page.goto(`/today?lang=${language}`)
      // What is folded away in the reader's menu has no place.
      const focusable = page.locator('.page-header-bar').locator('a, button, summary').locator('visible=true')
      const places = await focusable.evaluateAll((elements) =>
        elements.map((element) => {
          const { top, bottom, left } = element.getBoundingClientRect()
          return { middle: (top + bottom) / 2, left }
        }),
      )
      const rows = places.filter(({ middle }, at) => at === 0 || middle > (places[at - 1]?.middle ?? 0) + 12)
      expect(rows).toHaveLength(2)
      await picture(page, `head-phone-${language}-${typeof who === 'string' ? who : who.delegation}`)
      await page.locator('.wordmark').focus()
      for (let at = 1; at < places.length; at += 1) {
        await page.keyboard.press('Tab')
        expect(await focusable.nth(at).evaluate((element) => element === document.activeElement)).toBe(true)
      }
    }
  }
})

test('a person chooses the language of screens and mails, which follows them', async ({ signIn }) => {
  const page = await signIn({ delegation: 'COL' })
  await page.goto('/account?lang=en')
  await page.getByLabel('Language of the screens and of e-mails').selectOption({ label: 'العربية' })
  await page.getByRole('button', { name: 'Use this language' }).click()
  await page.getByRole('heading', { name: 'اللغة' }).waitFor()
  await picture(page, 'account-language')
  await page.goto('/')
  expect(await page.locator('html').getAttribute('dir')).toBe('rtl')
  await page.goto('/account')
  const chosen = page.getByLabel('لغة الشاشات والرسائل الإلكترونية')
  expect(await chosen.inputValue()).toBe('ar')
  await chosen.selectOption({ label: 'English' })
  await page.getByRole('button', { name: 'استخدام هذه اللغة' }).click()
  await page.getByRole('button', { name: 'Use this language' }).waitFor()
})

test('the screens hold on a phone', async ({ signIn }) => {
  const phone = { viewport: { width: 390, height: 844 } }
  const page = await signIn('rapporteur', phone)
  const fits = async () => {
    const wide = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    )
    expect(wide, page.url()).toBeLessThanOrEqual(0)
  }
  await page.goto('/')
  await fits()
  await picture(page, 'home-phone')
  await page.getByRole('link', { name: 'Seventh meeting (stocktaking)' }).first().click()
  await page.getByRole('link', { name: 'Consolidation desk' }).waitFor()
  await fits()
  await picture(page, 'meeting-phone')
  await page.getByRole('link', { name: 'Member States should designate' }).first().click()
  // Another test may have had the list adopted by now; its text is shown all the same.
  await page.getByRole('textbox', { name: 'Working text' }).getByText('Member States should').waitFor()
  await fits()
  await picture(page, 'desk-phone')
  await page.goBack()
  await page.getByRole('link', { name: 'Consolidation desk' }).click()
  await page.getByRole('heading', { name: 'Consolidation desk' }).waitFor()
  await fits()
  await picture(page, 'consolidation-phone')
})
