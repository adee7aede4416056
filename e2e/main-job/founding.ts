import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { wordsOf } from '@hufu/contract'
import { expect, type Page } from '@playwright/test'
import { named } from '../harness/hands.ts'
import { fill, picture } from '../harness/story.ts'
import { company, founder, type Somebody, type Stage } from './cast.ts'

const path = join(import.meta.dirname, '../files/wecom-contacts.gbk.csv')
const file = { name: '通讯录 2026-11.csv', mimeType: 'text/csv', buffer: readFileSync(path) }

/** The first-run page with the code from the terminal: the company is founded and its creator signed in. */
export async function setUp({ server, words }: Stage, page: Page): Promise<void> {
  const { setup } = words.entry
  await page.goto(`${server.url}/setup?code=${server.setupCode ?? ''}`)
  await expect(page.getByLabel(setup.code)).toHaveValue(server.setupCode ?? '')
  await page.getByLabel(setup.company).fill(company)
  await page.getByLabel(setup.name).fill(founder.name)
  await page.getByLabel(setup.login).fill(founder.login)
  await page.getByLabel(setup.password, { exact: true }).fill(founder.password)
  await picture(page, 'first-run')
  await page.getByRole('button', { name: named(setup.act) }).click()
  await expect(page).toHaveURL(/\/console$/)
  await expect(
    page.getByRole('heading', { name: fill(words.console.overview.hello, { name: founder.name }) }),
  ).toBeVisible()
}

/** A file out of WeCom, in GBK: looked over, refused rows with their reasons, applied, reported. */
export async function importDirectory({ words, language }: Stage, { page }: Somebody): Promise<void> {
  const { imports } = words
  await page.getByRole('link', { name: named(words.console.menu.imports) }).click()
  await page.locator('input[type=file]').setInputFiles(file)
  await expect(page.getByText(imports.states.ready)).toBeVisible()
  await expect(page.getByText(imports.dialects.wecom)).toBeVisible()
  const outcomes = page.getByRole('radiogroup', { name: imports.outcome })
  await expect(outcomes.getByText(`${imports.outcomes.new} 36`)).toBeVisible()
  await picture(page, 'import-preview')

  await outcomes.getByText(`${imports.outcomes.refused} 4`).click()
  const rows = page.getByRole('table', { name: imports.listRows }).getByRole('row')
  await expect(rows).toHaveCount(1 + 4)
  // Each refused row says in words what is wrong with it, with its number as a spreadsheet counts.
  await expect(rows.filter({ hasText: '孙不二' })).toContainText(
    wordsOf('directory/login-characters', language, {}),
  )
  await expect(rows.filter({ hasText: '赵四海' })).toContainText('138-CALL-ME')
  await expect(rows.nth(2)).toContainText('39')
  await picture(page, 'import-refused')

  await page.getByRole('button', { name: named(imports.commit) }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog).toContainText('36')
  await dialog.getByRole('button', { name: named(imports.commit) }).click()
  const report = page.getByRole('region', { name: imports.report })
  await expect(report).toContainText(
    fill(imports.reportLine, { added: 36, changed: 0, unchanged: 0, refused: 4, departments: 15 }),
  )
  await expect(report).toContainText(words.common.applied.applied)
}

/** Makes the invitation of somebody in the console and answers its link. */
export async function invite({ words }: Stage, { page }: Somebody, name: string): Promise<string> {
  const { members, invitation } = words.directory
  await page.getByRole('link', { name: named(words.console.menu.members) }).click()
  await page.getByRole('searchbox', { name: members.search }).fill(name)
  await page.getByRole('table', { name: members.list }).getByRole('button', { name }).click()
  await page.getByRole('button', { name: named(invitation.make) }).click()
  const dialog = page.getByRole('dialog', { name: fill(invitation.title, { name }) })
  await dialog.getByRole('button', { name: named(invitation.make2) }).click()
  const link = (await dialog.getByText(/\/activate\?code=/).textContent()) ?? ''
  await dialog.getByRole('button', { name: named(invitation.done) }).click()
  await page.keyboard.press('Escape')
  return link
}

/** Opens an invitation in a browser of its owner and chooses a password. */
export async function accept(
  { words }: Stage,
  { page }: Somebody,
  link: string,
  password: string,
): Promise<void> {
  const { entry } = words
  await page.goto(link)
  await page.getByLabel(entry.setup.password, { exact: true }).fill(password)
  await page.getByLabel(entry.password.again).fill(password)
  await page.getByRole('button', { name: named(entry.activate.act) }).click()
  await expect(page.getByRole('navigation', { name: words.common.nav.main })).toBeVisible()
}
