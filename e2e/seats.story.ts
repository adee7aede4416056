import { permission } from '@hufu/authority'
import { contract } from '@hufu/contract'
import { expect } from '@playwright/test'
import { handsOn, named, starting } from './harness/hands.ts'
import { expectAccessible, fill, phone, story } from './harness/story.ts'

const because = '区域值班'

story(
  'a scoped administrator finds the rules of their people without searching, and sees what a suspension takes before it is done',
  async ({ company, enter, words }) => {
    const { authority, changes, common, directory, seats } = words
    const [north, west] = [
      await company.department(`华北区 ${company.fresh()}`),
      await company.department(`西南区 ${company.fresh()}`),
    ]
    const xu = await company.person('许念', 'xunian', north)
    const fang = await company.person('方程', 'fangcheng', north)
    const ma = await company.person('马原', 'mayuan', west)
    const { asCreator } = company
    for (const { id } of [fang, ma]) {
      const rule = { subject: { type: 'member', id }, scope: { type: 'workspace' }, because } as const
      await asCreator.ask(contract.authority.give, {
        body: { ...rule, right: { type: 'permission', key: 'resource.read' } },
      })
      await asCreator.ask(contract.authority.restrict, {
        body: { ...rule, right: { type: 'permission', key: 'resource.write' } },
      })
    }
    const group = await asCreator.ask(contract.directory.createGroup, { body: { name: `值班 ${xu.login}` } })
    const params = { groupId: group.id }
    await asCreator.ask(contract.directory.changeGroupMembers, { params, body: { add: [fang.id] } })
    const card = await asCreator.ask(contract.directory.member, { params: { memberId: fang.id } })
    await asCreator.ask(contract.directory.changeAppointment, {
      params: { appointmentId: card.appointments[0]?.id ?? '' },
      body: { head: true },
    })
    await asCreator.ask(contract.authority.appointAdministrator, {
      body: {
        memberId: xu.id,
        tier: 'scoped',
        permissions: ['perm.view', 'org.member.disable', 'org.member.delete'],
        scope: { type: 'departments', ids: [north] },
        because,
      },
    })

    const hers = await enter(xu, '/console/grants')
    const her = handsOn(hers, words)
    await expect(her.row(authority.grants.list, fang.name)).toContainText(because)
    await expect(her.row(authority.grants.list, ma.name)).toHaveCount(0)
    await expect(hers.getByText(seats.listed.trim())).toBeVisible()
    await expectAccessible(hers)
    await hers.goto(`${company.server.url}/console/restrictions`)
    await expect(her.row(authority.restrictions.list, fang.name)).toContainText(because)
    await expect(her.row(authority.restrictions.list, ma.name)).toHaveCount(0)
    await hers.setViewportSize(phone)
    expect(await hers.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true)

    // Leaving is looked at first too, and left alone.
    await hers.goto(`${company.server.url}/console/members?member=${fang.id}`)
    const { life } = directory
    const headed = card.appointments[0]?.departmentName ?? ''
    await hers.getByRole('button', { name: named(life.depart) }).click()
    const leaving = hers.getByRole('dialog', { name: fill(life.departTitle, { name: fang.name }) })
    await expect(leaving).toContainText(fill(life.headLeaves, { departments: headed }))
    await expect(leaving).toContainText(fill(life.groupsLeft, { groups: `值班 ${xu.login}` }))
    const effect = leaving.getByRole('region', { name: changes.title })
    await expect(effect).toContainText(fang.name)
    await expect(effect).toContainText(common.status.departed)
    await expectAccessible(hers)
    await leaving.getByRole('button', { name: named(common.act.cancel) }).click()

    await hers.getByRole('button', { name: named(life.suspend) }).click()
    const pausing = hers.getByRole('dialog', { name: fill(life.suspendTitle, { name: fang.name }) })
    await expect(pausing).toContainText(fill(life.headSuspended, { departments: headed }))
    await expect(pausing.getByRole('region', { name: changes.title })).toContainText(changes.how.lost)
    await pausing.getByLabel(common.ask.reason).fill(because)
    await pausing.getByRole('button', { name: starting(life.suspend) }).click()
    await expect(pausing).toBeHidden()
    const drawer = hers.getByRole('dialog', { name: directory.member.drawer })
    await expect(drawer.getByText(common.status.suspended, { exact: true })).toBeVisible()
  },
)

