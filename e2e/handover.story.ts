import { contract } from '@hufu/contract'
import { expect } from '@playwright/test'
import { client } from '../cli/client.ts'
import { tokenOf } from './harness/company.ts'
import { handsOn, named, picking } from './harness/hands.ts'
import { expectAccessible, fill, phone, story } from './harness/story.ts'

const because = '转到新的项目'

story(
  'groups and reports are offered to a colleague, who accepts on a phone; the page shows it, and it goes back again',
  async ({ company, enter, words, language }) => {
    const { handover, common, self } = words
    const department = await company.department(`交付部 ${company.fresh()}`)
    const lu = await company.person('陆遥', 'luyao', department)
    const qin = await company.person('秦岚', 'qinlan', department)
    const shi = await company.person('石磊', 'shilei', department)
    const token = await tokenOf(company.server.url, lu, language)
    await client({ server: company.server.url, token, locale: language }).ask(contract.messaging.open, {
      body: { kind: 'group', name: '交付周会', memberIds: [shi.id] },
    })
    await company.asCreator.ask(contract.directory.changeMember, {
      params: { memberId: shi.id },
      body: { managerId: lu.id },
    })

    const page = await enter(company.creator, `/console/members/${lu.id}`)
    const hands = handsOn(page, words)
    await page.getByRole('link', { name: handover.link }).click()
    await expect(page.getByRole('heading', { name: fill(handover.title, { name: lu.name }) })).toBeVisible()
    await expect(page.getByText(handover.noOffers)).toBeVisible()
    await expectAccessible(page)
    for (const kind of [handover.kind.group, handover.kind.report]) {
      await page.getByRole('button', { name: `${handover.offer.act} ${kind}` }).click()
      const drawer = page.getByRole('dialog', { name: fill(handover.offer.title, { kind }) })
      await drawer.getByRole('button', { name: picking(handover.offer.to) }).click()
      await hands.choosePeople(qin.name)
      await drawer.getByLabel(common.ask.reason).fill(because)
      await expectAccessible(page)
      await drawer.getByRole('button', { name: named(handover.offer.send) }).click()
      await expect(drawer).toBeHidden()
    }
    const progress = page.getByRole('region', { name: handover.progress })
    await expect(progress.getByText(handover.state.offered, { exact: true })).toHaveCount(2)

    // She is told, and says yes on her phone.
    const his = await enter(qin, '/me/notices', { viewport: phone })
    await his.getByRole('link', { name: self.notices.see.handover }).first().click()
    const toMe = his.getByRole('region', { name: handover.mine.toMe })
    await expect(toMe.getByText('交付周会')).toBeVisible()
    await expectAccessible(his)
    expect(await his.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true)
    for (const left of [1, 0]) {
      await toMe
        .getByRole('button', { name: named(handover.mine.accept) })
        .first()
        .click()
      await handsOn(his, words).confirm(handover.mine.accept)
      await expect(toMe.getByRole('button', { name: named(handover.mine.accept) })).toHaveCount(left)
    }
    await expect(toMe.getByText(handover.state.accepted, { exact: true })).toHaveCount(2)

    // The page shows it, and everything can go back.
    await page.reload()
    await expect(progress.getByText(handover.state.accepted, { exact: true })).toHaveCount(2)
    await expect(progress.getByText(fill(handover.fates.handed, { count: 1 }))).toHaveCount(2)
    await progress
      .getByRole('button', { name: named(handover.reverse.act) })
      .first()
      .click()
    await hands.confirm(handover.reverse.act, because)
    await expect(progress.getByText(handover.state.reversed, { exact: true })).toBeVisible()
    const card = await company.asCreator.ask(contract.directory.member, { params: { memberId: shi.id } })
    expect(card.managerId).toBe(lu.id)

    // A backup is sealed, opened and read, and says who did.
    await page.getByRole('button', { name: named(handover.backups.take) }).click()
    await hands.confirm(handover.backups.take, because)
    const backups = page.getByRole('region', { name: handover.backups.title })
    await backups.getByRole('button', { name: named(handover.backups.open) }).click()
    await hands.confirm(handover.backups.open)
    const drawer = page.getByRole('dialog', { name: handover.backups.drawer })
    await expect(drawer.getByText(handover.backups.noFiles)).toBeVisible()
    await expectAccessible(page)
    await drawer
      .getByRole('button', { name: named(common.act.close) })
      .or(drawer.getByLabel('Close'))
      .first()
      .click()
    await backups.getByText(handover.backups.openings).click()
    await expect(backups.getByText(`${company.creator.name} ${handover.backups.opened}`)).toBeVisible()
  },
)
