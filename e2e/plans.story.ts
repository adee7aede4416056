import { permission } from '@hufu/authority'
import { expect } from '@playwright/test'
import { named } from './harness/hands.ts'
import { expectAccessible, fill, phone, picture, story } from './harness/story.ts'

const AHEAD_MS = 12_000
const because = '项目结束，合同到期'

story(
  'two people are seen off by a pasted list: looked at first, confirmed by a password, done when the moment comes',
  async ({ company, enter, words, language }) => {
    story.slow()
    const { plans, common, revocations, directory } = words
    const department = await company.department(`驻场部 ${company.fresh()}`)
    const wang = await company.person('王伟', 'wangwei', department)
    const zhao = await company.person('赵敏', 'zhaomin', department)
    const page = await enter(company.creator, `/console/members?member=${wang.id}`)

    await page.getByRole('button', { name: named(plans.card.plan) }).click()
    await expect(page.getByRole('heading', { name: plans.form.title })).toBeVisible()
    await page.goto(new URL('/console/plans', page.url()).href)
    await page.getByRole('link', { name: named(plans.make) }).click()

    const list = page.getByRole('textbox', { name: plans.form.list })
    const reason = page.getByRole('textbox', { name: common.ask.reason, exact: true })
    await reason.fill(because)

    // Who is unknown keeps everybody until they are left out; a day that is none is told by its line.
    await list.fill(`${wang.login}, 2026-02-30`)
    await page.getByRole('button', { name: named(plans.form.look) }).click()
    await expect(page.getByText(fill(plans.form.badDay, { line: 1, text: '2026-02-30' }))).toBeVisible()
    await expectAccessible(page)
    const due = new Date(Date.now() + AHEAD_MS).toISOString()
    await list.fill(`${wang.login}, ${due}\n${zhao.login}\t${due}\nnobody.here`)
    await page.getByRole('button', { name: named(plans.form.look) }).click()
    const people = page.getByRole('table', { name: plans.preview.list })
    await expect(people.getByRole('row').filter({ hasText: zhao.name })).toBeVisible()
    await expect(page.getByRole('button', { name: fill(plans.preview.send, { count: 3 }) })).toBeDisabled()
    await page.getByRole('button', { name: fill(plans.preview.leaveOut, { count: 1 }) }).click()
    await expect(people.getByRole('row')).toHaveCount(3)
    await page.getByRole('button', { name: fill(plans.preview.send, { count: 2 }) }).click()

    const act = permission('org.member.delete')[language === 'zh-CN' ? 'zh' : 'en']
    const dialog = page.getByRole('dialog', { name: fill(common.stepUp.title, { act }) })
    const password = dialog.getByLabel(common.stepUp.password, { exact: true })
    await password.fill(company.creator.password)
    await password.press('Enter')

    await expect(page).toHaveURL(/\/console\/plans\/[0-9a-f-]{36}$/)

    // Nobody reloads: the page itself says when they have gone.
    await expect(page.getByText(because)).toBeVisible()
    const parts = page.getByRole('table', { name: plans.one.people })
    const done = parts.getByText(plans.item.done, { exact: true })
    await expect(done).toHaveCount(2, { timeout: 40_000 })
    await expect(page.getByText(plans.state.done, { exact: true }).first()).toBeVisible()
    await expect(parts.getByRole('link', { name: revocations.see })).toHaveCount(2)
    await expectAccessible(page)
    await picture(page, 'plan')
    await page.setViewportSize(phone)
    await expectAccessible(page)

    await parts.getByRole('link', { name: revocations.see }).first().click()
    await expect(page.getByText(because)).toBeVisible()

    await page.goto(new URL('/console/plans', page.url()).href)
    await expect(page.getByText(plans.state.done, { exact: true }).first()).toBeVisible()
    await expectAccessible(page)
    await page.goto(new URL(`/console/members?member=${zhao.id}`, page.url()).href)
    const card = page.getByRole('dialog', { name: directory.member.drawer })
    await expect(card.getByText(common.status.departed, { exact: true })).toBeVisible()
  },
)
