import { expect, type Page } from '@playwright/test'
import { foundCompany, type Company, type Person } from './company.ts'
import { proveByPassword } from './factors.ts'
import { handsOn, named } from './hands.ts'
import type { Words } from './story.ts'

type Stranger = (url: string, options?: { viewport?: { width: number; height: number } }) => Promise<Page>

/** A company of its own, because who holds its top seat changes; removed afterwards, whatever happens. */
export async function inOwnCompany(
  language: 'zh-CN' | 'en-US',
  tell: (company: Company) => Promise<void>,
): Promise<void> {
  const company = await foundCompany(language)
  try {
    await tell(company)
  } finally {
    await company.remove()
  }
}

/** Signs somebody of such a company in, and goes to a page. */
export async function enterOwn(
  { stranger, words }: { readonly stranger: Stranger; readonly words: Words },
  { server }: Company,
  person: Person,
  path: string,
  viewport?: { readonly width: number; readonly height: number },
): Promise<Page> {
  const page = await stranger(`${server.url}/sign-in`, viewport === undefined ? {} : { viewport })
  await handsOn(page, words).signIn(person.login, person.password)
  await expect(page).not.toHaveURL(/sign-in/)
  await page.goto(`${server.url}${path}`)
  return page
}

/** How somebody proves who sits at a page, where it asks. */
export type Proving = (page: Page) => Promise<void>

export const byPassword =
  (words: Words, { password }: Person): Proving =>
  (page) =>
    proveByPassword(page, words, password)

/** The creator offers the seat, from the first button to the page of the transfer. Gives its address. */
export async function offerSeat(page: Page, words: Words, to: Person, proving: Proving): Promise<string> {
  const { creator, common } = words
  await page.getByRole('button', { name: named(creator.seat.start) }).click()
  await page.getByRole('searchbox', { name: creator.start.search }).fill(to.name)
  await page
    .getByRole('region', { name: creator.start.people })
    .getByRole('button', { name: to.name })
    .click()
  await page.getByRole('button', { name: named(creator.start.next) }).click()
  await page.getByRole('textbox', { name: common.ask.reason, exact: true }).fill('转任顾问')
  await page.getByRole('button', { name: named(creator.start.send) }).click()
  await proving(page)
  await expect(page).toHaveURL(/\/console\/creator\/transfers\/[0-9a-f-]{36}$/)
  return new URL(page.url()).pathname
}

/** The successor reads all duties and accepts. */
export async function acceptSeat(page: Page, words: Words, proving: Proving): Promise<void> {
  const { creator } = words
  const accept = page.getByRole('button', { name: named(creator.accept.act) })
  await expect(accept).toBeDisabled()
  await page.getByRole('checkbox', { name: creator.accept.all }).check()
  await accept.click()
  await proving(page)
}
