import { wordsOf } from '@hufu/contract'
import { expect } from '@playwright/test'
import { handsOn, named } from './harness/hands.ts'
import { fill, story } from './harness/story.ts'

story(
  'a wrong password is refused in plain words, and the right one leads where one wanted to go',
  async ({ company, stranger, words, language }) => {
    const department = await company.department(`前台 ${company.fresh()}`)
    const person = await company.person('周小舟', 'zhouxiaozhou', department)
    const page = await stranger(`${company.server.url}/contacts`)
    const hands = handsOn(page, words)
    await expect(
      page.getByRole('heading', { name: fill(words.entry.signIn.to, { company: company.name }) }),
    ).toBeVisible()

    await page.getByRole('button', { name: named(words.entry.signIn.act) }).click()
    await expect(page.getByText(words.entry.signIn.needLogin)).toBeVisible()
    await expect(page.getByText(words.entry.signIn.needPassword)).toBeVisible()

    const wrong = wordsOf('identity/wrong-credentials', language, {})
    await hands.signIn(person.login, 'not the password')
    await expect(page.getByRole('alert').getByText(wrong)).toBeVisible()
    // Whether somebody works here is not told to strangers: an unknown login reads the same.
    await hands.signIn('nobody.at.all', 'not the password')
    await expect(page.getByRole('alert').getByText(wrong)).toBeVisible()

    await hands.signIn(person.login, person.password)
    await expect(page).toHaveURL(/\/contacts$/)
    await expect(page.getByRole('heading', { name: words.messenger.contacts.title })).toBeVisible()
  },
)

story('signing out in one tab ends the other as well', async ({ company, enter, words }) => {
  const department = await company.department(`前台 ${company.fresh()}`)
  const person = await company.person('周小舟', 'zhouxiaozhou', department)
  const page = await enter(person)
  const second = await page.context().newPage()
  await second.goto(`${company.server.url}/contacts`)
  await expect(second.getByRole('heading', { name: words.messenger.contacts.title })).toBeVisible()

  await page.getByRole('button', { name: named(words.common.account.menu) }).click()
  await page.getByRole('menuitem', { name: named(words.common.act.signOut) }).click()
  await expect(page).toHaveURL(/\/sign-in/)
  await expect(second).toHaveURL(/\/sign-in/)

  await page.goto(`${company.server.url}/me/permissions`)
  await expect(page.getByRole('button', { name: named(words.entry.signIn.act) })).toBeVisible()
})
