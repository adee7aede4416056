import { expect } from '@playwright/test'
import { proofDialog } from './harness/factors.ts'
import { named } from './harness/hands.ts'
import { approve, figure, nextCode, scan } from './harness/pocket.ts'
import { expectAccessible, phone, picture, story } from './harness/story.ts'

story(
  'a phone that is signed in lets another browser in, and other figures than it shows do not',
  async ({ company, enter, stranger, words }) => {
    const department = await company.department(`扫码组 ${company.fresh()}`)
    const person = await company.person('方圆', 'fangyuan', department)
    const { entry, proving, linking, messenger } = words
    const pocket = await enter(person, '/', { viewport: phone })
    const page = await stranger(`${company.server.url}/contacts`)
    const shown = await nextCode(page, () =>
      page.getByRole('button', { name: named(entry.signIn.qr) }).click(),
    )
    await expect(page.getByRole('img', { name: proving.link.code })).toBeVisible()
    await expect(page.getByText(shown.digits, { exact: true })).toBeVisible()
    await expectAccessible(page)
    await picture(page, 'sign-in-qr')

    await scan(pocket, shown.url)
    await expect(pocket.getByRole('heading', { name: linking.title['sign-in'] })).toBeVisible()
    await expect(pocket.getByText(person.name)).toBeVisible()
    const yes = pocket.getByRole('button', { name: named(linking.yes['sign-in']) })
    await expect(yes).toBeDisabled()
    await expect(page.getByText(proving.link.seen)).toBeVisible()
    expect(await pocket.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true)
    await expectAccessible(pocket)
    await picture(pocket, 'link-phone')
    const figures = await pocket.getByRole('radiogroup').locator('label').allInnerTexts()
    const other = figures.map((one) => one.trim()).find((one) => one !== shown.digits) ?? ''
    await figure(pocket, other).click()
    await yes.click()
    await expect(pocket.getByRole('heading', { name: linking.differs })).toBeVisible()
    await expect(page.getByRole('alert').filter({ hasText: proving.link.declined })).toBeVisible()

    const again = await nextCode(page, () =>
      page.getByRole('button', { name: named(proving.link.again) }).click(),
    )
    await scan(pocket, again.url)
    await approve(pocket, words, again.digits, linking.yes['sign-in'])
    await expect(page).toHaveURL(/\/contacts$/)
    await expect(page.getByRole('heading', { name: messenger.contacts.title })).toBeVisible()
    // Used up: whoever opens the code once more finds nothing to say yes to.
    await scan(pocket, again.url)
    await expect(pocket.getByRole('heading', { name: linking.over })).toBeVisible()
  },
)

story(
  'a phone says no, and one that is not signed in cannot say anything',
  async ({ company, enter, stranger, words }) => {
    const department = await company.department(`拒绝组 ${company.fresh()}`)
    const person = await company.person('石坚', 'shijian', department)
    const { entry, proving, linking } = words
    const page = await stranger(`${company.server.url}/sign-in`)
    const { url } = await nextCode(page, () =>
      page.getByRole('button', { name: named(entry.signIn.qr) }).click(),
    )
    const unknown = await stranger(url, { viewport: phone })
    await expect(unknown.getByRole('heading', { name: linking.stranger })).toBeVisible()
    await expectAccessible(unknown)
    const pocket = await enter(person, '/', { viewport: phone })
    await scan(pocket, url)
    await pocket.getByRole('button', { name: named(linking.no) }).click()
    await expect(pocket.getByRole('heading', { name: linking.declined })).toBeVisible()
    await expect(page.getByRole('alert').filter({ hasText: proving.link.declined })).toBeVisible()
    await pocket.getByRole('link', { name: linking.security }).click()
    await expect(pocket.getByRole('heading', { name: words.security.title })).toBeVisible()
  },
)

story('an act is confirmed on the phone, which shows what it is', async ({ company, enter, words }) => {
  const department = await company.department(`确认组 ${company.fresh()}`)
  const person = await company.person('江平', 'jiangping', department)
  const { proving, linking, security } = words
  const pocket = await enter(person, '/', { viewport: phone })
  const page = await enter(person, '/me/security')
  await page.getByRole('button', { name: named(security.totp.begin) }).click()
  const dialog = proofDialog(page, words)
  const shown = await nextCode(page, () => dialog.getByText(proving.ways.link, { exact: true }).click())
  await expect(dialog.getByRole('img', { name: proving.link.code })).toBeVisible()
  await expectAccessible(page)
  await picture(page, 'step-up-qr')
  await scan(pocket, shown.url)
  await expect(pocket.getByRole('heading', { name: linking.title['step-up'] })).toBeVisible()
  await expectAccessible(pocket)
  await approve(pocket, words, shown.digits, linking.yes['step-up'])
  await expect(page.getByRole('dialog', { name: security.totp.form })).toBeVisible()
})
