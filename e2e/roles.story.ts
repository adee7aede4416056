import { permission } from '@hufu/authority'
import type { PermissionKey } from '@hufu/authority'
import { contract } from '@hufu/contract'
import { expect, type Locator } from '@playwright/test'
import { proveByPassword } from './harness/factors.ts'
import { handsOn, named, picking } from './harness/hands.ts'
import { expectAccessible, fill, phone, picture, story, type Words } from './harness/story.ts'

const nameOf = (key: PermissionKey, language: 'zh-CN' | 'en-US'): string =>
  permission(key)[language === 'zh-CN' ? 'zh' : 'en']

/** Goes from a filled form to what it would change. */
async function look(drawer: Locator, words: Words): Promise<Locator> {
  await drawer.getByRole('button', { name: named(words.changes.look) }).click()
  const preview = drawer.getByRole('region', { name: words.changes.title })
  await expect(preview).toHaveAttribute('aria-busy', 'false')
  return preview
}

const saving = (words: Words, act: string, count: number): RegExp =>
  named(fill(words.changes.save, { act, count }))

story(
  'a cloned role is edited only after its exact effect was looked at, name by name',
  async ({ company, enter, words, language }) => {
    story.slow()
    const { authority, giving, changes, common } = words
    const tag = company.fresh()
    const department = await company.department(`质检部 ${tag}`)
    const wang = await company.person('王伟', 'wangwei', department)
    const li = await company.person('李娜', 'lina', department)
    const source = `检验员 ${tag}`
    const { id: roleId } = await company.asCreator.ask(contract.authority.createRole, {
      body: { name: source, permissions: ['resource.read'] },
    })
    const page = await enter(company.creator, '/console/roles')
    const hands = handsOn(page, words)
    await hands.row(authority.roles.list, source).getByRole('button').first().click()
    const view = page.getByRole('dialog', { name: fill(authority.roles.viewTitle, { name: source }) })
    await expect(view.getByText(giving.role.noHolders)).toBeVisible()
    await view.getByRole('button', { name: named(giving.role.copy) }).click()
    const form = page.getByRole('dialog', { name: authority.roles.create })
    const copy = `检验组长 ${tag}`
    await form.getByLabel(authority.roles.name).fill(copy)
    await form.getByRole('button', { name: named(common.act.save) }).click()
    await proveByPassword(page, words, company.creator.password)
    await expect(form).toBeHidden()
    await expect(hands.row(authority.roles.list, copy)).toBeVisible()

    const { items } = await company.asCreator.ask(contract.authority.roles, {})
    const copyId = items.find(({ name }) => name === copy)?.id ?? ''
    for (const id of [wang.id, li.id])
      await company.asCreator.ask(contract.authority.give, {
        body: {
          subject: { type: 'member', id },
          right: { type: 'role', id: copyId },
          scope: { type: 'departments', ids: [department] },
          because: '质检',
        },
      })
    await page.goto(`${company.server.url}/console/roles?role=${copyId}`)
    const held = page.getByRole('dialog', { name: fill(authority.roles.viewTitle, { name: copy }) })
    await expect(held.getByRole('region', { name: giving.role.holders })).toContainText(wang.name)
    await held.getByRole('button', { name: named(common.act.edit) }).click()
    const edit = page.getByRole('dialog', { name: fill(authority.roles.changeTitle, { name: copy }) })
    const write = nameOf('resource.write', language)
    await edit.getByRole('checkbox', { name: new RegExp(`^${write}`) }).check()

    // Exactly these two, what each gains, and where; nothing has happened yet.
    const preview = await look(edit, words)
    await expect(preview.getByRole('status')).toContainText(fill(changes.people, { count: 2 }))
    for (const name of [wang.name, li.name]) await expect(preview).toContainText(name)
    await expect(preview).toContainText(write)
    await expect(preview).toContainText(changes.how.gained)
    await expectAccessible(page)
    await picture(page, 'role-preview')

    // Back finds what was typed; then the same again, saved with the password.
    await edit.getByRole('button', { name: named(changes.back) }).click()
    await expect(edit.getByRole('checkbox', { name: new RegExp(`^${write}`) })).toBeChecked()
    await look(edit, words)
    await edit.getByRole('button', { name: saving(words, common.act.save, 2) }).click()
    await proveByPassword(page, words, company.creator.password)
    await expect(edit).toBeHidden()

    // Side by side the two roles differ in exactly that.
    await page.goto(`${company.server.url}/console/roles?compare=${roleId},${copyId}`)
    const compare = page.getByRole('dialog', { name: giving.role.compare })
    await expect(compare.getByRole('row', { name: new RegExp(`^${write}`) })).toContainText(giving.role.has)
    await compare.getByRole('checkbox', { name: giving.role.onlyDiffers }).check()
    await expect(
      compare.getByRole('row', { name: new RegExp(`^${nameOf('resource.read', language)}`) }),
    ).toHaveCount(0)
    await expectAccessible(page)

    // Held by two, it goes only together with what becomes of them.
    await page.goto(`${company.server.url}/console/roles?role=${copyId}`)
    await held.getByRole('button', { name: named(common.act.remove) }).click()
    const gone = page.getByRole('dialog', { name: fill(giving.role.removeHeld, { name: copy }) })
    await gone.getByRole('radio', { name: giving.role.replace }).check()
    await hands.select(gone.getByRole('combobox', { name: giving.role.replaceBy }), source)
    await gone.getByLabel(common.ask.reason).fill('合并角色')
    const losing = await look(gone, words)
    await expect(losing.getByRole('status')).toContainText(fill(changes.losing, { count: 2 }))
    await gone.getByRole('button', { name: saving(words, authority.roles.remove, 2) }).click()
    await proveByPassword(page, words, company.creator.password)
    await expect(gone).toBeHidden()
    await expect(hands.row(authority.roles.list, copy)).toHaveCount(0)
  },
)

