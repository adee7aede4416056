import { contract } from '@hufu/contract'
import { expect, type Page } from '@playwright/test'
import { handsOn } from './harness/hands.ts'
import { expectAccessible, phone, story } from './harness/story.ts'

const wide = { width: 1360, height: 860 }

/** Asks axe about the page on a desk and on a phone, one light and one dark; the other language has it the other way. */
async function bothWays(page: Page, settled: () => Promise<void>): Promise<void> {
  const chinese = (await page.locator('html').getAttribute('lang')) === 'zh-CN'
  for (const [size, colorScheme] of [
    [wide, chinese ? 'light' : 'dark'],
    [phone, chinese ? 'dark' : 'light'],
  ] as const) {
    await page.setViewportSize(size)
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await settled()
    await expect(page.locator('html')).toHaveAttribute('data-theme', colorScheme)
    await expectAccessible(page)
  }
}

story('axe finds nothing grave on the pages before the door', async ({ company, stranger, words }) => {
  const page = await stranger(`${company.server.url}/sign-in`)
  const act = page.getByRole('button', { name: words.entry.signIn.act })
  await bothWays(page, () => expect(act).toBeVisible())
  await page.goto(`${company.server.url}/activate?code=ABCD`)
  await bothWays(page, () => expect(page.getByLabel(words.entry.password.again)).toBeVisible())
})

story('axe finds nothing grave in the messenger', async ({ company, enter, words }) => {
  story.slow()
  const department = await company.department(`无障碍部 ${company.fresh()}`)
  const mei = await company.person('梅若兰', 'meiruolan', department)
  const ji = await company.person('季风', 'jifeng', department)
  const [page, other] = await Promise.all([enter(mei), enter(ji)])
  const hands = handsOn(page, words)
  await hands.writeTo(ji.name)
  await hands.say('你好，第一次用这里写消息')
  await handsOn(other, words).conversation(mei.name).click()
  await handsOn(other, words).say('看到了')
  await expect(hands.message('看到了')).toBeVisible()
  await bothWays(page, () => expect(hands.composer).toBeVisible())

  const { url } = company.server
  const pages = [
    ['/', words.messenger.list.search],
    ['/contacts', words.messenger.contacts.title],
    ['/workbench', words.messenger.workbench.title],
    ['/me', mei.name],
    ['/me/security', words.security.title],
    ['/me/permissions', words.self.permissions],
    ['/me/permissions?tab=lost', words.self.permissions],
    ['/me/permissions?tab=history', words.self.history.whose],
    ['/me/permissions?why=file.download', words.authority.explain.title],
  ] as const
  for (const [path, landmark] of pages) {
    await page.goto(`${url}${path}`)
    await bothWays(page, () => settledOn(page, landmark))
  }
})

story('axe finds nothing grave in the console', async ({ company, enter, words }) => {
  story.slow()
  const department = await company.department(`后台部 ${company.fresh()}`)
  const person = await company.person('尹航', 'yinhang', department)
  const { directory: door } = contract
  const position = await company.asCreator.ask(door.createPosition, { body: { name: '文员' } })
  const group = await company.asCreator.ask(door.createGroup, { body: { name: '无障碍组' } })
  const page = await enter(company.creator, '/console')
  const { url } = company.server
  const { console, directory, authority, imports, ledger } = words
  const pages = [
    ['/console', company.name],
    [`/console/members?department=${department}`, directory.members.list],
    [`/console/members?member=${person.id}`, directory.member.drawer],
    [`/console/members/${person.id}`, authority.rights.list],
    ['/console/protection', words.protection.lead],
    ['/console/positions', directory.positions.lead],
    ['/console/groups', directory.groups.lead],
    ['/console/visibility', words.visibility.lead],
    ['/console/imports', imports.lead],
    ['/console/administrators', authority.administrators.lead],
    ['/console/administrators?tab=map', words.seats.mapLead],
    ['/console/administrators?open=new', authority.administrators.ceilingHint],
    ['/console/grants', authority.grants.lead],
    ['/console/restrictions', authority.restrictions.lead],
    ['/console/roles', authority.roles.lead],
    [
      `/console/explorer?member=${person.id}&permission=file.download&target=department:${department}`,
      words.explorer.ways.title,
    ],
    [
      `/console/explorer?tab=who&permission=file.download&target=department:${department}`,
      words.explorer.who.list,
    ],
    [`/console/explorer?tab=what&member=${person.id}&target=department:${department}`, words.explorer.lead],
    ['/console/roles?compare=none', words.giving.role.compareHint],
    [`/console/positions?position=${position.id}`, words.giving.template.lead],
    [`/console/groups?group=${group.id}`, words.giving.group.people],
    ['/console/ledger', ledger.lead],
    ['/console/settings', words.settings.time.lead],
  ] as const
  await expect(page.getByText(console.menu.ledger).first()).toBeVisible()
  for (const [path, landmark] of pages) {
    await page.goto(`${url}${path}`)
    await bothWays(page, () => settledOn(page, landmark))
  }
})

/** The page shows what it is about, and nothing grey stands for what is still coming. */
async function settledOn(page: Page, landmark: string): Promise<void> {
  const named = page.getByLabel(landmark).or(page.getByText(landmark)).or(page.getByPlaceholder(landmark))
  await expect(named.first()).toBeAttached()
  await expect(page.locator('.ant-skeleton')).toHaveCount(0)
}
