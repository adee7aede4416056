import { Buffer } from 'node:buffer'
import { contract, wordsOf } from '@hufu/contract'
import { expect } from '@playwright/test'
import { handsOn, named, picking } from './harness/hands.ts'
import { fill, story } from './harness/story.ts'

story(
  'people are found by department, by pinyin, by initials and by status',
  async ({ company, enter, words }) => {
    const number = company.fresh()
    const bureau = await company.department(`采购中心 ${number}`)
    const inner = await company.department(`招标组 ${number}`, bureau)
    const tian = await company.person('田雨薇', 'tianyuwei', inner)
    const shao = await company.person('邵一白', 'shaoyibai', bureau)
    const page = await enter(company.creator, '/console/members')
    const { directory, common } = words
    const list = page.getByRole('table', { name: directory.members.list })
    const hands = handsOn(page, words)

    await page.getByRole('searchbox', { name: common.tree.search }).fill(`采购中心 ${number}`)
    const tree = page.getByRole('tree', { name: common.tree.label })
    await tree.getByRole('treeitem', { name: `采购中心 ${number}` }).click()
    await expect(page.getByRole('heading', { name: `采购中心 ${number}` })).toBeVisible()
    await expect(list.getByRole('row')).toHaveCount(1 + 2)

    // Without the departments below, only who stands in the department itself.
    await page.getByRole('checkbox', { name: directory.members.below }).uncheck()
    await expect(list.getByRole('row')).toHaveCount(1 + 1)
    await expect(list).toContainText(shao.name)
    await expect(list).not.toContainText(tian.name)
    await page.getByRole('checkbox', { name: directory.members.below }).check()

    const search = page.getByRole('searchbox', { name: directory.members.search })
    for (const typed of ['tianyu', 'tyw', '雨薇', tian.login]) {
      await search.fill(typed)
      await expect(list.getByRole('row')).toHaveCount(1 + 1)
      await expect(list).toContainText(tian.name)
    }
    await search.fill('没有这个人')
    await expect(page.getByText(common.state.nothingFound, { exact: true })).toBeVisible()

    await search.fill('')
    await hands.select(page.getByRole('combobox', { name: directory.members.status }), common.status.invited)
    await expect(page.getByText(common.state.nothingFound, { exact: true })).toBeVisible()
    // The filters stand in the address, so a link shows the same.
    await page.reload()
    await expect(page).toHaveURL(/status=invited/)
    await expect(page.getByText(common.state.nothingFound, { exact: true })).toBeVisible()
  },
)

story(
  'a file that says who leaves leads to a plan filled in with them',
  async ({ company, enter, words }) => {
    const department = await company.department(`外包组 ${company.fresh()}`)
    const leaver = await company.person('秦思远', 'qinsiyuan', department)
    const page = await enter(company.creator, '/console/imports')
    const { imports, plans } = words
    await page.locator('input[type=file]').setInputFiles({
      name: '离职.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(`姓名,登录名,最后工作日\n${leaver.name},${leaver.login},2099/12/31\n`),
    })
    await expect(page.getByText(fill(imports.leaving.departure, { count: 1 }), { exact: true })).toBeVisible()
    await page.getByRole('link', { name: imports.leaving.plan.departure }).click()
    await expect(page.getByRole('heading', { name: plans.form.title })).toBeVisible()
    await expect(page.getByRole('textbox', { name: plans.form.list })).toHaveValue(
      new RegExp(`^${leaver.login}, 2099-12-31 `),
    )
  },
)

story('the tree of departments is walked with the keys', async ({ company, enter, words }) => {
  const number = company.fresh()
  const top = await company.department(`制造中心 ${number}`)
  await company.department(`一车间 ${number}`, top)
  const person = await company.person('纪念', 'jinian', top)
  const page = await enter(person, '/contacts')
  const tree = page.getByRole('tree', { name: words.common.tree.label })
  const root = tree.getByRole('treeitem', { name: company.name })
  const item = tree.getByRole('treeitem', { name: `制造中心 ${number}` })
  await root.focus()
  await page.keyboard.press('End')
  await expect(item).toBeFocused()
  await expect(item).toHaveAttribute('aria-expanded', 'false')
  await page.keyboard.press('ArrowRight')
  await expect(item).toHaveAttribute('aria-expanded', 'true')
  await page.keyboard.press('ArrowRight')
  await expect(tree.getByRole('treeitem', { name: `一车间 ${number}` })).toBeFocused()
  await page.keyboard.press('ArrowLeft')
  await expect(item).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: `制造中心 ${number}` })).toBeVisible()
  await expect(page.getByRole('table', { name: words.messenger.contacts.list })).toContainText(person.name)
})

