import { lineWords } from '@hufu/contract'
import { expect, type Page } from '@playwright/test'
import { handsOn, named } from './harness/hands.ts'
import { fill, story, type Words } from './harness/story.ts'

async function createGroup(page: Page, words: Words, name: string, people: readonly string[]): Promise<void> {
  const { start } = words.messenger
  await page
    .getByRole('button', { name: named(start.button) })
    .first()
    .click()
  await page.getByRole('menuitem', { name: named(start.group) }).click()
  await handsOn(page, words).choosePeople(...people)
  const drawer = page.getByRole('dialog')
  await drawer.getByLabel(start.name).fill(name)
  await drawer.getByRole('button', { name: named(start.create) }).click()
  await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible()
}

story(
  'who is taken out of a group sees it go at once, with everything in it',
  async ({ company, enter, words, language }) => {
    const department = await company.department(`运营部 ${company.fresh()}`)
    const qian = await company.person('钱思远', 'qiansiyuan', department)
    const sun = await company.person('孙悦', 'sunyue', department)
    const li = await company.person('李慕白', 'limubai', department)
    const pages = await Promise.all([enter(qian), enter(sun), enter(li)])
    const [qians, , lis] = pages
    const [hands, sunHands, liHands] = pages.map((page) => handsOn(page, words))
    if (hands === undefined || sunHands === undefined || liHands === undefined) throw new Error('three came')
    const title = '双十一值班群'
    const { panel } = words.messenger

    await createGroup(qians, words, title, [sun.name, li.name])
    await hands.say('今晚八点开始值班')
    await sunHands.conversation(title).click()
    await liHands.conversation(title).click()
    await expect(sunHands.message('今晚八点开始值班')).toBeVisible()
    await expect(liHands.message('今晚八点开始值班')).toBeVisible()

    // Two of two others have read it; behind the count stands who.
    await qians.getByRole('button', { name: named(words.messenger.bubble.allRead) }).click()
    const readers = qians.getByRole('tooltip')
    await expect(readers.getByRole('listitem')).toHaveText([/孙悦/, /李慕白/])
    await qians.keyboard.press('Escape')

    await qians.getByRole('button', { name: named(words.messenger.thread.panel) }).click()
    await qians.getByRole('button', { name: fill(panel.removeOf, { name: li.name }) }).click()
    await hands.confirm(panel.remove)

    await expect(lis.getByText(words.messenger.thread.gone)).toBeVisible()
    await expect(lis.getByText('今晚八点开始值班')).toHaveCount(0)
    await expect(liHands.conversation(title)).toBeHidden()
    const told = { actor: qian.name, names: [li.name], count: 1, title: null }
    await expect(sunHands.message(lineWords({ what: 'removed', ...told }, language))).toBeVisible()

    // Back in the group, one sees from there on.
    await qians.getByRole('button', { name: named(panel.add) }).click()
    await hands.choosePeople(li.name)
    await liHands.conversation(title).click()
    await expect(lis.getByRole('heading', { name: title, level: 1 })).toBeVisible()
    await expect(lis.getByText('今晚八点开始值班')).toHaveCount(0)
  },
)

story('a dissolved group is gone for everybody', async ({ company, enter, words }) => {
  const department = await company.department(`活动部 ${company.fresh()}`)
  const tang = await company.person('唐棠', 'tangtang', department)
  const xu = await company.person('徐一凡', 'xuyifan', department)
  const [hers, his] = await Promise.all([enter(tang), enter(xu)])
  await createGroup(hers, words, '年会筹备', [xu.name])
  const him = handsOn(his, words)
  await him.conversation('年会筹备').click()
  await expect(his.getByRole('heading', { name: '年会筹备', level: 1 })).toBeVisible()

  // Only the owner may: to others the button says why not.
  await his.getByRole('button', { name: named(words.messenger.thread.panel) }).click()
  const dissolve = his.getByRole('button', { name: named(words.messenger.panel.dissolve) })
  await expect(dissolve).toHaveAttribute('aria-disabled', 'true')

  await hers.getByRole('button', { name: named(words.messenger.thread.panel) }).click()
  await hers.getByRole('button', { name: named(words.messenger.panel.dissolve) }).click()
  await handsOn(hers, words).confirm(words.messenger.panel.dissolve)
  await expect(hers.getByText(words.messenger.list.empty)).toBeVisible()
  await expect(his.getByText(words.messenger.thread.gone)).toBeVisible()
  await expect(him.conversation('年会筹备')).toBeHidden()
})
