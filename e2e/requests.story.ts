import { contract } from '@hufu/contract'
import { expect, type Locator } from '@playwright/test'
import { client } from '../cli/client.ts'
import { foundCompany, tokenOf, type Company, type Person } from './harness/company.ts'
import { handsOn, named, starting } from './harness/hands.ts'
import { daysGoBy } from './harness/store-time.ts'
import { expectAccessible, fill, phone, picture, story } from './harness/story.ts'
import {
  KEY,
  askForItBack,
  endorse,
  given,
  head,
  over,
  overturn,
  readAndAppeal,
  refuse,
  rightName,
  takeAway,
} from './requests/asking.ts'
import { download, refusedDownload, sendFile } from './requests/attachment.ts'

const said = ['这份标书由他负责，附件只有他清楚', '客户今天截标，我可以作证'] as const

/** Who plays in it: all on a server of their own, because days go by on it. */
async function cast(company: Company) {
  const department = await company.department('投标部')
  const office = await company.department('总部办公室')
  const people = {
    asker: await company.person('梁书', 'liangshu', department),
    manager: await company.person('邓平', 'dengping', department),
    sender: await company.person('蒋一', 'jiangyi', department),
    witness: await company.person('韦双', 'weishuang', department),
    taker: await company.person('许清欢', 'xuqinghuan', office),
    other: await company.person('白露', 'bailu', office),
  }
  await head(company, people.manager)
  for (const { id } of [people.taker, people.other])
    await company.asCreator.ask(contract.authority.appointAdministrator, {
      body: { memberId: id, tier: 'super', because: '公司管理' },
    })
  return people
}

story(
  'a right that was taken is asked for, refused, appealed with the word of two colleagues, used, and ends by itself',
  async ({ stranger, words, language }) => {
    story.setTimeout(300_000)
    const { step } = story
    const company = await foundCompany(language)
    try {
      const { asker, manager, sender, witness, taker, other } = await cast(company)
      const name = rightName(KEY, language)
      const enter = async (person: Person, path = '/') => {
        const page = await stranger(`${company.server.url}/sign-in?back=${encodeURIComponent(path)}`)
        await handsOn(page, words).signIn(person.login, person.password)
        await page.waitForURL(`${company.server.url}${path}`)
        return { person, page, words }
      }
      const him = await enter(asker)
      await step('lost', async () => {
        await sendFile(await enter(sender), asker)
        await takeAway(await enter(taker, `/console/members/${asker.id}`), name)
        await refusedDownload(him, sender, language)
      })
      await step('asked', () => askForItBack(him, { name, by: taker, decides: manager }))
      const request = him.page.url()
      await step('refused', async () => refuse(await enter(manager, '/requests'), { name, asker }))
      await step('appealed', async () => {
        await readAndAppeal(him, { by: manager, colleagues: [sender, witness] })
        await endorse(await enter(sender, '/me/notices'), said[0])
        await endorse(await enter(witness, '/me/notices'), said[1])
      })
      await step('overturned', async () => overturn(await enter(other, '/requests'), { name, asker, said }))
      await step('used', async () => {
        await given(him, said)
        await download(him, sender)
      })
      await step('over', async () => {
        await daysGoBy(company.server, 2)
        await refusedDownload(him, sender, language)
        await him.page.goto(request)
        await over(him, name)
      })
    } finally {
      await company.remove()
    }
  },
)

