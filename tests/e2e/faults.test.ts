import { expect } from 'vitest'
import type { Page, WebSocketRoute } from 'playwright-core'
import { picture, test } from './test'

const patient = { timeout: 15_000 }

async function beginDraft(page: Page): Promise<string> {
  await page.goto('/')
  await page.getByRole('link', { name: 'Seventh meeting (stocktaking)' }).first().click()
  await page.getByRole('button', { name: 'Start drafting' }).click()
  await page.getByText('✓ Saved').waitFor()
  return page.url()
}

const workingText = (page: Page) => page.getByRole('textbox', { name: 'Working text' })

/** Pastes as a browser does, with both forms on the clipboard. */
const paste = (page: Page, plain: string, html = '') =>
  workingText(page).evaluate(
    (surface, given) => {
      const data = new DataTransfer()
      data.setData('text/plain', given.plain)
      if (given.html) data.setData('text/html', given.html)
      surface.dispatchEvent(
        new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }),
      )
    },
    { plain, html },
  )

/** The line of a page's live texts, which can be made to carry nothing. */
async function aLine(page: Page) {
  let isOpen = true
  let sockets: WebSocketRoute[] = []
  await page.routeWebSocket(/\/collaboration\//, (socket) => {
    const server = socket.connectToServer()
    socket.onMessage((message) => isOpen && server.send(message))
    server.onMessage((message) => isOpen && socket.send(message))
    sockets.push(socket)
  })
  return {
    interrupt: () => {
      isOpen = false
    },
    restore: async () => {
      isOpen = true
      const broken = sockets
      sockets = []
      await Promise.all(broken.map((socket) => socket.close({ code: 3000 })))
    },
  }
}

test('a session that ends in mid-edit loses nothing: the words are sent after signing in again', async ({
  signIn,
}) => {
  const page = await signIn({ delegation: 'COL' })
  await beginDraft(page)
  await workingText(page).click()
  await workingText(page).pressSequentially('Before. ')
  await page.getByText('✓ Saved').waitFor()
  // The same person ends this session from another window.
  await page.request.post('/sign-out', { headers: { origin: new URL(page.url()).origin } })
  await page.getByText('Your session has ended').waitFor()
  await workingText(page).click()
  await workingText(page).press('Control+End')
  await workingText(page).pressSequentially('After.')
  await picture(page, 'session-ended')
  await page.getByRole('link', { name: 'Sign in' }).last().click()
  await page.getByRole('button', { name: 'Sofía Restrepo' }).click()
  await expect.poll(() => workingText(page).innerText(), patient).toContain('Before. After.')
  await page.getByText('✓ Saved').waitFor()
  await page.reload()
  await expect.poll(() => workingText(page).innerText(), patient).toContain('Before. After.')
})

test('a pasted script is text, and a paste of megabytes is refused with a reason', async ({ signIn }) => {
  const page = await signIn({ delegation: 'COL' })
  await beginDraft(page)
  await workingText(page).click()
  await paste(
    page,
    'Harmless words',
    '<img src=x onerror="document.title=`owned`"><script>document.title="owned"</script><b>Harmless words</b>',
  )
  await expect.poll(() => workingText(page).innerText(), patient).toContain('Harmless words')
  expect(await workingText(page).locator('img, script').count()).toBe(0)
  expect(await page.title()).not.toBe('owned')
  await paste(page, 'x'.repeat(5_000_000))
  await page.getByText('Nothing was pasted').waitFor()
  expect((await workingText(page).innerText()).trim()).toBe('Harmless words')
  await page.getByText('✓ Saved').waitFor()
})

test('what is written offline is merged when the line is back', async ({ signIn }) => {
  const [page, other] = [await signIn({ delegation: 'COL' }), await signIn({ delegation: 'COL' })]
  const address = await beginDraft(page)
  await workingText(page).click()
  await workingText(page).pressSequentially('Shared. ')
  await page.getByText('✓ Saved').waitFor()
  await other.goto(address)
  await expect.poll(() => workingText(other).innerText(), patient).toContain('Shared.')
  // The text is there before one can type into it.
  await other.getByText('✓ Saved').waitFor()
  await page.context().setOffline(true)
  await page.evaluate(() => window.dispatchEvent(new Event('offline')))
  await workingText(page).pressSequentially('Offline words. ')
  await workingText(other).click()
  await workingText(other).press('Control+Home')
  await workingText(other).pressSequentially('Online words. ')
  await page.context().setOffline(false)
  for (const one of [page, other]) {
    await expect.poll(() => workingText(one).innerText(), { timeout: 40_000 }).toContain('Offline words.')
    await expect.poll(() => workingText(one).innerText(), { timeout: 40_000 }).toContain('Online words.')
  }
})

