import { builtInRoles, grantable, permission, type PermissionKey } from '@hufu/authority'
import { contract } from '@hufu/contract'
import { expect } from '@playwright/test'
import { byPassword, client } from '../../cli/client.ts'
import { tokenOf } from '../harness/company.ts'
import { named, picking, starting } from '../harness/hands.ts'
import { fill, picture } from '../harness/story.ts'
import { department, founder, manager, reasons, seller, type Somebody, type Stage } from './cast.ts'

export const nameOf = (key: PermissionKey, { language }: Stage): string =>
  permission(key)[language === 'zh-CN' ? 'zh' : 'en']

/** The company decides that only those write directly who need it: the baseline gives it no more. */
export async function decideOnWriting({ server, language }: Stage): Promise<void> {
  const creator = client({
    server: server.url,
    token: await tokenOf(server.url, founder, language),
    locale: language,
    confirm: byPassword(founder.password),
  })
  const baseline = builtInRoles.find(({ slug }) => slug === 'member')?.permissions ?? []
  const permissions = grantable(baseline).filter((key) => key !== 'msg.dm')
  const because = '单聊按需开通'
  const { id } = await creator.ask(contract.authority.createRole, {
    body: { name: '成员（单聊按需）', permissions },
  })
  const [everyone, scope] = [{ type: 'everyone' }, { type: 'workspace' }] as const
  await creator.ask(contract.authority.give, {
    body: { subject: everyone, right: { type: 'role', id }, scope, because },
  })
  const { items } = await creator.ask(contract.authority.grants, {})
  const [before] = items.filter(({ source }) => source === 'baseline')
  const params = { grantId: before?.id ?? '' }
  await creator.ask(contract.authority.endGrant, { params, body: { because } })
}

/** The creator appoints an administrator for one department, with what she may hand out there. */
export async function appoint(stage: Stage, { page, hands }: Somebody): Promise<void> {
  const { words, language } = stage
  const { administrators, scope } = words.authority
  await page.getByRole('link', { name: named(words.console.menu.administrators) }).click()
  await page.getByRole('button', { name: named(administrators.appoint) }).click()
  const drawer = page.getByRole('dialog', { name: administrators.appoint })
  await drawer.getByRole('button', { name: picking(administrators.person) }).click()
  await hands.choosePeople(manager.name)
  const preset = builtInRoles.find(({ slug }) => slug === 'department')
  const template = drawer.getByRole('combobox', { name: administrators.preset })
  await hands.select(template, preset?.[language === 'zh-CN' ? 'zh' : 'en'] ?? '')
  await drawer.getByRole('radio', { name: scope.departments }).check()
  await drawer.getByRole('button', { name: picking(scope.choose) }).click()
  await hands.chooseDepartment(department)
  const ceiling = drawer.getByRole('group', { name: administrators.ceiling })
  for (const key of ['file.download', 'msg.dm'] as const)
    await ceiling.getByRole('checkbox', { name: nameOf(key, stage) }).check()
  await drawer.getByLabel(words.common.ask.reason).fill(reasons.appoint)
  await expect(drawer.getByRole('region', { name: words.common.ask.consequence })).toContainText(manager.name)
  await picture(page, 'appoint-administrator')
  await drawer.getByRole('button', { name: named(words.changes.look) }).click()
  await expect(drawer.getByRole('region', { name: words.changes.title })).toContainText(manager.name)
  await drawer.getByRole('button', { name: starting(administrators.appoint) }).click()
  await expect(drawer).toBeHidden()
  await expect(hands.row(administrators.list, manager.name)).toContainText(department)
}

/** The administrator of the department finds her colleague and opens his permission profile. */
export async function openProfile({ words }: Stage, { page }: Somebody): Promise<void> {
  const { members, member } = words.directory
  await page.getByRole('button', { name: named(words.common.face.switch) }).click()
  await page.getByRole('menuitem', { name: named(words.common.face.console) }).click()
  await page.getByRole('link', { name: named(words.console.menu.members) }).click()
  await page.getByRole('searchbox', { name: members.search }).fill('fangy')
  await page.getByRole('table', { name: members.list }).getByRole('button', { name: seller.name }).click()
  await page.getByRole('link', { name: named(member.profile) }).click()
  await expect(page.getByRole('heading', { name: seller.name })).toBeVisible()
}

/** She gives him a permission, with a reason. */
export async function give(stage: Stage, { page, hands }: Somebody): Promise<void> {
  const { words } = stage
  const { rights, grants } = words.authority
  await page.getByRole('button', { name: `${rights.give} ${nameOf('msg.dm', stage)}` }).click()
  const drawer = page.getByRole('dialog', { name: grants.give })
  await drawer.getByRole('radio', { name: words.authority.scope.departments }).check()
  await drawer.getByRole('button', { name: picking(words.authority.scope.choose) }).click()
  await hands.chooseDepartment(department)
  await drawer.getByLabel(words.common.ask.reason).fill(reasons.give)
  await picture(page, 'give-permission')
  await drawer.getByRole('button', { name: named(words.changes.look) }).click()
  await drawer
    .getByRole('button', { name: named(fill(words.changes.save, { act: grants.give, count: 1 })) })
    .click()
  await expect(drawer).toBeHidden()
  await expect(page.locator('[data-permission="msg.dm"]')).toContainText(reasons.give)
}

/** She takes back what she gave and what he had as everybody has it, in one act with one reason. */
export async function takeBack(stage: Stage, { page, hands }: Somebody): Promise<void> {
  const { words } = stage
  const { rights, profile, takeBack: act } = words.authority
  for (const key of ['file.download', 'msg.dm'] as const)
    await page.getByRole('checkbox', { name: fill(rights.select, { name: nameOf(key, stage) }) }).check()
  await picture(page, 'permission-profile')
  await page.getByRole('button', { name: named(profile.takeBackSome) }).click()
  await expect(page.getByRole('dialog')).toContainText(fill(act.title, { name: seller.name }))
  await hands.confirmEffect(act.act, reasons.takeBack)
  await expect(page.getByText(fill(act.done, { ended: 1, restricted: 1 }))).toBeVisible()
  await expect(page.locator('[data-permission="file.download"]')).toContainText(reasons.takeBack)
}
