import { permission } from '@hufu/authority'
import { contract } from '@hufu/contract'
import { expect } from '@playwright/test'
import { proveByPassword } from './harness/factors.ts'
import { named } from './harness/hands.ts'
import { enterOwn, inOwnCompany } from './harness/seat.ts'
import { becomesStrict } from './harness/store-time.ts'
import { expectAccessible, fill, phone, picture, story } from './harness/story.ts'

story(
  'where the company is strict, a role is made by two: one asks, the other sees exactly what, and it goes on by itself',
  async ({ stranger, words, language }) => {
    story.slow()
    await inOwnCompany(language, async (company) => {
      const { halves, authority, common, self } = words
      const [bai, fan] = [
        await company.person('白朗', 'bailang', company.rootId),
        await company.person('范宁', 'fanning', company.rootId),
      ]
      for (const { id } of [bai, fan])
        await company.asCreator.ask(contract.authority.appointAdministrator, {
          body: { memberId: id, tier: 'super', because: '值班' },
        })
      await becomesStrict(company.server)
      const name = '仓库盘点'
      const make = async (page: Awaited<ReturnType<typeof enterOwn>>): Promise<void> => {
        await page.getByRole('button', { name: named(authority.roles.create) }).click()
        const form = page.getByRole('dialog', { name: authority.roles.create })
        await form.getByLabel(authority.roles.name).fill(name)
        await form.getByRole('checkbox').first().check()
        await form.getByRole('button', { name: named(common.act.save) }).click()
      }
      const asking = async (page: Awaited<ReturnType<typeof enterOwn>>): Promise<void> => {
        const dialog = page.getByRole('dialog').filter({ hasText: halves.dialog.lead })
        const act = permission('admin.role.manage')[language === 'zh-CN' ? 'zh' : 'en']
        await expect(dialog).toContainText(fill(halves.dialog.title, { act }))
        await expectAccessible(page)
        await dialog.getByRole('textbox').fill('新仓库启用')
        await dialog.getByRole('button', { name: named(halves.dialog.act) }).click()
        await proveByPassword(page, words, bai.password)
        await expect(page.getByText(halves.dialog.waiting)).toBeVisible()
      }
      const his = await enterOwn({ stranger, words }, company, bai, '/console/roles')
      await make(his)
      // Where the proof is wanted first, it is given before anybody else is asked.
      const first = his.getByRole('dialog').filter({ hasText: halves.dialog.lead })
      const password = his.getByLabel(common.stepUp.password, { exact: true })
      await expect(first.or(password).first()).toBeVisible()
      if (await password.isVisible()) await proveByPassword(his, words, bai.password)
      await asking(his)
      await picture(his, 'second-half-waiting')

      const hers = await enterOwn({ stranger, words }, company, fan, '/me/notices', phone)
      await hers.getByRole('link', { name: self.notices.see.half }).first().click()
      await expect(hers.getByRole('heading', { name: halves.one.exactly })).toBeVisible()
      await expect(hers.getByText(name).first()).toBeVisible()
      await expectAccessible(hers)
      expect(await hers.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true)
      await hers.getByRole('button', { name: named(halves.one.agree) }).click()
      const dialog = hers.getByRole('dialog').filter({ hasText: common.ask.consequence })
      await dialog.getByRole('button', { name: named(halves.one.agree) }).click()
      await proveByPassword(hers, words, fan.password)
      await expect(hers.getByText(halves.state.agreed, { exact: true })).toBeVisible()

      // His page goes on by itself, and asks once more who sits there.
      await proveByPassword(his, words, bai.password)
      await expect(his.getByText(name).first()).toBeVisible()
      await expect(hers.getByText(halves.state.used, { exact: true })).toBeVisible()

      // What two have done stands with both names, and can be taken back.
      await hers.goto(`${company.server.url}/console/critical`)
      const act = hers.getByRole('listitem').filter({ hasText: name })
      await expect(act).toContainText(bai.name)
      await expect(act).toContainText(fan.name)
      await expectAccessible(hers)
      await hers.goto(`${company.server.url}/console/critical?tab=halves`)
      await expect(hers.getByText(halves.state.used, { exact: true })).toBeVisible()
      await expectAccessible(hers)
    })
  },
)

story(
  'a critical act of the last days is taken back, with what that does said before',
  async ({ stranger, words, language }) => {
    await inOwnCompany(language, async (company) => {
      const { halves, common } = words
      const bai = await company.person('白朗', 'bailang', company.rootId)
      await company.asCreator.ask(contract.authority.appointAdministrator, {
        body: { memberId: bai.id, tier: 'super', because: '值班' },
      })
      const page = await enterOwn({ stranger, words }, company, company.creator, '/console/critical')
      const act = page.getByRole('listitem').filter({ hasText: bai.name }).first()
      await expectAccessible(page)
      await picture(page, 'critical-acts')
      await act.getByRole('button', { name: named(halves.acts.revert) }).click()
      const dialog = page.getByRole('dialog').filter({ hasText: common.ask.consequence })
      await dialog.getByRole('textbox').fill('任命错了人')
      await dialog.getByRole('button', { name: named(halves.acts.back) }).click()
      await expect(dialog).toBeHidden()
      const back = halves.acts.reverted.split('{{time}}')[0]?.trim() ?? ''
      await expect(act.getByText(back)).toBeVisible()
      await page.setViewportSize(phone)
      await expectAccessible(page)
      const { items } = await company.asCreator.ask(contract.authority.administrators, { query: {} })
      expect(items.some(({ memberId }) => memberId === bai.id)).toBe(false)
    })
  },
)
