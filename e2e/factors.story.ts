import { contract } from '@hufu/contract'
import { expect } from '@playwright/test'
import { foundCompany } from './harness/company.ts'
import { appCode, proveByPassword, setUpApp } from './harness/factors.ts'
import { handsOn, named } from './harness/hands.ts'
import { expectAccessible, fill, phone, picture, story } from './harness/story.ts'

story(
  'whoever sets up an authenticator app needs the password and a code from then on',
  async ({ company, enter, stranger, words }) => {
    const department = await company.department(`验证组 ${company.fresh()}`)
    const person = await company.person('韩梅', 'hanmei', department)
    const page = await enter(person, '/me/security')
    const { security, entry, proving } = words
    const secret = await setUpApp(page, words, person.password)
    const app = page.getByRole('region', { name: security.totp.title })
    await expect(app.getByText(security.on, { exact: true })).toBeVisible()
    await expectAccessible(page)
    await picture(page, 'security')

    const other = await stranger(`${company.server.url}/contacts`, { viewport: phone })
    const hands = handsOn(other, words)
    await hands.signIn(person.login, person.password)
    await expect(other.getByRole('heading', { name: entry.second.title })).toBeVisible()
    const code = other.getByLabel(proving.totp.label, { exact: true })
    const act = other.getByRole('button', { name: named(entry.second.act) })
    const ways = other.getByRole('radiogroup', { name: proving.choose })
    await ways.getByText(proving.ways.totp, { exact: true }).click()
    await act.click()
    await expect(other.getByText(proving.totp.needed)).toBeVisible()
    await code.fill('000000')
    await act.click()
    await expect(other.getByRole('alert')).toBeVisible()
    await expect(code).toHaveValue('')
    await expectAccessible(other)
    await picture(other, 'second-step-phone')

    // Back to the first step and on again: what was begun is simply left.
    await other.getByRole('button', { name: named(entry.second.leave) }).click()
    await hands.signIn(person.login, person.password)
    await ways.getByText(proving.ways.totp, { exact: true }).click()
    await code.fill(await appCode(secret))
    await act.click()
    await expect(other).toHaveURL(/\/contacts$/)
  },
)

story(
  'recovery codes are shown once, each opens once, and they have to be kept before the page goes on',
  async ({ company, enter, stranger, words }) => {
    const department = await company.department(`备用组 ${company.fresh()}`)
    const person = await company.person('罗兰', 'luolan', department)
    const page = await enter(person, '/me/security')
    const { security, entry, proving } = words
    await setUpApp(page, words, person.password)
    const { recovery } = security
    await page.getByRole('button', { name: named(recovery.make) }).click()
    const sure = page.getByRole('dialog').filter({ hasText: recovery.once })
    await sure.getByRole('button', { name: named(recovery.make) }).click()
    await proveByPassword(page, words, person.password)
    const shown = page.getByRole('dialog').filter({ hasText: recovery.shown })
    await expect(shown.getByRole('listitem')).toHaveCount(10)
    const codes = await shown.getByRole('listitem').allInnerTexts()
    expect(new Set(codes).size).toBe(10)
    await expectAccessible(page)
    const close = shown.getByRole('button', { name: named(recovery.close) })
    await expect(close).toBeDisabled()
    await page.keyboard.press('Escape')
    await expect(shown).toBeVisible()
    await shown.getByRole('checkbox', { name: recovery.kept }).check()
    await close.click()
    await expect(shown).toBeHidden()
    await expect(page.getByText(fill(recovery.left, { left: 10, all: 10 }))).toBeVisible()

    const [first = ''] = codes
    const signInBy = async (code: string) => {
      const other = await stranger(`${company.server.url}/me/security`)
      await handsOn(other, words).signIn(person.login, person.password)
      const ways = other.getByRole('radiogroup', { name: proving.choose })
      await ways.getByText(proving.ways.recovery, { exact: true }).click()
      await other.getByRole('textbox', { name: proving.recovery.label, exact: true }).fill(code)
      await other.getByRole('button', { name: named(entry.second.act) }).click()
      return other
    }
    const inside = await signInBy(first)
    await expect(inside.getByText(fill(recovery.left, { left: 9, all: 10 }))).toBeVisible()
    const outside = await signInBy(first)
    await expect(outside.getByRole('alert')).toBeVisible()
  },
)

