import { contract } from '@hufu/contract'
import { expect } from '@playwright/test'
import { proveByPassword } from './harness/factors.ts'
import { named } from './harness/hands.ts'
import { acceptSeat, byPassword, enterOwn, inOwnCompany } from './harness/seat.ts'
import { challengeRunsDown } from './harness/store-time.ts'
import { expectAccessible, fill, phone, picture, story } from './harness/story.ts'

const because = '创建者失踪三周，家属也联系不上'

story(
  'the creator is gone: claimed with evidence, voted for, accepted, told for days, and then the seat changes hands',
  async ({ stranger, words, language }) => {
    story.slow()
    await inOwnCompany(language, async (company) => {
      const { claims, common } = words
      const [bai, fan] = [
        await company.person('白朗', 'bailang', company.rootId),
        await company.person('范宁', 'fanning', company.rootId),
      ]
      const su = await company.person('苏晴', 'suqing', company.rootId)
      for (const { id } of [bai, fan])
        await company.asCreator.ask(contract.authority.appointAdministrator, {
          body: { memberId: id, tier: 'super', because: '值班' },
        })

      // He says what happened, with a file, and names her.
      const his = await enterOwn({ stranger, words }, company, bai, '/console/creator/claims')
      await expectAccessible(his)
      await his.getByRole('button', { name: named(claims.make.act) }).click()
      const drawer = his.getByRole('dialog', { name: claims.make.title })
      await drawer.getByRole('textbox', { name: claims.make.because }).fill(because)
      await drawer
        .getByRole('textbox', { name: fill(claims.make.evidenceWords, { place: 1 }) })
        .fill('报案回执')
      await drawer.locator('input[type=file]').setInputFiles({
        name: '回执.pdf',
        mimeType: 'application/pdf',
        buffer: Buffer.from('%PDF-1.4\n1 0 obj << >> endobj\ntrailer << >>\n%%EOF\n'),
      })
      await expect(drawer.getByText('回执.pdf')).toBeVisible()
      await drawer.getByRole('button', { name: su.name }).click()
      await expectAccessible(his)
      await drawer.getByRole('button', { name: named(claims.make.send) }).click()
      await proveByPassword(his, words, bai.password)
      await expect(his).toHaveURL(/\/console\/creator\/claims\/[0-9a-f-]{36}$/)
      const claimId = new URL(his.url()).pathname.split('/').at(-1) ?? ''
      await expect(his.getByText('报案回执')).toBeVisible()
      await expectAccessible(his)

      // A second one stands behind it, and she accepts on her phone.
      const hers = await enterOwn({ stranger, words }, company, fan, `/console/creator/claims/${claimId}`)
      const vote = hers.getByRole('button', { name: named(claims.acts.vote) })
      await vote.click()
      const dialog = hers.getByRole('dialog').filter({ hasText: claims.acts.voteWarn })
      await dialog.getByRole('button', { name: named(claims.acts.vote) }).click()
      await proveByPassword(hers, words, fan.password)
      await expect(hers.getByText(fill(claims.one.votes, { given: 2, needed: 2 }))).toBeVisible()
      const sus = await enterOwn({ stranger, words }, company, su, `/creator/claims/${claimId}`, phone)
      await expect(sus.getByRole('heading', { name: claims.accept.title })).toBeVisible()
      await expectAccessible(sus)
      expect(await sus.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true)
      await acceptSeat(sus, words, byPassword(words, su))
      await expect(sus.getByText(claims.state.challenge, { exact: true })).toBeVisible()
      await expect(his.getByText(claims.state.challenge, { exact: true })).toBeVisible()
      await expect(his.getByRole('table', { name: claims.one.told })).toContainText(claims.channel.bell)
      await picture(his, 'claim-challenge')

      await challengeRunsDown(company.server)
      await expect(his.getByText(claims.state.done, { exact: true })).toBeVisible({ timeout: 60_000 })
      await sus.goto(`${company.server.url}/console`)
      await expect(sus.getByText(common.tier.creator).first()).toBeVisible()
    })
  },
)

story(
  'whoever is said to be gone reads it on every page and ends it with one press',
  async ({ stranger, words, language }) => {
    await inOwnCompany(language, async (company) => {
      const { claims } = words
      const bai = await company.person('白朗', 'bailang', company.rootId)
      const su = await company.person('苏晴', 'suqing', company.rootId)
      await company.asCreator.ask(contract.authority.appointAdministrator, {
        body: { memberId: bai.id, tier: 'super', because: '值班' },
      })
      const founders = await enterOwn({ stranger, words }, company, company.creator, '/console/members')
      const his = await enterOwn({ stranger, words }, company, bai, '/console/creator/claims')
      await his.getByRole('button', { name: named(claims.make.act) }).click()
      const drawer = his.getByRole('dialog', { name: claims.make.title })
      await drawer.getByRole('textbox', { name: claims.make.because }).fill(because)
      await drawer
        .getByRole('textbox', { name: fill(claims.make.evidenceWords, { place: 1 }) })
        .fill('无人接听')
      await drawer.getByRole('button', { name: su.name }).click()
      await drawer.getByRole('button', { name: named(claims.make.send) }).click()
      await proveByPassword(his, words, bai.password)
      await expect(his).toHaveURL(/\/console\/creator\/claims\/[0-9a-f-]{36}$/)

      await founders.reload()
      const banner = founders.getByRole('alert').filter({ hasText: bai.name })
      await expect(banner).toBeVisible()
      await founders.setViewportSize(phone)
      await founders.goto(`${company.server.url}/me`)
      await expect(banner).toBeVisible()
      await expectAccessible(founders)
      await picture(founders, 'claim-banner')
      await banner.getByRole('button', { name: named(claims.banner.here) }).click()
      await expect(banner).toBeHidden()
      await expect(his.getByText(claims.state.refuted, { exact: true })).toBeVisible()
    })
  },
)