story(
  'somebody suspended finds one page that says why, asks there to be restored, and works again',
  async ({ company, enter, stranger, words }) => {
    story.slow()
    const { asking, approvals, requests, directory, common } = words
    const { url } = company.server
    const department = await company.department(`质检部 ${company.fresh()}`)
    const gu = await company.person('顾言', 'guyan', department)
    const xu = await company.person('许知行', 'xuzhixing', department)
    await company.asCreator.ask(contract.authority.appointAdministrator, {
      body: {
        memberId: xu.id,
        tier: 'scoped',
        permissions: ['perm.view', 'org.member.disable'],
        scope: { type: 'departments', ids: [department] },
        because: '管理质检部',
      },
    })
    const console = await enter(xu, `/console/members?member=${gu.id}`)
    await console.getByRole('button', { name: named(directory.life.suspend) }).click()
    const suspending = console.getByRole('dialog', {
      name: fill(directory.life.suspendTitle, { name: gu.name }),
    })
    await suspending.getByLabel(common.ask.reason).fill('证书到期，待补交')
    await suspending.getByRole('button', { name: starting(directory.life.suspend) }).click()
    await expect(suspending).toBeHidden()

    const his = await stranger(`${url}/sign-in`)
    const him = handsOn(his, words)
    await him.signIn(gu.login, gu.password)
    const title = his.getByRole('heading', { name: asking.suspended.title, level: 1 })
    await expect(title).toBeVisible()
    for (const path of ['/', '/me/permissions', '/console/members', '/me/requests/new']) {
      await his.goto(`${url}${path}`)
      await expect(his).toHaveURL(`${url}/suspended`)
      await expect(title).toBeVisible()
    }
    const why = his.getByRole('region', { name: asking.suspended.title })
    await expect(why.getByRole('time')).toBeVisible()
    await expect(why).toContainText('证书到期，待补交')
    const fact = (label: string): Locator => why.getByText(label, { exact: true }).locator('xpath=..')
    await expect(fact(asking.suspended.by)).toContainText(xu.name)
    await expect(fact(asking.suspended.contact)).toContainText(xu.name)
    await expectAccessible(his)
    await picture(his, 'suspended')

    await his.getByLabel(asking.suspended.words, { exact: true }).fill('证书已补交，编号 QC-118')
    await his.getByRole('button', { name: named(asking.suspended.ask) }).click()
    await expect(his.getByRole('heading', { name: starting(asking.suspended.follow) })).toContainText(
      requests.state.pending,
    )
    await his.setViewportSize(phone)
    await expectAccessible(his)
    expect(await his.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true)

    await console.goto(`${url}/requests`)
    const card = console.getByRole('article', { name: `${gu.name} ${requests.account}` })
    await expect(card).toContainText('QC-118')
    await card.getByRole('button', { name: named(approvals.decide.approve) }).click()
    await handsOn(console, words).confirm(approvals.decide.approve)
    await expect(card.getByText(requests.state.granted, { exact: true })).toBeVisible()

    // Whoever comes back signs in anew, and is at work.
    await expect(his).toHaveURL(/\/sign-in/)
    await him.signIn(gu.login, gu.password)
    await expect(his).toHaveURL(`${url}/`)
    await him.writeTo(xu.name)
    await him.say('我回来了')
    await expect(him.message('我回来了')).toBeVisible()
  },
)

story(
  'on a phone an approver finishes a request from the list of conversations, in three taps',
  async ({ company, enter, words, language }) => {
    const { approvals, requests } = words
    const department = await company.department(`门店部 ${company.fresh()}`)
    const lu = await company.person('陆遥', 'luyao', department)
    const shen = await company.person('沈青', 'shenqing', department)
    await head(company, shen)
    const token = await tokenOf(company.server.url, lu, language)
    await client({ server: company.server.url, token, locale: language }).ask(contract.requests.ask, {
      body: {
        kind: 'right',
        rights: [{ type: 'permission', key: 'resource.write' }],
        scope: { type: 'workspace' },
        lasts: 3 * 24 * 60,
        need: 'project',
        because: '盘点期间要改库存表',
        evidence: [{ type: 'ticket', number: 'KC-204' }],
      },
    })
    const page = await enter(shen, '/', { viewport: phone, hasTouch: true, isMobile: true })
    let taps = 0
    const tap = async (what: Locator): Promise<void> => {
      await what.tap()
      taps += 1
    }
    await page.getByRole('button', { name: approvals.chat }).tap()
    const here = page.url()
    const card = page.getByRole('article', {
      name: `${lu.name} ${rightName('resource.write', language)}`,
    })
    await expect(card).toContainText('盘点期间要改库存表')
    await expect(card).toContainText('KC-204')
    await expect(card.getByRole('region', { name: approvals.card.effect })).toContainText(
      rightName('resource.write', language),
    )
    await expect(card.getByText(requests.state.pending, { exact: true })).toBeVisible()
    await expectAccessible(page)
    expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true)
    await picture(page, 'approval-card-phone')

    await tap(card.getByRole('button', { name: named(approvals.decide.approve) }))
    const dialog = page.getByRole('dialog')
    await expect(dialog).toContainText(approvals.decide.approveLast)
    await expectAccessible(page)
    await tap(dialog.getByRole('button', { name: named(approvals.decide.approve) }))
    await expect(card.getByText(requests.state.granted, { exact: true })).toBeVisible()
    await expect(card.getByRole('button', { name: named(approvals.decide.approve) })).toBeHidden()
    expect(taps).toBeLessThanOrEqual(3)
    // The card turned where it stood: the same page, nothing opened beside it.
    expect(page.url()).toBe(here)

    const hers = await enter(lu, '/me/requests', { viewport: phone })
    await expect(hers.getByRole('region', { name: requests.list })).toContainText(requests.state.granted)
    await expectAccessible(hers)
  },
)