story(
  'a position gives what its template says, and who differs from it is named',
  async ({ company, enter, words, language }) => {
    const { giving, changes, authority, common, directory } = words
    const tag = company.fresh()
    const department = await company.department(`门店 ${tag}`)
    const wang = await company.person('王伟', 'wangwei', department)
    const { id: positionId } = await company.asCreator.ask(contract.directory.createPosition, {
      body: { name: `店长 ${tag}` },
    })
    const card = await company.asCreator.ask(contract.directory.member, { params: { memberId: wang.id } })
    await company.asCreator.ask(contract.directory.changeAppointment, {
      params: { appointmentId: card.appointments[0]?.id ?? '' },
      body: { positionId },
    })
    const page = await enter(company.creator, '/console/positions')
    const hands = handsOn(page, words)
    await hands.row(directory.positions.title, `店长 ${tag}`).getByRole('button').first().click()
    const drawer = page
      .getByRole('dialog', { name: fill(giving.template.title, { name: `店长 ${tag}` }) })
      .first()
    await expect(drawer.getByText(giving.template.none)).toBeVisible()
    await drawer.getByRole('button', { name: named(giving.template.set) }).click()
    const form = page.getByRole('dialog').filter({ has: page.getByLabel(common.ask.reason) })
    await form.getByRole('button', { name: named(giving.template.add) }).click()
    const item = form.getByRole('region', { name: fill(giving.template.item, { place: 1 }) })
    await item.getByRole('combobox', { name: authority.right.choosePermission }).click()
    await page.keyboard.type('resource.write')
    await page.keyboard.press('Enter')
    await form.getByLabel(common.ask.reason).fill('店长需要')
    const preview = await look(form, words)
    await expect(preview.getByRole('status')).toContainText(fill(changes.people, { count: 1 }))
    await expect(preview).toContainText(wang.name)
    await form.getByRole('button', { name: saving(words, common.act.save, 1) }).click()
    await expect(form).toBeHidden()
    const items = drawer.getByRole('region', { name: giving.template.items })
    await expect(items).toContainText(nameOf('resource.write', language))
    await expect(drawer.getByText(giving.template.noDrift)).toBeVisible()

    await company.asCreator.ask(contract.authority.restrict, {
      body: {
        subject: { type: 'member', id: wang.id },
        right: { type: 'permission', key: 'resource.write' },
        scope: { type: 'workspace' },
        because: '盘点期间',
      },
    })
    await page.reload()
    const drift = drawer.getByRole('region', { name: giving.template.drift })
    await expect(drift).toContainText(wang.name)
    await expect(drift).toContainText(giving.template.missing)
    await expectAccessible(page)
    await drift.getByRole('link', { name: giving.template.profile }).click()
    await expect(page.getByRole('heading', { name: wang.name })).toBeVisible()
  },
)

