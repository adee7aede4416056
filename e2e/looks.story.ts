import { expect } from '@playwright/test'
import { words as english } from '../web/words/en-US/index.ts'
import { words as chinese } from '../web/words/zh-CN/index.ts'
import { handsOn, named } from './harness/hands.ts'
import { phone, story } from './harness/story.ts'

story(
  'the page changes its language and its looks at once, and remembers both',
  async ({ company, enter, words }) => {
    const department = await company.department(`翻译部 ${company.fresh()}`)
    const person = await company.person('苏菲', 'sufei', department)
    const page = await enter(person, '/me')
    const other = words.common.app === chinese.common.app ? english : chinese
    const language = page.getByRole('radiogroup', { name: words.self.language, exact: true })
    await language.getByText(other === english ? 'English' : '简体中文').click()
    await expect(page.getByRole('link', { name: other.common.nav.messages })).toBeVisible()
    await expect(page.locator('html')).toHaveAttribute('lang', other === english ? 'en-US' : 'zh-CN')

    const looks = page.getByRole('radiogroup', { name: other.self.looks, exact: true })
    await looks.getByText(other.common.theme.dark, { exact: true }).click()
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
    await page.reload()
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
    await expect(page.getByRole('link', { name: other.common.nav.messages })).toBeVisible()

    // The server remembers the language as well: another browser of theirs speaks it.
    await expect
      .poll(async (): Promise<unknown> => (await page.request.get(`${company.server.url}/api/v1/me`)).json())
      .toMatchObject({ locale: other === english ? 'en-US' : 'zh-CN' })
  },
)

story(
  'on a phone one goes from messages to contacts to oneself, with one thumb',
  async ({ company, enter, words }) => {
    const department = await company.department(`外卖部 ${company.fresh()}`)
    const qiu = await company.person('邱天', 'qiutian', department)
    const shi = await company.person('石磊', 'shilei', department)
    const page = await enter(qiu, '/', { viewport: phone, hasTouch: true, isMobile: true })
    const hands = handsOn(page, words)
    const { messenger, common } = words
    const tabs = page.getByRole('navigation', { name: common.nav.main })
    await expect(tabs.getByRole('link')).toHaveCount(4)

    await tabs.getByRole('link', { name: common.nav.contacts }).tap()
    await page.getByRole('searchbox', { name: messenger.contacts.search, exact: true }).fill(shi.login)
    await page.getByRole('table', { name: messenger.contacts.list }).getByRole('button').tap()
    await page.getByRole('button', { name: named(messenger.contacts.message) }).tap()
    await hands.composer.fill('到楼下了')
    await page.getByRole('button', { name: named(messenger.composer.send) }).tap()
    await expect(hands.message('到楼下了')).toBeVisible()

    // Nothing is wider than the phone.
    const fits = async (): Promise<void> =>
      expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true)
    await fits()
    await page.getByRole('button', { name: named(messenger.thread.back) }).tap()
    await expect(hands.conversation(shi.name)).toBeVisible()
    await tabs.getByRole('link', { name: common.nav.workbench }).tap()
    await expect(page.getByRole('heading', { name: messenger.workbench.title })).toBeVisible()
    await fits()
    // What has not been read is counted before the word.
    await tabs.getByRole('link', { name: new RegExp(`(?:^|\\s)${common.nav.me}$`) }).tap()
    await expect(page.getByRole('heading', { name: qiu.name })).toBeVisible()
    await fits()
    await page.getByRole('button', { name: named(common.act.signOut) }).tap()
    await expect(page).toHaveURL(/\/sign-in/)
  },
)

story('without a mouse one signs in, finds a colleague and writes', async ({ company, stranger, words }) => {
  const department = await company.department(`速记部 ${company.fresh()}`)
  const mo = await company.person('莫言', 'moyan', department)
  const yu = await company.person('余音', 'yuyin', department)
  const page = await stranger(company.server.url)
  const keys = page.keyboard
  await expect(page.getByLabel(words.entry.signIn.login)).toBeFocused()
  await keys.type(mo.login)
  await keys.press('Tab')
  await keys.type(mo.password)
  await keys.press('Enter')

  const start = page.getByRole('button', { name: named(words.messenger.start.button) }).first()
  await tabTo(start)
  await keys.press('Enter')
  // The menu opens with its first entry in hand.
  await expect(page.getByRole('menuitem', { name: named(words.messenger.start.direct) })).toBeFocused()
  await keys.press('Enter')
  const picker = page.getByRole('dialog')
  await tabTo(picker.getByRole('searchbox', { name: words.common.picker.search, exact: true }))
  await keys.type(yu.login)
  const choice = picker.getByRole('checkbox', { name: new RegExp(yu.name) })
  await expect(choice).toBeVisible()
  await tabTo(choice)
  await keys.press('Space')
  await tabTo(picker.getByRole('button', { name: named(words.common.act.ok) }))
  await keys.press('Enter')
  const hands = handsOn(page, words)
  await expect(hands.composer).toBeFocused()
  await keys.type('会议纪要已经发出')
  await keys.press('Enter')
  await expect(hands.message('会议纪要已经发出')).toBeVisible()

  async function tabTo(wanted: typeof start): Promise<void> {
    await expect(wanted).toBeVisible()
    for (let pressed = 0; pressed < 60; pressed++) {
      if ((await wanted.and(page.locator(':focus')).count()) === 1) return
      await keys.press('Tab')
    }
    await expect(wanted).toBeFocused()
  }
})

story('the shell opens without a network and says so', async ({ company, enter, words }) => {
  const department = await company.department(`野外队 ${company.fresh()}`)
  const person = await company.person('封野', 'fengye', department)
  const page = await enter(person)
  await expect(page.getByRole('navigation', { name: words.common.nav.main })).toBeVisible()
  await page.evaluate('navigator.serviceWorker.ready.then(() => true)')
  // Once with the worker in charge, so that it has seen the files of the page.
  await page.reload()
  await expect(page.getByRole('navigation', { name: words.common.nav.main })).toBeVisible()

  await page.context().setOffline(true)
  await page.reload()
  await expect(page.locator('#root')).not.toBeEmpty()
  await expect(page.getByText(/服务器|server/)).toBeVisible()
  await page.context().setOffline(false)
  await page.reload()
  await expect(page.getByRole('navigation', { name: words.common.nav.main })).toBeVisible()
})
