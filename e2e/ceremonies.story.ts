import { contract } from '@hufu/contract'
import { expect, type Page } from '@playwright/test'
import { addPasskey, proofDialog, proveByPasskey } from './harness/factors.ts'
import { named } from './harness/hands.ts'
import { approve, nextCode, scan } from './harness/pocket.ts'
import { acceptSeat, enterOwn, inOwnCompany, offerSeat, type Proving } from './harness/seat.ts'
import { expectAccessible, fill, phone, picture, story, type Words } from './harness/story.ts'

/** Proves by a phone that is signed in: the page shows a code, the phone says what it is for and yes. */
const byPhone =
  (pocket: Page, words: Words): Proving =>
  async (page) => {
    const { proving, linking } = words
    const dialog = proofDialog(page, words)
    const shown = await nextCode(page, () => dialog.getByText(proving.ways.link, { exact: true }).click())
    await scan(pocket, shown.url)
    await expect(pocket.getByRole('heading', { name: linking.title['step-up'] })).toBeVisible()
    await expectAccessible(pocket)
    await picture(pocket, 'transfer-qr-phone')
    await approve(pocket, words, shown.digits, linking.yes['step-up'])
    await expect(dialog).toBeHidden()
  }

story(
  'the top seat goes over by QR: both prove on their phones who they are, which say what it is about',
  async ({ stranger, words, language }) => {
    story.slow()
    await inOwnCompany(language, async (company) => {
      const { creator, common } = words
      const su = await company.person('苏晴', 'suqing', company.rootId)
      const enter = (person: typeof su, path: string, viewport?: typeof phone) =>
        enterOwn({ stranger, words }, company, person, path, viewport)
      const founders = await enter(company.creator, '/console/creator')
      const hisPhone = await enter(company.creator, '/', phone)
      const path = await offerSeat(founders, words, su, byPhone(hisPhone, words))
      await expect(founders.getByText(fill(creator.one.awaits.successor, su))).toBeVisible()

      const hers = await enter(su, path.replace('/console/creator/transfers', '/creator'))
      const herPhone = await enter(su, '/', phone)
      await acceptSeat(hers, words, byPhone(herPhone, words))
      await expect(hers.getByText(creator.state.done, { exact: true })).toBeVisible()
      // Both halves say by what they were proved, and she is at the top.
      const proved = fill(creator.method, { method: creator.methods.link })
      await expect(hers.getByText(proved).first()).toBeVisible()
      await hers.goto(`${company.server.url}/console`)
      await expect(hers.getByText(common.tier.creator).first()).toBeVisible()
      // His phone was let out with all his other sessions.
      await hisPhone.goto(`${company.server.url}/contacts`)
      await expect(hisPhone).toHaveURL(/sign-in/)
    })
  },
)

story(
  'where the company is strict, the seat goes over by passkeys and cools off, and whoever watches stops it',
  async ({ stranger, words, language }) => {
    story.slow()
    await inOwnCompany(language, async (company) => {
      const { creator, protection, common } = words
      const { url } = company.server
      const [su, bai] = [
        await company.person('苏晴', 'suqing', company.rootId),
        await company.person('白朗', 'bailang', company.rootId),
      ]
      await company.asCreator.ask(contract.authority.appointAdministrator, {
        body: { memberId: bai.id, tier: 'super', because: '值班' },
      })
      const withPasskey = async (person: typeof su, path: string, viewport?: typeof phone): Promise<Page> => {
        const page = await enterOwn({ stranger, words }, company, person, '/me/security', viewport)
        await addPasskey(page, words, '办公电脑', person.password)
        await page.goto(`${url}${path}`)
        return page
      }
      const byPasskey: Proving = (page) => proveByPasskey(page, words)

      // All three have passkeys, so nobody is stopped by what the company asks from now on.
      const hers = await withPasskey(su, '/', phone)
      const his = await withPasskey(bai, '/')
      const founders = await withPasskey(company.creator, '/console/protection')
      await founders.getByRole('radio', { name: protection.profiles.strict.title }).check()
      const stopped = founders.getByRole('region', { name: protection.stopped.title })
      await expect(stopped.getByText(protection.stopped.nobody)).toBeVisible()
      await founders.getByRole('button', { name: named(protection.choose) }).click()
      const sure = founders.getByRole('dialog').filter({ hasText: common.ask.consequence })
      await sure.getByRole('textbox', { name: common.ask.reason, exact: true }).fill('客户要求')
      await sure.getByRole('button', { name: named(protection.choose) }).click()
      await byPasskey(founders)
      await expect(sure).toBeHidden()

      await founders.goto(`${url}/console/creator`)
      const path = await offerSeat(founders, words, su, byPasskey)
      await hers.goto(`${url}${path.replace('/console/creator/transfers', '/creator')}`)
      await acceptSeat(hers, words, byPasskey)
      await expect(hers.getByText(creator.state.accepted, { exact: true })).toBeVisible()
      await expectAccessible(hers)

      // He confirms once more, and from then on everybody who could stop it has a day.
      await expect(founders.getByText(creator.state.accepted, { exact: true })).toBeVisible()
      await founders.getByRole('button', { name: named(creator.acts.arm) }).click()
      const arming = founders.getByRole('dialog').filter({ hasText: creator.acts.armLine })
      await arming.getByRole('button', { name: named(creator.acts.arm) }).click()
      await byPasskey(founders)
      await expect(founders.getByText(creator.state.cooling, { exact: true })).toBeVisible()
      await expect(founders.getByText(creator.one.awaits.cooling)).toBeVisible()
      await expectAccessible(founders)
      await picture(founders, 'transfer-cooling')

      await his.goto(`${url}${path}`)
      await expect(his.getByText(creator.one.awaits.cooling)).toBeVisible()
      await his.getByRole('button', { name: named(creator.acts.veto) }).click()
      const stopping = his.getByRole('dialog').filter({ hasText: creator.acts.vetoLine })
      await stopping.getByRole('textbox', { name: common.ask.reason, exact: true }).fill('接任者正在休假')
      await stopping.getByRole('button', { name: named(creator.acts.veto) }).click()
      await byPasskey(his)
      await expect(his.getByText(creator.state.vetoed, { exact: true }).first()).toBeVisible()
      await expectAccessible(his)
      await expect(founders.getByText(creator.one.awaits.ended)).toBeVisible()
      await expect(hers.getByText(creator.state.vetoed, { exact: true }).first()).toBeVisible()
      await founders.goto(`${url}/console`)
      await expect(founders.getByText(common.tier.creator).first()).toBeVisible()
    })
  },
)