story(
  'a department is created, renamed, moved and removed, and what may not be is refused in words',
  async ({ company, enter, words }) => {
    const number = company.fresh()
    const north = await company.department(`北方中心 ${number}`)
    await company.department(`南方中心 ${number}`)
    const page = await enter(company.creator, `/console/members?department=${north}`)
    const hands = handsOn(page, words)
    const { department } = words.directory
    const { act } = words.common
    const { changes } = words
    const heading = (name: string) => page.getByRole('heading', { name, exact: true })
    const more = page.getByRole('button', { name: named(department.actions) })
    const drawer = page.getByRole('dialog')

    await page.getByRole('button', { name: named(department.create) }).click()
    await drawer.getByLabel(department.name).fill(`大连办 ${number}`)
    await drawer.getByRole('button', { name: named(act.save) }).click()
    await expect(drawer).toBeHidden()
    // It is chosen, and to be seen in the tree.
    await expect(page.getByRole('treeitem', { name: `大连办 ${number}` })).toBeVisible()
    await expect(heading(`大连办 ${number}`)).toBeVisible()

    await more.click()
    await page.getByRole('menuitem', { name: named(department.rename) }).click()
    await drawer.getByLabel(department.name).fill(`沈阳办 ${number}`)
    await drawer.getByRole('button', { name: named(act.save) }).click()
    await expect(heading(`沈阳办 ${number}`)).toBeVisible()

    await more.click()
    await page.getByRole('menuitem', { name: named(department.move) }).click()
    await drawer.getByRole('button', { name: picking(department.moveTo) }).click()
    await hands.chooseDepartment(`南方中心 ${number}`)
    await drawer.getByRole('button', { name: named(changes.look) }).click()
    await expect(drawer.getByRole('status')).toContainText(changes.nobody)
    await drawer
      .getByRole('button', { name: named(fill(changes.saveNone, { act: department.move })) })
      .click()
    await expect(drawer).toBeHidden()
    await expect(page.getByRole('main')).toContainText(`南方中心 ${number}`)

    // Removing what still holds somebody is refused, and nothing has happened.
    const held = await company.department(`有人的部门 ${number}`, north)
    await company.person('安然', 'anran', held)
    await page.goto(`${company.server.url}/console/members?department=${held}`)
    await more.click()
    await page.getByRole('menuitem', { name: named(department.remove) }).click()
    await page
      .getByRole('dialog')
      .getByRole('button', { name: named(department.remove) })
      .click()
    await expect(page.getByRole('dialog').getByRole('alert')).toBeVisible()
    await page
      .getByRole('dialog')
      .getByRole('button', { name: named(act.cancel) })
      .click()
    await expect(heading(`有人的部门 ${number}`)).toBeVisible()
  },
)

story(
  'a broken file is refused in words, and nothing has happened',
  async ({ company, enter, words, language }) => {
    const page = await enter(company.creator, '/console/imports')
    const { imports } = words
    const before = (await company.asCreator.ask(contract.directory.members, { query: { limit: 1 } })).total

    const noHeader = Buffer.from('一些文字\n没有表头的文件\n')
    const files = page.locator('input[type=file]')
    await files.setInputFiles({ name: '随手记.csv', mimeType: 'text/csv', buffer: noHeader })
    const alert = page.getByRole('alert')
    await expect(alert).toBeVisible()
    await expect(alert).toContainText(wordsOf('directory/import-no-header', language, {}))
    await expect(page.getByText(imports.states.refused, { exact: true })).toBeVisible()

    await page.goto(`${company.server.url}/console/imports`)
    const cut = Buffer.from([0x50, 0x4b, 0x03, 0x04, ...Array.from({ length: 300 }, () => 7)])
    await files.setInputFiles({ name: '截断的表格.xlsx', mimeType: 'application/zip', buffer: cut })
    await expect(alert).toBeVisible()
    await expect(alert).not.toContainText('Error')

    const after = await company.asCreator.ask(contract.directory.members, { query: { limit: 1 } })
    expect(after.total).toBe(before)
  },
)

story(
  'the directory comes out as a file that no spreadsheet takes for a formula',
  async ({ company, enter, words }) => {
    const number = company.fresh()
    const department = await company.department(`投资部 ${number}`)
    await company.person('=HYPERLINK("http://evil.example")', 'formula', department)
    const page = await enter(company.creator, '/console/imports')
    const { imports } = words
    await page.getByRole('button', { name: picking(imports.exportDepartment) }).click()
    await handsOn(page, words).chooseDepartment(`投资部 ${number}`)
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: named(fill(imports.doExport, { format: imports.csv })) }).click(),
    ])
    expect(download.suggestedFilename()).toMatch(/\.csv$/)
    const text = Buffer.concat(await (await download.createReadStream()).toArray()).toString()
    const cells = text.split(/[\r\n,]+/)
    expect(text).toContain('HYPERLINK')
    expect(cells.filter((cell) => /^"?[=+\-@]/.test(cell))).toEqual([])
  },
)
