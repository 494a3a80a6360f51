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
  await egypt.getByRole('button', { name: 'بدء المسودة' }).click()
  const text = egypt.getByRole('textbox', { name: 'نص العمل' })
  await egypt.getByText('✓ حُفظ').waitFor()
  expect(await text.evaluate((element) => getComputedStyle(element).direction)).toBe('rtl')
  await text.click()
  await text.pressSequentially('ينبغي للدول أن تتعاون في حفظ الأدلة الإلكترونية على وجه السرعة.')
  await egypt.getByText('✓ حُفظ').waitFor()
  await egypt.getByRole('button', { name: 'طرح التوصية' }).click()
  await egypt.getByText('مطروحة', { exact: true }).first().waitFor()
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
  await jordan.getByText('مطروحة', { exact: true }).first().waitFor()
  await picture(jordan, 'amendment-arabic')
  await expectAccessible(jordan)

  await rapporteur.goto(jordan.url())
  await rapporteur.getByRole('button', { name: 'قبول التعديل' }).click()
  await expect.poll(() => text.innerText(), patient).toContain('على وجه السرعة ودون إبطاء.')
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
