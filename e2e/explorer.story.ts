import { builtInRoles, grantable, permission } from '@hufu/authority'
import { contract } from '@hufu/contract'
import { expect } from '@playwright/test'
import { readFile } from 'node:fs/promises'
import { foundCompany, type Company, type Person } from './harness/company.ts'
import { handsOn, named } from './harness/hands.ts'
import { expectAccessible, fill, phone, picture, story } from './harness/story.ts'

type Scene = { readonly finance: string; readonly zhang: Person; readonly xu: Person }

/** Downloading goes by groups here: 张伟 is in the checkers, they lie inside the readers, and these hold a role there. */
async function downloadsByGroups(company: Company): Promise<Scene> {
  const { asCreator } = company
  const because = '月结需要'
  const finance = await company.department('财务部')
  const zhang = await company.person('张伟', 'zhangwei', finance)
  const xu = await company.person('许清欢', 'xuqinghuan', finance)
  const group = async (name: string): Promise<string> =>
    (await asCreator.ask(contract.directory.createGroup, { body: { name, departmentId: finance } })).id
  const role = async (name: string, permissions: string[]): Promise<string> =>
    (await asCreator.ask(contract.authority.createRole, { body: { name, permissions } })).id
  const [checkers, readers] = [await group('报销核对组'), await group('财务资料组')]
  const change = contract.directory.changeGroupMembers
  await asCreator.ask(change, { params: { groupId: checkers }, body: { add: [zhang.id] } })
  await asCreator.ask(change, { params: { groupId: readers }, body: { addGroups: [checkers] } })
  const scope = { type: 'departments' as const, ids: [finance] }
  const reading = { type: 'role', id: await role('资料下载', ['file.download']) } as const
  await asCreator.ask(contract.authority.give, {
    body: { subject: { type: 'group', id: readers }, right: reading, scope, because },
  })
  await asCreator.ask(contract.authority.appointAdministrator, {
    body: {
      memberId: xu.id,
      tier: 'scoped',
      permissions: ['perm.view', 'perm.grant', 'perm.revoke', 'perm.restrict'],
      scope,
      ceiling: { permissions: ['file.download'], reach: scope },
      because,
    },
  })
  // Nobody downloads by being a member alone.
  const baseline = builtInRoles.find(({ slug }) => slug === 'member')?.permissions ?? []
  const rest = grantable(baseline).filter((key) => key !== 'file.download')
  const everybody = { type: 'role', id: await role('成员（下载按需）', rest) } as const
  const [everyone, whole] = [{ type: 'everyone' }, { type: 'workspace' }] as const
  await asCreator.ask(contract.authority.give, {
    body: { subject: everyone, right: everybody, scope: whole, because },
  })
  const { items } = await asCreator.ask(contract.authority.grants, {})
  const before = items.find(({ source }) => source === 'baseline')
  await asCreator.ask(contract.authority.endGrant, {
    params: { grantId: before?.id ?? '' },
    body: { because },
  })
  return { finance, zhang, xu }
}

