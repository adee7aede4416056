import { permission } from '@hufu/authority'
import { contract } from '@hufu/contract'
import { expect } from '@playwright/test'
import type { Page } from '@playwright/test'
import { handsOn, starting } from './harness/hands.ts'
import { expectAccessible, fill, phone, picture, story } from './harness/story.ts'

const KEY = 'resource.write'
const END = '2098-01-01T00:00:00Z'

story(
  'a right is suspended, resumed and extended by an administrator, and given up by whoever no longer needs it',
  async ({ company, enter, words, language }) => {
    story.slow()
    const { lives, authority, self } = words
    const right = permission(KEY)[language === 'zh-CN' ? 'zh' : 'en']
    const department = await company.department(`外联部 ${company.fresh()}`)
    const wang = await company.person('王伟', 'wangwei', department)
    await company.asCreator.ask(contract.authority.give, {
      body: {
        subject: { type: 'member', id: wang.id },
        right: { type: 'permission', key: KEY },
        scope: { type: 'workspace' },
        until: END,
        because: '客户演示',
      },
    })
    const act = (on: Page, name: string) =>
      on.getByRole('button', { name: fill(lives.act, { act: name, right }) })

    const page = await enter(company.creator, `/console/members/${wang.id}?find=${KEY}`)
    const hands = handsOn(page, words)
    const row = page.locator(`[data-permission="${KEY}"]`)
    await act(page, lives.suspend).click()
    await expect(page.getByText(right).first()).toBeVisible()
    await hands.confirmEffect(lives.suspend, '安全复核')
    await expect(row.getByText(lives.mark, { exact: true })).toBeVisible()
    await expect(row.getByText(/安全复核/)).toBeVisible()
    await expectAccessible(page)
    await picture(page, 'grant-suspended')

    const own = await enter(wang, '/me/permissions?tab=lost')
    await expect(own.getByText(authority.lost.event.suspended)).toBeVisible()

    await act(page, lives.resume).click()
    await expect(page.getByText(/安全复核/).last()).toBeVisible()
    await hands.confirmEffect(lives.resume, '复核无异常')
    await expect(row.getByText(lives.mark, { exact: true })).toBeHidden()

    await act(page, lives.extend).click()
    await page.getByRole('radio', { name: fill(lives.extension.days, { count: 7 }) }).check()
    await expectAccessible(page)
    await picture(page, 'grant-extended')
    await hands.confirmEffect(lives.extend, '项目延期')
    const [times] = fill(lives.times, { count: 1, time: '' }).split('1')
    await expect(row.getByText(String(times))).toBeVisible()

    await own.goto(new URL(`/me/permissions?lookFor=${KEY}`, own.url()).href)
    await own.setViewportSize(phone)
    await act(own, lives.giveUp).click()
    const dialog = own.getByRole('dialog')
    await expect(dialog.getByText(right).last()).toBeVisible()
    await dialog.getByLabel(lives.givingUp.why).fill('演示结束')
    await expectAccessible(own)
    await dialog.getByRole('button', { name: starting(lives.giveUp) }).click()
    await expect(dialog).toBeHidden()
    await own.getByRole('tab', { name: starting(self.tabs.lost) }).click()
    await expect(own.getByText(lives.how.relinquished)).toBeVisible()
    await expect(own.getByText(/演示结束/)).toBeVisible()
    await expectAccessible(own)
  },
)
