import { permission } from '@hufu/authority'
import { contract } from '@hufu/contract'
import { expect } from '@playwright/test'
import { named, starting } from './harness/hands.ts'
import { expectAccessible, fill, phone, story } from './harness/story.ts'

story(
  'letting somebody go is confirmed by a password, and the creator hears of it at once',
  async ({ company, enter, words, language }) => {
    const department = await company.department(`法务部 ${company.fresh()}`)
    const lina = await company.person('李娜', 'lina', department)
    const wang = await company.person('王伟', 'wangwei', department)
    const because = '值班需要'
    await company.asCreator.ask(contract.authority.appointAdministrator, {
      body: { memberId: lina.id, tier: 'super', because },
    })
    const founders = await enter(company.creator)
    const { common, self, directory } = words
    const bell = founders.getByRole('navigation', { name: common.nav.main }).getByRole('link', {
      name: common.nav.notices,
    })
    await expect(bell).toBeVisible()

    const hers = await enter(lina, `/console/members?member=${wang.id}`)
    const { life } = directory
    await hers.getByRole('button', { name: named(life.depart) }).click()
    const first = hers.getByRole('dialog', { name: fill(life.departTitle, { name: wang.name }) })
    await first.getByLabel(common.ask.reason).fill('个人原因离职')
    await first.getByRole('button', { name: starting(life.depart) }).click()

    // Exactly what is confirmed: the act, the person, the reason.
    const act = permission('org.member.delete')[language === 'zh-CN' ? 'zh' : 'en']
    const dialog = hers.getByRole('dialog', { name: fill(common.stepUp.title, { act }) })
    await expect(dialog).toContainText(wang.name)
    await expect(dialog).toContainText('个人原因离职')
    const password = dialog.getByLabel(common.stepUp.password, { exact: true })
    await expect(password).toBeFocused()
    await expectAccessible(hers)

    // Given up: nothing has happened.
    await dialog.getByRole('button', { name: named(common.act.cancel) }).click()
    await expect(dialog).toBeHidden()
    await expect(first.getByRole('alert')).toBeVisible()
    await first.getByRole('button', { name: starting(life.depart) }).click()

    await password.fill('not my password')
    await password.press('Enter')
    await expect(dialog.getByRole('alert')).toBeVisible()
    await expect(password).toHaveValue('')
    await password.fill(lina.password)
    await password.press('Enter')
    await expect(dialog).toBeHidden()
    await expect(first).toBeHidden()
    const drawer = hers.getByRole('dialog', { name: directory.member.drawer })
    await expect(drawer.getByText(common.status.departed, { exact: true })).toBeVisible()

    // Without a reload the creator has it on the bell, and reads who, whom and why.
    await expect(bell).toContainText(/[1-9]/)
    await bell.click()
    const told = founders.getByRole('region', { name: self.notices.title }).getByRole('listitem').first()
    for (const part of [act, lina.name, wang.name, '个人原因离职']) await expect(told).toContainText(part)
    await expectAccessible(founders)
    await founders.getByRole('button', { name: self.notices.markRead }).click()
    await expect(founders.getByText(self.notices.new, { exact: true })).toHaveCount(0)
    await told.getByRole('link', { name: self.notices.entry }).click()
    await expect(founders.getByRole('dialog')).toContainText('个人原因离职')
  },
)

story(
  'on a phone a role is made with the password too, and the notices are at hand',
  async ({ company, enter, words }) => {
    const { common, authority, self } = words
    const hers = await enter(company.creator, '/console/roles', { viewport: phone })
    await hers.getByRole('button', { name: named(authority.roles.create) }).click()
    const form = hers.getByRole('dialog', { name: authority.roles.create })
    const name = `外勤 ${company.fresh()}`
    await form.getByLabel(authority.roles.name).fill(name)
    await form.getByRole('checkbox').first().check()
    await form.getByRole('button', { name: named(common.act.save) }).click()
    const dialog = hers.getByRole('dialog').filter({ hasText: common.stepUp.heard.critical })
    await expect(dialog).toContainText(name)
    expect((await dialog.boundingBox())?.width).toBeLessThanOrEqual(phone.width)
    await dialog.getByLabel(common.stepUp.password, { exact: true }).fill(company.creator.password)
    await dialog.getByRole('button', { name: named(common.stepUp.confirm) }).click()
    await expect(dialog).toBeHidden()
    await expect(form).toBeHidden()
    await expect(hers.getByText(name).first()).toBeVisible()
    await hers.getByRole('link', { name: common.nav.notices }).click()
    await expect(hers.getByRole('heading', { name: self.notices.title })).toBeVisible()
  },
)