story(
  'a group inside a group brings its people in, seen before it is done; a circle is refused in plain words',
  async ({ company, enter, words }) => {
    const { giving, changes } = words
    const tag = company.fresh()
    const department = await company.department(`工程部 ${tag}`)
    const li = await company.person('李娜', 'lina', department)
    const made = async (name: string): Promise<string> =>
      (await company.asCreator.ask(contract.directory.createGroup, { body: { name } })).id
    const [outer, inner] = [await made(`项目组 ${tag}`), await made(`核心组 ${tag}`)]
    await company.asCreator.ask(contract.directory.changeGroupMembers, {
      params: { groupId: inner },
      body: { add: [li.id] },
    })
    await company.asCreator.ask(contract.authority.give, {
      body: {
        subject: { type: 'group', id: outer },
        right: { type: 'permission', key: 'resource.write' },
        scope: { type: 'workspace' },
        because: '项目需要',
      },
    })
    const page = await enter(company.creator, `/console/groups?group=${outer}`)
    const hands = handsOn(page, words)
    const add = async (name: string): Promise<Locator> => {
      const inside = page.getByRole('region', { name: giving.group.groups })
      await hands.select(inside.getByRole('combobox', { name: giving.group.addGroups }), name)
      await page.keyboard.press('Escape')
      await inside.getByRole('button', { name: giving.group.addGroups }).click()
      const dialog = page.getByRole('dialog').filter({ hasText: changes.title })
      await expect(dialog.getByRole('region', { name: changes.title })).toHaveAttribute('aria-busy', 'false')
      return dialog
    }
    const adding = await add(`核心组 ${tag}`)
    await expect(adding).toContainText(li.name)
    await adding.getByRole('button', { name: saving(words, giving.group.add, 1) }).click()
    await expect(adding).toBeHidden()
    await page.getByRole('button', { name: named(giving.group.show) }).click()
    await expect(
      page.getByRole('group', { name: fill(giving.group.through, { path: `核心组 ${tag}` }) }),
    ).toContainText(li.name)
    await expectAccessible(page)

    await page.goto(`${company.server.url}/console/groups?group=${inner}`)
    const circle = await add(`项目组 ${tag}`)
    await expect(circle.getByRole('alert')).toContainText(changes.refused)
    await expect(circle.getByRole('button', { name: named(giving.group.add) })).toBeDisabled()
  },
)

story(
  'several people are given several rights at once, with the end that the risk suggests, also on a phone',
  async ({ company, enter, words, language }) => {
    const { giving, changes, authority, common } = words
    const tag = company.fresh()
    const department = await company.department(`外勤部 ${tag}`)
    const people = [
      await company.person('王伟', 'wangwei', department),
      await company.person('李娜', 'lina', department),
    ]
    const page = await enter(company.creator, `/console/members?department=${department}`)
    for (const { name } of people)
      await page.getByRole('checkbox', { name: fill(giving.bulk.choose, { name }) }).check()
    const bar = page.getByRole('region', { name: fill(giving.bulk.chosen, { count: 2 }) })
    await bar.getByRole('button', { name: named(giving.bulk.give) }).click()
    const drawer = page.getByRole('dialog', { name: authority.grants.give })
    for (const { name } of people) await expect(drawer).toContainText(name)
    const box = drawer.getByRole('combobox', { name: giving.permissions })
    for (const key of ['resource.write', 'resource.maintain']) {
      await box.click()
      await page.keyboard.type(key)
      await page.keyboard.press('Enter')
    }
    await page.keyboard.press('Escape')
    await drawer.getByRole('radio', { name: authority.scope.departments }).check()
    await drawer.getByRole('button', { name: picking(authority.scope.choose) }).click()
    await handsOn(page, words).chooseDepartment(`外勤部 ${tag}`)
    await expect(drawer.getByRole('radio', { name: fill(giving.byRiskEach, { days: 90 }) })).toBeChecked()
    await drawer.getByLabel(common.ask.reason).fill('外勤系统上线')
    await page.setViewportSize(phone)
    const preview = await look(drawer, words)
    await expect(preview.getByRole('status')).toContainText(fill(changes.people, { count: 2 }))
    for (const key of ['resource.write', 'resource.maintain'] as const)
      await expect(preview).toContainText(nameOf(key, language))
    expect((await preview.boundingBox())?.width).toBeLessThanOrEqual(phone.width)
    await expectAccessible(page)
    await drawer.getByRole('button', { name: saving(words, authority.grants.give, 2) }).click()
    await expect(drawer).toBeHidden()
    const { items } = await company.asCreator.ask(contract.authority.grants, {
      query: { memberId: people[0]?.id ?? '' },
    })
    const ends = items
      .filter(({ because }) => because === '外勤系统上线')
      .map(({ right, until }) => [right.label, until !== null])
    expect(Object.fromEntries(ends)).toEqual({
      [nameOf('resource.write', language)]: false,
      [nameOf('resource.maintain', language)]: true,
    })
  },
)