story(
  'a company asks for more: whoever it stops is shown before, and afterwards sees how to go on',
  async ({ language, stranger, words }) => {
    story.slow()
    const company = await foundCompany(language)
    const department = await company.department('客服部')
    const person = await company.person('丁香', 'dingxiang', department)
    const { protection, common, security, messenger } = words
    const { url } = company.server
    const hers = await stranger(`${url}/contacts`, { viewport: phone })
    await handsOn(hers, words).signIn(person.login, person.password)
    await expect(hers.getByRole('heading', { name: messenger.contacts.title })).toBeVisible()

    const page = await stranger(`${url}/console/protection`)
    await handsOn(page, words).signIn(company.creator.login, company.creator.password)
    const choose = page.getByRole('button', { name: named(protection.choose) })
    await expect(choose).toBeDisabled()
    // Strict would stop the creator, who has no passkey: that is said, and cannot be chosen.
    await page.getByRole('radio', { name: protection.profiles.strict.title }).check()
    const stopped = page.getByRole('region', { name: protection.stopped.title })
    await expect(stopped.getByRole('alert').filter({ hasText: protection.stopped.me })).toBeVisible()
    await expect(choose).toBeDisabled()
    await expectAccessible(page)
    await picture(page, 'protection')
    await page.getByRole('button', { name: named(protection.undo) }).click()

    await handsOn(page, words).select(
      page.getByRole('combobox', { name: common.tier.member, exact: true }),
      protection.needs['second-factor'],
    )
    await expect(stopped.getByRole('link', { name: person.name })).toBeVisible()
    await choose.click()
    const sure = page.getByRole('dialog').filter({ hasText: common.ask.consequence })
    await sure.getByRole('textbox', { name: common.ask.reason, exact: true }).fill('客户要求')
    await sure.getByRole('button', { name: named(protection.choose) }).click()
    await proveByPassword(page, words, company.creator.password)
    await expect(sure).toBeHidden()

    // Her open page is held to this one page, at whatever address.
    await hers.goto(`${url}/contacts`)
    await expect(hers.getByText(security.limited['second-factor'])).toBeVisible()
    await expect(hers.getByRole('heading', { name: messenger.contacts.title })).toBeHidden()
    await expectAccessible(hers)
    await picture(hers, 'limited-phone')
    await setUpApp(hers, words, person.password)
    await expect(hers.getByRole('heading', { name: messenger.contacts.title })).toBeVisible()
    await company.remove()
  },
)

story(
  'a session elsewhere is ended from my page, and an administrator ends one and resets what was lost',
  async ({ company, enter, words }) => {
    const department = await company.department(`设备组 ${company.fresh()}`)
    const person = await company.person('文静', 'wenjing', department)
    const { self, security, directory, common } = words
    const page = await enter(person, '/me/security')
    const other = await enter(person, '/contacts')
    const third = await enter(person, '/contacts')
    await page.reload()
    const sessions = page.getByRole('region', { name: self.sessions.title })
    await expect(sessions.getByRole('listitem')).toHaveCount(4)
    await sessions.getByRole('button', { name: named(self.sessions.endOthers) }).click()
    await handsOn(page, words).confirm(self.sessions.endOthers)
    await expect(other).toHaveURL(/\/sign-in/)
    await expect(third).toHaveURL(/\/sign-in/)
    await expect(sessions.getByRole('listitem')).toHaveCount(1)
    await setUpApp(page, words, person.password)

    const admin = await enter(company.creator, `/console/members?member=${person.id}`)
    const factors = admin.getByRole('region', { name: directory.factors.title })
    await expect(factors.getByText(directory.factors.totp, { exact: true })).toBeVisible()
    await expectAccessible(admin)
    await factors.getByRole('button', { name: named(directory.factors.reset) }).click()
    const sure = admin.getByRole('dialog').filter({ hasText: directory.factors.resetLines.gone })
    await sure.getByRole('textbox', { name: common.ask.reason, exact: true }).fill('手机丢失，已当面核实')
    await sure.getByRole('button', { name: named(directory.factors.reset) }).click()
    await proveByPassword(admin, words, company.creator.password)
    await expect(sure).toBeHidden()
    await expect(factors.getByText(directory.factors.none)).toBeVisible()
    // Ended with it, and the password alone leads in again.
    await expect(page).toHaveURL(/\/sign-in/)
    await handsOn(page, words).signIn(person.login, person.password)
    await expect(page.getByRole('heading', { name: security.title })).toBeVisible()

    await admin.reload()
    const end = admin.getByRole('button', { name: new RegExp(`^${directory.sessions.end} `) })
    await end.first().click()
    await handsOn(admin, words).confirm(directory.sessions.end, '电脑送修')
    await expect(page).toHaveURL(/\/sign-in/)
  },
)

story('what is not mine to set stands there with its reason', async ({ company, enter, words }) => {
  const department = await company.department(`旁观组 ${company.fresh()}`)
  const person = await company.person('贺茂', 'hemao', department)
  await company.asCreator.ask(contract.authority.appointAdministrator, {
    body: {
      memberId: person.id,
      tier: 'scoped',
      permissions: ['sec.session.view'],
      scope: { type: 'workspace' },
      because: '值班',
    },
  })
  const page = await enter(person, '/console/protection')
  const { protection } = words
  await expect(page.getByRole('radio', { name: protection.profiles.strict.title })).toBeDisabled()
  await expect(page.getByRole('button', { name: named(protection.choose) })).toHaveAttribute(
    'aria-disabled',
    'true',
  )
})