test('words written offline into a paragraph that somebody removed meanwhile stay in the text, for both', async ({
  signIn,
}) => {
  const [page, other] = [await signIn({ delegation: 'COL' }), await signIn({ delegation: 'COL' })]
  const line = await aLine(page)
  const address = await beginDraft(page)
  await workingText(page).click()
  await workingText(page).pressSequentially('Stays.')
  await workingText(page).press('Enter')
  await workingText(page).pressSequentially('Goes.')
  await page.getByText('✓ Saved').waitFor()
  await other.goto(address)
  await expect.poll(() => workingText(other).innerText(), patient).toContain('Goes.')
  line.interrupt()
  await workingText(page).press('Control+End')
  await workingText(page).pressSequentially(' Whatever happens, keepX')
  await workingText(page).press('Backspace')
  await workingText(page).pressSequentially(' this.')
  await workingText(other).click()
  await workingText(other).press('Control+End')
  for (let letter = 0; letter <= 'Goes.'.length; letter += 1) await workingText(other).press('Backspace')
  await other.getByText('✓ Saved').waitFor()
  await line.restore()
  for (const one of [page, other]) {
    await expect
      .poll(async () => (await workingText(one).innerText()).trim(), { timeout: 40_000 })
      .toBe('Stays. Whatever happens, keep this.')
    await one.getByText('✓ Saved').waitFor()
  }
})

test('a refusal keeps what was typed, in the reader’s language', async ({ signIn }) => {
  const page = await signIn({ delegation: 'COL' })
  const address = await beginDraft(page)
  await page.goto(`${address}?lang=ar`)
  await page.getByText('✓ حُفظ').waitFor()
  await page.getByLabel('إضافة وسم أو ولاية').fill('مصطلح غير موجود')
  await page.getByRole('button', { name: 'إضافة', exact: true }).click()
  await page.getByRole('alert').getByText('هذا المصطلح غير وارد').waitFor()
  expect(await page.getByLabel('إضافة وسم أو ولاية').inputValue()).toBe('مصطلح غير موجود')
  await page.getByRole('button', { name: 'الطرح' }).click()
  await page.getByRole('alert').getByText('لا يوجد نص بعد').waitFor()
})

test('two tabs of one person, offline at the same time, lose nothing; signing out leaves nothing behind', async ({
  signIn,
}) => {
  const page = await signIn({ delegation: 'COL' })
  const address = await beginDraft(page)
  await workingText(page).click()
  await workingText(page).pressSequentially('Shared. ')
  await page.getByText('✓ Saved').waitFor()
  const second = await page.context().newPage()
  await second.goto(address)
  await second.getByText('✓ Saved').waitFor()
  await page.context().setOffline(true)
  for (const one of [page, second]) await one.evaluate(() => window.dispatchEvent(new Event('offline')))
  await workingText(page).click()
  await workingText(page).press('Control+End')
  await workingText(page).pressSequentially('First tab. ')
  await workingText(second).click()
  await workingText(second).press('Control+Home')
  await workingText(second).pressSequentially('Second tab. ')
  // Who would lose words by signing out is asked.
  let asked = ''
  page.once('dialog', (dialog) => {
    asked = dialog.message()
    void dialog.dismiss()
  })
  await page.locator('.user-menu > summary').click()
  await page.getByRole('button', { name: 'Sign out' }).click()
  expect(asked).toContain('not saved yet')
  await page.context().setOffline(false)
  const both = 'Second tab. Shared. First tab.'
  for (const one of [page, second]) {
    await expect
      .poll(
        () =>
          workingText(one)
            .innerText()
            .then((text) => text.trim()),
        { timeout: 40_000 },
      )
      .toBe(both)
    await one.getByText('✓ Saved').waitFor()
  }
  await second.close()
  const kept = () =>
    page.evaluate(async () =>
      (await indexedDB.databases()).flatMap(({ name }) => (name?.startsWith('rapporteur:') ? [name] : [])),
    )
  expect(await kept()).not.toEqual([])
  await page.getByRole('button', { name: 'Sign out' }).click()
  await page.getByRole('link', { name: 'Sign in' }).waitFor()
  await expect.poll(kept, patient).toEqual([])
})

test('what is typed just before tabling is in the tabled text, however slow the connection is', async ({
  signIn,
}) => {
  const page = await signIn({ delegation: 'COL' })
  let isSlow = false
  const held: (() => void)[] = []
  await page.routeWebSocket(/\/collaboration\//, (socket) => {
    const server = socket.connectToServer()
    socket.onMessage((message) => {
      if (isSlow) held.push(() => server.send(message))
      else server.send(message)
    })
    server.onMessage((message) => socket.send(message))
  })
  await beginDraft(page)
  await workingText(page).click()
  await workingText(page).pressSequentially('States should share evidence')
  await page.getByText('✓ Saved').waitFor()
  isSlow = true
  await workingText(page).pressSequentially(' without delay.')
  const sent = page.waitForResponse((response) => response.request().method() === 'POST')
  await page.locator('[data-action="table"]').click()
  await Promise.race([sent, page.locator('form[aria-busy="true"]').waitFor()])
  isSlow = false
  for (const send of held) send()
  await page.locator('.sheet header').getByText('Tabled', { exact: true }).waitFor()
  await page.reload()
  await workingText(page).getByText('States should share evidence without delay.').waitFor()
})
