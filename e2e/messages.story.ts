import { expect } from '@playwright/test'
import { handsOn } from './harness/hands.ts'
import { fill, story } from './harness/story.ts'

story(
  'two people write to each other live, and each sees what is unread and what was read',
  async ({ company, enter, words }) => {
    const department = await company.department(`法务部 ${company.fresh()}`)
    const wang = await company.person('王若曦', 'wangruoxi', department)
    const zhao = await company.person('赵明轩', 'zhaomingxuan', department)
    const [hers, his] = await Promise.all([enter(wang), enter(zhao)])
    const [her, him] = [handsOn(hers, words), handsOn(his, words)]
    const { messenger } = words

    await her.writeTo(zhao.name)
    await her.say('合同我看过了，第三条建议改一下')
    await expect(her.message('合同我看过了，第三条建议改一下')).toBeVisible()
    await expect(hers.getByText(messenger.bubble.unread, { exact: true })).toBeVisible()

    // It comes to him without a reload, counted where he looks first.
    const unread = fill(messenger.list.unread, { count: 1 })
    await expect(him.conversation(wang.name)).toContainText(unread)
    await expect(him.conversation(wang.name)).toContainText('合同我看过了')
    await him.conversation(wang.name).click()
    await expect(him.message('合同我看过了，第三条建议改一下')).toBeVisible()
    await expect(him.conversation(wang.name)).not.toContainText(unread)
    await expect(hers.getByText(messenger.bubble.read, { exact: true })).toBeVisible()

    await him.say('好的，我下午改好发您')
    await expect(her.message('好的，我下午改好发您')).toBeVisible()
    await expect(his.getByText(messenger.bubble.read, { exact: true })).toBeVisible()

    // What was said is there after a reload, once and in order.
    await his.reload()
    const said = his.getByRole('article')
    await expect(said).toHaveText([/合同我看过了/, /好的，我下午改好发您/])
  },
)

story('a file is sent with a message and comes out byte for byte', async ({ company, enter, words }) => {
  const department = await company.department(`设计部 ${company.fresh()}`)
  const ma = await company.person('马晓宁', 'maxiaoning', department)
  const luo = await company.person('罗一鸣', 'luoyiming', department)
  const [hers, his] = await Promise.all([enter(ma), enter(luo)])
  const [her, him] = [handsOn(hers, words), handsOn(his, words)]
  await her.writeTo(luo.name)

  const buffer = Buffer.from(Array.from({ length: 70_000 }, (_, place) => (place * 31) % 251))
  await hers
    .locator('input[type=file]')
    .setInputFiles({ name: '首页设计 v3（终稿）.fig', mimeType: 'application/octet-stream', buffer })
  await him.conversation(ma.name).click()
  const button = his.getByRole('button', {
    name: fill(words.messenger.bubble.download, { name: '首页设计 v3（终稿）.fig' }),
  })
  const [download] = await Promise.all([his.waitForEvent('download'), button.click()])
  expect(download.suggestedFilename()).toBe('首页设计 v3（终稿）.fig')
  const bytes = await (await download.createReadStream()).toArray()
  expect(Buffer.concat(bytes).equals(buffer)).toBe(true)

  // A text that looks like markup stays a text.
  await her.say('<img src=x onerror=alert(1)> <b>不是粗体</b>')
  await expect(him.message('<img src=x onerror=alert(1)> <b>不是粗体</b>')).toBeVisible()
})

story(
  'what is typed without a network goes out by itself when it is back, once',
  async ({ company, enter, words }) => {
    const department = await company.department(`外勤部 ${company.fresh()}`)
    const he = await company.person('何远航', 'heyuanhang', department)
    const fang = await company.person('方小雨', 'fangxiaoyu', department)
    const [his, hers] = await Promise.all([enter(he), enter(fang)])
    const [him, her] = [handsOn(his, words), handsOn(hers, words)]
    await him.writeTo(fang.name)
    await him.say('我进地铁了')
    await expect(her.conversation(he.name)).toContainText('我进地铁了')

    await his.context().setOffline(true)
    await him.say('出站后给你回电话')
    await expect(his.getByText(words.messenger.bubble.failed)).toBeVisible()
    await his.context().setOffline(false)
    await her.conversation(he.name).click()
    await expect(her.message('出站后给你回电话')).toHaveCount(1)
    await expect(his.getByText(words.messenger.bubble.failed)).toHaveCount(0)
    await expect(him.message('出站后给你回电话')).toHaveCount(1)
  },
)