story(
  'a seat is given from a day to come, and any entry of the ledger opens by its address',
  async ({ company, enter, words, language }) => {
    const { authority, changes, common, ledger } = words
    const { administrators, grants, scope, terms } = authority
    const department = await company.department(`审计部 ${company.fresh()}`)
    const he = await company.person('何清', 'heqing', department)
    const page = await enter(company.creator, `/console/administrators?open=new&member=${he.id}`)
    const hands = handsOn(page, words)
    const drawer = page.getByRole('dialog', { name: administrators.appoint })
    await drawer.getByRole('radio', { name: scope['own-department'] }).check()
    const { zh, en } = permission('perm.view')
    await drawer
      .getByRole('group', { name: administrators.permissions })
      .getByRole('checkbox', { name: language === 'zh-CN' ? zh : en })
      .check()
    await drawer.getByRole('radio', { name: fill(terms.days, { count: 7 }), exact: true }).check()
    await drawer.getByRole('radio', { name: terms.later, exact: true }).check()
    const start = drawer.getByRole('textbox', { name: terms.startDate })
    await start.fill('2099-03-01 09:00')
    await start.press('Enter')
    await drawer.getByLabel(common.ask.reason).fill(because)
    await drawer.getByRole('button', { name: named(changes.look) }).click()
    await expect(drawer.getByText(terms.backwards)).toBeVisible()
    await expectAccessible(page)
    await drawer.getByRole('radio', { name: fill(terms.days, { count: 30 }), exact: true }).check()
    await expect(drawer.getByText(terms.backwards)).toBeHidden()
    await drawer.getByRole('button', { name: named(changes.look) }).click()
    const effect = drawer.getByRole('region', { name: changes.title })
    await expect(effect).toContainText(fill(changes.begins, { time: '2099-03-01 09:00' }))
    await expect(effect).toContainText(he.name)
    await drawer.getByRole('button', { name: starting(administrators.appoint) }).click()
    await expect(drawer).toBeHidden()
    const row = hands.row(administrators.list, he.name)
    for (const part of [grants.notYet, '2099-03-01 09:00', '2099-03-31'])
      await expect(row).toContainText(part)

    // It is said on the person's profile, and may be begun at once instead.
    await page.goto(`${company.server.url}/console/members/${he.id}`)
    const aside = page.getByRole('complementary').filter({ hasText: authority.profile.seats })
    await expect(aside).toContainText('2099-03-01 09:00')
    await expect(aside).toContainText(grants.notYet)
    await aside.getByRole('link', { name: common.act.details }).click()
    const detail = page.getByRole('dialog', { name: administrators.detail })
    await detail.getByRole('button', { name: named(administrators.change) }).click()
    const changing = page.getByRole('dialog', { name: fill(administrators.changeTitle, { name: he.name }) })
    await changing.getByRole('radio', { name: terms.now, exact: true }).check()
    await changing.getByLabel(common.ask.reason).fill(because)
    await changing.getByRole('button', { name: named(changes.look) }).click()
    await expect(changing.getByRole('region', { name: changes.title })).toContainText(he.name)
    await changing.getByRole('button', { name: starting(administrators.change) }).click()
    await expect(changing).toBeHidden()
    await expect(detail).not.toContainText(grants.notYet)

    // The list shows other entries only; the one that is linked to opens all the same.
    const { url } = company.server
    await page.goto(`${url}/console/ledger?event=administrator.appointed@1&entry=0`)
    const entry = page.getByRole('dialog', { name: ledger.detail })
    await expect(entry).toContainText('#0')
    await expect(entry).toContainText(ledger.events.workspace_founded)
    await page.goto(`${url}/console/ledger?entry=123456789`)
    await expect(entry).toContainText(fill(ledger.notHere, { index: 123_456_789 }))
  },
)
