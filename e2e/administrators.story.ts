import { builtInRoles, permission } from '@hufu/authority'
import { contract } from '@hufu/contract'
import { expect } from '@playwright/test'
import { foundCompany, type Person } from './harness/company.ts'
import { handsOn, named, picking, starting } from './harness/hands.ts'
import { expectAccessible, fill, phone, picture, story } from './harness/story.ts'

story(
  'a scoped administrator does exactly their part, and reads plain reasons for the rest; the chart shows who manages what',
  async ({ stranger, words, language }) => {
    story.setTimeout(300_000)
    const company = await foundCompany(language)
    try {
      const { authority, seats, common, changes } = words
      const { administrators, scope, grants, rights } = authority
      const { url } = company.server
      const nameOf = (key: 'resource.read' | 'msg.dm') => permission(key)[language === 'zh-CN' ? 'zh' : 'en']
      const east = await company.department('华东区')
      const shanghai = await company.department('上海组', east)
      const south = await company.department('华南区')
      const xu = await company.person('许清欢', 'xuqinghuan', east)
      const fang = await company.person('方远', 'fangyuan', shanghai)
      const ma = await company.person('马超', 'machao', south)
      const enter = async (person: Person, path: string) => {
        const page = await stranger(`${url}/sign-in?back=${encodeURIComponent(path)}`)
        await handsOn(page, words).signIn(person.login, person.password)
        await page.waitForURL(`${url}${path}`)
        return page
      }

      // The creator appoints her for one department, with a ceiling; the exact effect is looked at first.
      const page = await enter(company.creator, '/console/administrators')
      const hands = handsOn(page, words)
      await expect(page.getByText(fill(seats.supersFew, { count: 0 }))).toBeVisible()
      await page.getByRole('button', { name: named(administrators.appoint) }).click()
      const drawer = page.getByRole('dialog', { name: administrators.appoint })
      await drawer.getByRole('button', { name: picking(administrators.person) }).click()
      await hands.choosePeople(xu.name)
      const preset = builtInRoles.find(({ slug }) => slug === 'department')
      await hands.select(
        drawer.getByRole('combobox', { name: administrators.preset }),
        preset?.[language === 'zh-CN' ? 'zh' : 'en'] ?? '',
      )
      await drawer.getByRole('radio', { name: scope.departments }).check()
      await drawer.getByRole('button', { name: picking(scope.choose) }).click()
      await hands.chooseDepartment('华东区')
      const ceiling = drawer.getByRole('group', { name: administrators.ceiling })
      await ceiling.getByRole('checkbox', { name: nameOf('resource.read') }).check()
      await drawer.getByLabel(common.ask.reason).fill('由区域经理管理本区')
      await drawer.getByRole('button', { name: named(changes.look) }).click()
      await expect(drawer.getByRole('region', { name: changes.title })).toContainText(xu.name)
      await expectAccessible(page)
      await drawer.getByRole('button', { name: starting(administrators.appoint) }).click()
      await expect(drawer).toBeHidden()
      await expect(hands.row(administrators.list, xu.name)).toContainText('华东区')

      // She gives what her ceiling says to somebody there.
      const hers = await enter(xu, `/console/members/${fang.id}`)
      const her = handsOn(hers, words)
      const give = async (key: 'resource.read' | 'msg.dm') => {
        await hers.getByRole('button', { name: `${rights.give} ${nameOf(key)}` }).click()
        const giving = hers.getByRole('dialog', { name: grants.give })
        await giving.getByRole('radio', { name: scope.departments }).check()
        await giving.getByRole('button', { name: picking(scope.choose) }).click()
        await her.chooseDepartment('上海组')
        await giving.getByLabel(common.ask.reason).fill('看仓库')
        await giving.getByRole('button', { name: named(changes.look) }).click()
        return giving
      }
      const allowed = await give('resource.read')
      await allowed.getByRole('button', { name: starting(grants.give) }).click()
      await expect(allowed).toBeHidden()
      await expect(hers.locator('[data-permission="resource.read"]')).toContainText('看仓库')
      // What lies above it is refused in plain words, before anything is done.
      const above = await give('msg.dm')
      await expect(above.getByRole('alert')).toContainText(nameOf('msg.dm'))
      await expect(above.getByRole('button', { name: starting(grants.give) })).toBeDisabled()

      // Elsewhere she reads why not, whether she goes there by a menu or by an address.
      await hers.goto(`${url}/console/members/${ma.id}`)
      await expect(hers.getByText(common.state.denied)).toBeVisible()
      const { zh, en } = permission('perm.view')
      await expect(hers.getByRole('alert')).toContainText(language === 'zh-CN' ? zh : en)
      const why = hers.getByRole('alert').getByRole('link', { name: common.why.explorer })
      await expect(why).toBeVisible()
      await why.click()
      await expect(hers.getByText(words.explorer.verdict.no, { exact: true })).toBeVisible()
      await hers.goto(`${url}/console/administrators`)
      await expect(hers.getByText(common.state.denied)).toBeVisible()
      const appoint = hers.getByRole('button', { name: named(administrators.appoint) })
      await expect(appoint).toHaveAttribute('aria-disabled', 'true')
      await appoint.hover()
      await hers.getByRole('tooltip').getByRole('link', { name: common.why.myPermissions }).click()
      await expect(hers).toHaveURL(/\/me\/permissions\?lookFor=admin\.assign/)
      await expect(hers.locator('[data-permission="admin.assign"]')).toBeVisible()

      // One switch for the heads of departments: what it does is shown first.
      const card = await company.asCreator.ask(contract.directory.member, { params: { memberId: ma.id } })
      await company.asCreator.ask(contract.directory.changeAppointment, {
        params: { appointmentId: card.appointments[0]?.id ?? '' },
        body: { head: true },
      })
      await page.reload()
      // Two: the creator heads the company itself, and is not touched.
      const heads = page.getByRole('region', { name: seats.heads.title })
      await expect(heads).toContainText(fill(seats.heads.count, { count: 2 }))
      await heads.getByRole('button', { name: named(seats.heads.open) }).click()
      const turning = page.getByRole('dialog', { name: seats.heads.formTitle })
      await turning.getByLabel(common.ask.reason).fill('各部门自己管')
      await turning.getByRole('button', { name: named(changes.look) }).click()
      await expect(turning.getByRole('region', { name: changes.title })).toContainText(ma.name)
      await turning.getByRole('button', { name: starting(seats.heads.save) }).click()
      await expect(turning).toBeHidden()
      await expect(hands.row(administrators.list, ma.name)).toContainText(seats.forHead)
      await expectAccessible(page)
      await picture(page, 'administrators')

      // The chart: by administrator, and by department.
      await page.getByRole('tab', { name: seats.tabs.map }).click()
      const tree = page.getByRole('tree', { name: seats.mapTree })
      await expect(tree.getByRole('treeitem', { name: /华东区/ })).toContainText(xu.name)
      await page.getByRole('button', { name: new RegExp(`${xu.name}.*华东区`) }).click()
      const lit = fill(seats.mapLit, { name: xu.name })
      await expect(tree.getByRole('treeitem', { name: /上海组/ })).toContainText(lit)
      await expect(tree.getByRole('treeitem', { name: /华南区/ })).not.toContainText(lit)
      await tree.getByRole('treeitem', { name: /上海组/ }).click()
      await expect(page.getByRole('heading', { name: fill(seats.mapOf, { name: '上海组' }) })).toBeVisible()
      const line = page.getByRole('listitem').filter({ hasText: xu.name })
      await expect(line).toContainText(`${seats.below} 华东区`)
      await expectAccessible(page)
      await picture(page, 'who-manages-what')
      await page.setViewportSize(phone)
      expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true)
      await page.setViewportSize({ width: 1360, height: 860 })

      // Removed with its consequence looked at: she is an administrator no more, at once.
      await line.getByRole('button', { name: `${common.act.details} ${xu.name}` }).click()
      const detail = page.getByRole('dialog', { name: administrators.detail })
      await detail.getByRole('button', { name: named(administrators.end) }).click()
      const ending = page.getByRole('dialog', { name: fill(administrators.endTitle, { name: xu.name }) })
      await expect(ending.getByRole('region', { name: changes.title })).toContainText(xu.name)
      await ending.getByLabel(common.ask.reason).fill('区域合并')
      await ending.getByRole('button', { name: starting(administrators.end) }).click()
      await expect(ending).toBeHidden()
      await hers.goto(`${url}/me/permissions?tab=lost`)
      await expect(hers.getByText('区域合并').first()).toBeVisible()
      await hers.goto(`${url}/console/members/${fang.id}`)
      await expect(hers.getByText(common.state.denied)).toBeVisible()
    } finally {
      await company.remove()
    }
  },
)
