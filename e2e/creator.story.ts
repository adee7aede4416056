import { contract } from '@hufu/contract'
import { expect } from '@playwright/test'
import { client } from '../cli/client.ts'
import { PASSWORD, tokenOf } from './harness/company.ts'
import { proveByPassword } from './harness/factors.ts'
import { named } from './harness/hands.ts'
import { acceptSeat, byPassword, enterOwn, inOwnCompany, offerSeat } from './harness/seat.ts'
import { expectAccessible, fill, phone, picture, story } from './harness/story.ts'

/** Two people, four pages: generous, and far less than anybody would call a ceremony. */
const TWO_MINUTES_MS = 120_000

story(
  'a fresh company of two hands the top seat on by password, in less than two minutes, and does what is left',
  async ({ stranger, words, language }) => {
    story.slow()
    await inOwnCompany(language, async (company) => {
      const { creator, common, self } = words
      const su = await company.person('苏晴', 'suqing', company.rootId)
      const founders = await enterOwn({ stranger, words }, company, company.creator, '/console/creator')
      await expectAccessible(founders)
      const begun = Date.now()
      const path = await offerSeat(founders, words, su, byPassword(words, company.creator))
      await expect(founders.getByText(fill(creator.one.awaits.successor, su))).toBeVisible()
      await expectAccessible(founders)

      // She is told, reads the duties on her phone and says yes.
      const hers = await enterOwn({ stranger, words }, company, su, '/me/notices', phone)
      await hers.getByRole('link', { name: self.notices.see.transfer }).first().click()
      const title = fill(creator.accept.title, { former: company.creator.name })
      await expect(hers.getByRole('heading', { name: title })).toBeVisible()
      await expectAccessible(hers)
      expect(await hers.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true)
      await acceptSeat(hers, words, byPassword(words, su))
      await expect(hers.getByText(creator.state.done, { exact: true })).toBeVisible()
      expect(Date.now() - begun).toBeLessThan(TWO_MINUTES_MS)
      await picture(hers, 'creator-accepted')

      // Whoever held it was signed out everywhere, and comes back as what was chosen.
      const former = await enterOwn({ stranger, words }, company, company.creator, path)
      const revertible = fill(creator.one.awaits.revertible, su)
      await expect(former.getByText(revertible)).toBeVisible()
      await former.goto(`${company.server.url}/console`)
      await expect(former.getByText(common.tier.super).first()).toBeVisible()

      // What is left is said, and done with what shows it.
      const desk = await enterOwn({ stranger, words }, company, su, '/console/creator')
      await desk.getByRole('link', { name: creator.seat.checklistOpen }).click()
      await expect(desk.getByRole('heading', { name: creator.checklist.title })).toBeVisible()
      await expectAccessible(desk)
      await desk
        .getByRole('button', { name: named(creator.checklist.tick) })
        .last()
        .click()
      const drawer = desk.getByRole('dialog')
      await drawer.getByLabel(creator.checklist.evidence).fill('已在全员大会上告知')
      await drawer.getByRole('button', { name: named(creator.checklist.tick) }).click()
      await expect(drawer).toBeHidden()
      await expect(desk.getByText('已在全员大会上告知')).toBeVisible()
      await picture(desk, 'creator-checklist')
      await desk.setViewportSize(phone)
      await expectAccessible(desk)

      await desk.goto(`${company.server.url}/console/creator/duties`)
      await expect(desk.getByRole('heading', { name: creator.duties.title })).toBeVisible()
      await expectAccessible(desk)
    })
  },
)

story(
  'who may not become creator is shown with the reason, and cannot be chosen; the rank says how many could',
  async ({ stranger, words, language }) => {
    await inOwnCompany(language, async (company) => {
      const { creator } = words
      const qi = await company.person('祁山', 'qishan', company.rootId)
      const params = { memberId: qi.id }
      await company.asCreator.ask(contract.directory.suspend, { params, body: { because: '休假' } })
      const page = await enterOwn({ stranger, words }, company, company.creator, '/console/creator')
      await page.getByRole('button', { name: named(creator.settings.change) }).click()
      const drawer = page.getByRole('dialog', { name: creator.settings.title })
      await expect(drawer.getByText(creator.settings.nobody)).toBeVisible()
      await company.person('乔木', 'qiaomu', company.rootId)
      await drawer.getByRole('switch', { name: creator.settings.rankAny }).click()
      await drawer.getByRole('switch', { name: creator.settings.rankAny }).click()
      await expectAccessible(page)
      await page.goto(`${company.server.url}/console/creator/new`)
      await expect(page.getByRole('button', { name: '乔木' })).toBeVisible()
      const others = page.getByRole('region', { name: creator.start.others })
      await expect(others.getByText(qi.name, { exact: true })).toBeVisible()
      await expect(others.getByRole('button')).toHaveCount(0)
      await expectAccessible(page)
      await page.setViewportSize(phone)
      await expectAccessible(page)
      expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true)
    })
  },
)

story(
  'within three days whoever held the seat takes it back, once somebody above has agreed',
  async ({ stranger, words, language }) => {
    story.slow()
    await inOwnCompany(language, async (company) => {
      const { creator } = words
      const { asCreator, server } = company
      const su = await company.person('苏晴', 'suqing', company.rootId)
      const bai = await company.person('白朗', 'bailang', company.rootId)
      await asCreator.ask(contract.authority.appointAdministrator, {
        body: { memberId: bai.id, tier: 'super', because: '值班' },
      })
      const offered = await asCreator.ask(contract.transfers.offer, {
        body: { successorId: su.id, formerBecomes: 'member', because: '转任顾问' },
      })
      const token = await tokenOf(server.url, su, language)
      const asSu = client({
        server: server.url,
        token,
        locale: language,
        confirm: async () => ({ method: 'password', password: PASSWORD }),
      })
      const { duties } = await asSu.ask(contract.transfers.overview, {})
      await asSu.ask(contract.transfers.accept, {
        params: { transferId: offered.id },
        body: { hash: offered.hash, duties: duties.map(({ key }) => key) },
      })

      const path = `/creator/${offered.id}`
      const his = await enterOwn({ stranger, words }, company, company.creator, path, phone)
      await his.getByRole('button', { name: named(creator.acts.revert) }).click()
      const dialog = his.getByRole('dialog').filter({ hasText: creator.acts.revertAgreement })
      await dialog.getByRole('textbox').fill('误操作')
      await dialog.getByRole('button', { name: named(creator.acts.revert) }).click()
      await proveByPassword(his, words, company.creator.password)
      await expect(his.getByText(creator.event['revert-asked'])).toBeVisible()
      await expectAccessible(his)

      const page = await enterOwn(
        { stranger, words },
        company,
        bai,
        `/console/creator/transfers/${offered.id}`,
      )
      await page.getByRole('button', { name: named(creator.acts.agreeToRevert) }).click()
      const agreeing = page.getByRole('dialog').filter({ hasText: words.common.ask.consequence })
      await agreeing.getByRole('button', { name: named(creator.acts.agreeToRevert) }).click()
      await proveByPassword(page, words, bai.password)
      await expect(page.getByText(creator.state.reverted, { exact: true }).first()).toBeVisible()
      await expect(his.getByText(fill(creator.one.awaits.reverted, company.creator))).toBeVisible({
        timeout: 40_000,
      })
    })
  },
)