story(
  'why 张伟 can download in 财务部, and who could stop it, is answered in one view; she stops it, and the past still says yes',
  async ({ stranger, words, language }) => {
    story.setTimeout(240_000)
    const company = await foundCompany(language)
    try {
      const { finance, zhang, xu } = await downloadsByGroups(company)
      const { explorer, authority, common } = words
      const { url } = company.server
      const name = permission('file.download')[language === 'zh-CN' ? 'zh' : 'en']
      const enter = async (person: Person, path: string) => {
        const page = await stranger(`${url}/sign-in?back=${encodeURIComponent(path)}`)
        await handsOn(page, words).signIn(person.login, person.password)
        await page.waitForURL(`${url}${path}`)
        return page
      }
      const sentence = (can: boolean, target = '财务部'): string =>
        fill(can ? explorer.verdict.sentenceYes : explorer.verdict.sentenceNo, {
          name: zhang.name,
          permission: name,
          target,
        })

      // Somebody asks by choosing: the person, the permission, the place.
      const page = await enter(company.creator, '/console/explorer')
      const hands = handsOn(page, words)
      const form = page.getByRole('search')
      await form.getByRole('button', { name: `${explorer.person} ${common.act.choose}` }).click()
      await hands.choosePeople(zhang.name)
      const box = form.getByRole('combobox', { name: explorer.permission })
      await box.click()
      await box.fill('file.download')
      await box.press('Enter')
      await hands.select(form.getByRole('combobox', { name: explorer.where }), explorer.place.department)
      await form.getByRole('button', { name: `${explorer.place.department} ${common.act.choose}` }).click()
      await hands.chooseDepartment('财务部')

      await expect(page.getByRole('heading', { name: sentence(true) })).toBeVisible()
      const ways = page.getByRole('list', { name: fill(explorer.ways.list, { permission: name }) })
      const way = ways.getByRole('listitem').filter({ hasText: '资料下载' })
      // Station by station, in this order.
      await expect(way).toHaveText(/报销核对组.*财务资料组.*资料下载.*财务部/s)
      await expect(way).toContainText(explorer.ways.decides.allows)
      await expect(way).toContainText('月结需要')
      await expect(page.getByRole('link', { name: new RegExp(xu.name) })).toBeVisible()
      await expect(page.getByRole('heading', { name: explorer.helpers.stop })).toBeVisible()
      await expectAccessible(page)
      await picture(page, 'explorer')

      // The question stands in the address: another one, for the administrator of the department.
      const address = new URL(page.url())
      const hers = await enter(xu, `${address.pathname}${address.search}`)
      await expect(hers.getByRole('heading', { name: sentence(true) })).toBeVisible()
      const before = new Date().toISOString()
      await hers.getByRole('button', { name: named(authority.grants.end) }).click()
      await handsOn(hers, words).confirmEffect(authority.grants.end, '月结已经完成')

      await expect(hers.getByRole('heading', { name: sentence(false) })).toBeVisible()
      await page.reload()
      await expect(page.getByRole('heading', { name: sentence(false) })).toBeVisible()
      await expect(ways.getByRole('listitem')).toContainText([explorer.ways.gap])
      await expect(page.getByRole('heading', { name: explorer.helpers.give })).toBeVisible()
      await expect(page.getByRole('link', { name: new RegExp(xu.name) })).toBeVisible()

      // The past is not rewritten.
      address.searchParams.set('at', before)
      await page.goto(address.href)
      await expect(page.getByRole('heading', { name: sentence(true) })).toBeVisible()
      await expect(page.getByRole('button', { name: named(explorer.backToNow) })).toBeVisible()
      await expect(way).toContainText('报销核对组')
      await page.setViewportSize(phone)
      expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true)
      await expectAccessible(page)
      await page.getByRole('button', { name: named(explorer.backToNow) }).click()
      await expect(page.getByRole('heading', { name: sentence(false) })).toBeVisible()

      // Who could then, as a table; who can now: nobody.
      await page.setViewportSize({ width: 1360, height: 860 })
      await page.goto(
        `${url}/console/explorer?tab=who&permission=file.download&target=department:${finance}&at=${before}`,
      )
      await expect(page.getByText(fill(explorer.who.count, { count: 1, permission: name }))).toBeVisible()
      await expect(page.getByRole('table', { name: explorer.who.list })).toContainText(zhang.name)
      const [file] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('button', { name: named(explorer.who.export) }).click(),
      ])
      expect(await readFile(await file.path(), 'utf8')).toContain(`${zhang.name},`)
      await page.getByRole('button', { name: named(explorer.backToNow) }).click()
      await expect(page.getByRole('heading', { name: explorer.who.none })).toBeVisible()

      // What he can do there: from each, the way to why.
      await page.goto(
        `${url}/console/explorer?tab=what&member=${zhang.id}&target=department:${finance}&at=${before}`,
      )
      await page.getByRole('link', { name, exact: true }).click()
      await expect(page.getByRole('heading', { name: sentence(true) })).toBeVisible()
    } finally {
      await company.remove()
    }
  },
)
