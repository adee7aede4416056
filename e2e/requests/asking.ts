import { permission, type PermissionKey } from '@hufu/authority'
import { contract } from '@hufu/contract'
import { expect, type Locator, type Page } from '@playwright/test'
import type { Company, Person } from '../harness/company.ts'
import { handsOn, named, starting } from '../harness/hands.ts'
import { expectAccessible, fill, picture, type Words } from '../harness/story.ts'

/** The right that is lost, asked for, used and over. */
export const KEY = 'file.download'
export const reasons = {
  taken: '转入项目前先收口资料权限',
  need: '今天要把标书附件交给客户',
  refused: '本周资料由秘书统一下载，可以向她要',
  appeal: '秘书今天请假，客户下午四点截标',
  overturned: '情况属实，限一天',
} as const

/** Somebody in the story: a browser of their own, and the words of its pages. */
export type Somebody = { readonly person: Person; readonly page: Page; readonly words: Words }

/** A permission as the pages name it. */
export const rightName = (key: PermissionKey, language: 'zh-CN' | 'en-US'): string =>
  permission(key)[language === 'zh-CN' ? 'zh' : 'en']

/** Somebody who heads their department, so that whoever works there reports to them. */
export async function head({ asCreator }: Company, person: Person): Promise<void> {
  const { appointments } = await asCreator.ask(contract.directory.member, { params: { memberId: person.id } })
  await asCreator.ask(contract.directory.changeAppointment, {
    params: { appointmentId: appointments[0]?.id ?? '' },
    body: { head: true },
  })
}

/** An administrator takes the right on the person's page. */
export async function takeAway({ page, words }: Somebody, name: string): Promise<void> {
  const { authority } = words
  await page.getByRole('checkbox', { name: fill(authority.rights.select, { name }) }).check()
  await page.getByRole('button', { name: named(authority.profile.takeBackSome) }).click()
  await handsOn(page, words).confirmEffect(authority.takeBack.act, reasons.taken)
}

/** Among what was lost it stands with when, by whom and why; from there the form is filled in already. */
export async function askForItBack(
  { page, words }: Somebody,
  { name, by, decides }: { readonly name: string; readonly by: Person; readonly decides: Person },
): Promise<void> {
  const { asking, common, self } = words
  await page.getByRole('link', { name: named(common.nav.permissions) }).click()
  await page.getByRole('tab', { name: starting(self.tabs.lost) }).click()
  const line = page
    .getByRole('tabpanel')
    .getByRole('listitem')
    .filter({ hasText: name })
    .filter({ hasText: reasons.taken })
  await expect(line).toContainText(by.name)
  await expect(line.getByRole('time')).toBeVisible()
  await line.getByRole('link', { name: fill(asking.lost.actFor, { name }) }).click()

  await expect(page.getByRole('heading', { name: asking.title, level: 1 })).toBeVisible()
  await expect(page.locator('form')).toContainText(name)
  await page.getByRole('radio', { name: /^1 (天|day)$/ }).check()
  await page.getByRole('textbox', { name: asking.because, exact: true }).fill(reasons.need)
  // Before it is sent: that it can be asked for, who decides, and when it would end.
  const panel = page.getByRole('region', { name: asking.screen.title })
  await expect(panel).toContainText(asking.screen.ok)
  await expect(panel).toContainText(decides.name)
  await expectAccessible(page)
  await picture(page, 'request-form')
  await page.getByRole('button', { name: named(asking.submit) }).click()
  await expect(state(page, words.requests.state.pending)).toBeVisible()
}

/** Where the request on the open page stands. */
const state = (page: Page, words: string): Locator => page.locator('header').getByText(words, { exact: true })

/** The card of the request among what waits for somebody. */
const card = (page: Page, asker: Person, name: string): Locator =>
  page.getByRole('article', { name: `${asker.name} ${name}` })

/** The manager refuses, with a kind of reason and with words. */
export async function refuse(
  { page, words }: Somebody,
  { name, asker }: { readonly name: string; readonly asker: Person },
): Promise<void> {
  const { approvals, requests } = words
  await expect(card(page, asker, name)).toContainText(reasons.need)
  await expectAccessible(page)
  await card(page, asker, name)
    .getByRole('button', { name: named(approvals.decide.reject) })
    .click()
  const drawer = page.getByRole('dialog', { name: approvals.decide.rejectTitle })
  await handsOn(page, words).select(
    drawer.getByLabel(approvals.decide.code, { exact: true }),
    requests.code['not-needed'],
  )
  await drawer.getByLabel(approvals.decide.rejectWords, { exact: true }).fill(reasons.refused)
  await expectAccessible(page)
  await drawer.getByRole('button', { name: named(approvals.decide.reject) }).click()
  await expect(drawer).toBeHidden()
  await expect(card(page, asker, name).getByText(requests.state.rejected, { exact: true })).toBeVisible()
}

