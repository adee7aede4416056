import { contract } from '@hufu/contract'
import { expect } from '@playwright/test'
import { handsOn, named, picking } from './harness/hands.ts'
import { fill, story } from './harness/story.ts'

const because = '避免打扰'

story(
  'a hidden person leaves contacts, search and the tree; ended, everybody sees them again',
  async ({ company, enter, words }) => {
    const number = company.fresh()
    const bureau = await company.department(`战略部 ${number}`)
    const boss = await company.person(`顾明远${number}`, 'gumingyuan', bureau)
    const other = await company.person(`丁小满${number}`, 'dingxiaoman', bureau)
    const console = await enter(company.creator, '/console/visibility')
    const { visibility, messenger, common } = words
    const hands = handsOn(console, words)

    await console.getByRole('button', { name: named(visibility.set) }).click()
    const drawer = console.getByRole('dialog', { name: visibility.set })
    await drawer.getByRole('button', { name: picking(visibility.who.hide) }).click()
    await hands.choosePeople(boss.name)
    // The consequence stands there before anything is done.
    await expect(drawer.getByRole('region', { name: common.ask.consequence })).toContainText(/\d/)
    await drawer.getByLabel(common.ask.reason).fill(because)
    await drawer.getByRole('button', { name: named(visibility.set) }).click()
    await expect(drawer).toBeHidden()
    const rules = console.getByRole('table', { name: visibility.list })
    await expect(rules).toContainText(boss.name)
    await expect(rules).toContainText(because)

    const colleague = await enter(other, `/contacts?department=${bureau}`)
    const list = colleague.getByRole('table', { name: messenger.contacts.list })
    await expect(list).toContainText(other.name)
    await expect(list).not.toContainText(boss.name)
    await colleague.getByRole('searchbox', { name: messenger.contacts.search }).fill(boss.name)
    await expect(colleague.getByText(messenger.contacts.empty)).toBeVisible()
    // Who kept the address of the card is told no more than of anybody who never was.
    await colleague.goto(`${company.server.url}/contacts?member=${boss.id}`)
    await expect(colleague.getByText(visibility.unseen)).toBeVisible()

    await rules
      .getByRole('row')
      .filter({ hasText: boss.name })
      .getByRole('button', { name: named(visibility.end) })
      .click()
    const asked = console.getByRole('dialog', { name: fill(visibility.endTitle, { about: boss.name }) })
    await asked.getByLabel(common.ask.reason).fill('不再需要')
    await asked.getByRole('button', { name: named(visibility.end) }).click()
    await expect(rules).not.toContainText(boss.name)
    await colleague.goto(`${company.server.url}/contacts?department=${bureau}`)
    await expect(list).toContainText(boss.name)
  },
)

story(
  'a department sees itself only, which a preview shows; a shield and a hidden number are told in words',
  async ({ company, enter, words }) => {
    const number = company.fresh()
    const hall = await company.department(`外包组 ${number}`)
    const far = await company.department(`财务部 ${number}`)
    const worker = await company.person(`穆青${number}`, 'muqing', hall)
    const mate = await company.person(`简安${number}`, 'jianan', hall)
    const away = await company.person(`祝融${number}`, 'zhurong', far)
    const set = (
      terms: Parameters<
        typeof company.asCreator.ask<typeof contract.directory.setVisibility>
      >[1]['body']['terms'],
    ) => company.asCreator.ask(contract.directory.setVisibility, { body: { terms, because } })
    const about = { type: 'department', id: hall } as const
    await set({ kind: 'limit', about, reach: 'itself', list: [], viewers: [] })
    await set({ kind: 'shield', about: { type: 'member', id: mate.id }, viewers: [] })
    await set({ kind: 'fields', about: { type: 'member', id: mate.id }, fields: ['login'], viewers: [] })

    const { visibility, messenger, common } = words
    const console = await enter(company.creator, '/console/visibility?open=eyes')
    const eyes = console.getByRole('dialog', { name: visibility.preview.title })
    await eyes.getByRole('button', { name: picking(visibility.preview.person) }).click()
    // The drawer shows a tree of its own, so the picker is found by its title.
    const picker = console.getByRole('dialog', { name: visibility.preview.person, exact: true })
    await picker.getByRole('searchbox', { name: common.picker.search, exact: true }).fill(worker.name)
    await picker.getByRole('checkbox', { name: fill(common.picker.choose, { name: worker.name }) }).check()
    await picker.getByRole('button', { name: named(common.act.ok) }).click()
    await expect(picker).toBeHidden()
    await expect(eyes.getByRole('status').filter({ hasText: worker.name })).toBeVisible()
    await expect(eyes.getByRole('tree')).toContainText(`外包组 ${number}`)
    await expect(eyes.getByRole('tree')).not.toContainText(`财务部 ${number}`)

    const page = await enter(worker, '/contacts')
    const tree = page.getByRole('tree', { name: common.tree.label })
    await expect(tree).not.toContainText(`财务部 ${number}`)
    await page.getByRole('searchbox', { name: messenger.contacts.search }).fill(away.name)
    await expect(page.getByText(messenger.contacts.empty)).toBeVisible()
    await page.goto(`${company.server.url}/contacts?department=${hall}&member=${mate.id}`)
    const card = page.getByRole('group', { name: fill(messenger.contacts.card, { name: mate.name }) })
    await expect(card).toContainText(visibility.hidden)
    await expect(card).not.toContainText(mate.login)
    await expect(card.getByRole('button', { name: named(messenger.contacts.message) })).toBeDisabled()

    // The administrator reads the hidden login with a reason, and not without.
    await console.goto(`${company.server.url}/console/members?member=${mate.id}`)
    const title = fill(visibility.revealTitle, { name: mate.name, field: visibility.fields.login })
    await console.getByRole('button', { name: title }).click()
    const asked = console.getByRole('dialog', { name: title })
    await asked.getByLabel(common.ask.reason).fill('核对账号')
    await asked.getByRole('button', { name: named(visibility.reveal) }).click()
    await expect(console.getByText(mate.login, { exact: true })).toBeVisible()
  },
)