/** Whoever asked reads why not and what helps, appeals, and asks two colleagues for their word. */
export async function readAndAppeal(
  { page, words }: Somebody,
  { by, colleagues }: { readonly by: Person; readonly colleagues: readonly Person[] },
): Promise<void> {
  const { requests } = words
  // Without a reload: the page follows what happens.
  await expect(state(page, requests.state.rejected)).toBeVisible()
  const outcome = page.getByRole('region', { name: starting(requests.outcome.title) })
  await expect(outcome).toContainText(requests.code['not-needed'])
  await expect(outcome).toContainText(reasons.refused)
  await expect(outcome).toContainText(by.name)
  const help = outcome.getByRole('paragraph').filter({ hasText: requests.outcome.help })
  expect((await help.innerText()).length).toBeGreaterThan(requests.outcome.help.length + 5)
  await expectAccessible(page)
  const appeal = page.getByRole('region', { name: requests.appeal.title, exact: true })
  await appeal.getByRole('button', { name: named(requests.appeal.act) }).click()
  await appeal.getByLabel(requests.appeal.words, { exact: true }).fill(reasons.appeal)
  await appeal.getByRole('button', { name: named(requests.appeal.act) }).click()
  await expect(state(page, requests.state.appealed)).toBeVisible()
  await page.getByRole('button', { name: named(requests.endorse.invite) }).click()
  await handsOn(page, words).choosePeople(...colleagues.map((colleague) => colleague.name))
  const asked = page.getByRole('region', { name: requests.endorse.title, exact: true })
  for (const { name } of colleagues)
    await expect(asked.getByRole('listitem').filter({ hasText: name })).toContainText(
      requests.endorse.waiting,
    )
}

/** A colleague finds in their notices that they are asked for their word, and gives it. */
export async function endorse({ page, words }: Somebody, said: string): Promise<void> {
  const { requests, self } = words
  await page.getByRole('link', { name: self.notices.see.request }).first().click()
  const part = page.getByRole('region', { name: requests.endorse.title, exact: true })
  await part.getByLabel(requests.endorse.words, { exact: true }).fill(said)
  await part.getByRole('checkbox', { name: requests.endorse.joins }).check()
  await expectAccessible(page)
  await part.getByRole('button', { name: named(requests.endorse.act) }).click()
  await expect(part.getByText(said, { exact: true })).toBeVisible()
}

/** An administrator who has not decided reads it with the words of colleagues, and gives what was refused. */
export async function overturn(
  { page, words }: Somebody,
  { name, asker, said }: { readonly name: string; readonly asker: Person; readonly said: readonly string[] },
): Promise<void> {
  const { approvals, requests } = words
  const here = card(page, asker, name)
  await expect(here.getByText(requests.state.appealed, { exact: true })).toBeVisible()
  await here.getByRole('button', { name: starting(approvals.card.more) }).click()
  for (const one of said) await expect(here).toContainText(one)
  await expectAccessible(page)
  await here.getByRole('button', { name: named(approvals.decide.approve) }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('textbox', { name: approvals.decide.words }).fill(reasons.overturned)
  await dialog.getByRole('button', { name: named(approvals.decide.approve) }).click()
  await expect(dialog).toBeHidden()
  await expect(here.getByText(requests.state.granted, { exact: true })).toBeVisible()
}

/** The page of the request tells the whole way, and shows until when the right is held. */
export async function given({ page, words }: Somebody, said: readonly string[]): Promise<void> {
  const { requests } = words
  await expect(state(page, requests.state.granted)).toBeVisible()
  await expect(page.getByRole('region', { name: requests.grants.title })).toContainText(
    requests.grants.state.active,
  )
  const thread = page.getByRole('region', { name: requests.thread.title })
  for (const one of [reasons.refused, reasons.appeal, ...said, reasons.overturned])
    await expect(thread.getByText(one, { exact: true })).toBeVisible()
  await expect(thread).toContainText(requests.thread.what.overturned)
  await expectAccessible(page)
  await page.reload()
  await expect(thread).toContainText(requests.thread.what.overturned)
  await picture(page, 'my-request')
}

/** The page of the request says that the right has ended, and among the rights it is gone. */
export async function over({ page, words }: Somebody, name: string): Promise<void> {
  const { requests, asking, self } = words
  const grants = page.getByRole('region', { name: requests.grants.title })
  await expect(grants).toContainText(requests.grants.state.expired)
  await expect(grants.getByRole('link', { name: requests.grants.extend })).toBeHidden()
  await grants.getByRole('link', { name: requests.grants.see }).click()
  await page.getByRole('tab', { name: starting(self.tabs.lost) }).click()
  // It can be asked for anew, which is offered for what one has not.
  await expect(page.getByRole('link', { name: fill(asking.lost.actFor, { name }) }).first()).toBeVisible()
}
