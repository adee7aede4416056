import { permission } from '@hufu/authority'
import { contract } from '@hufu/contract'
import { expect } from '@playwright/test'
import { handsOn, named } from './harness/hands.ts'
import { expectAccessible, fill, phone, picture, story } from './harness/story.ts'
import { hufu } from './harness/terminal.ts'

const because = '转到新的项目组，不再需要资料'

story(
  'rights are taken back, every node tries, and the receipt is good without a server',
  async ({ company, enter, words, language }, test) => {
    story.slow()
    const { authority, revocations } = words
    const tag = company.fresh()
    const department = await company.department(`外联部 ${tag}`)
    const wang = await company.person('王伟', 'wangwei', department)
    const page = await enter(company.creator, `/console/members/${wang.id}`)
    const hands = handsOn(page, words)

    for (const key of ['file.download', 'file.upload'] as const) {
      const name = permission(key)[language === 'zh-CN' ? 'zh' : 'en']
      await page.getByRole('checkbox', { name: fill(authority.rights.select, { name }) }).check()
    }
    await page.getByRole('button', { name: named(authority.profile.takeBackSome) }).click()
    // The baseline gives both as well; it stays, stopped for him. What runs may finish.
    const paths = page.getByRole('region', { name: authority.takeBack.paths })
    await expect(paths.getByRole('listitem')).not.toHaveCount(0)
    await hands.select(
      page.getByLabel(authority.takeBack.ending, { exact: true }),
      authority.takeBack.mode['block-new'],
    )
    await expect(page.getByText(authority.takeBack.modeHint['block-new'])).toBeVisible()
    await expectAccessible(page)
    await picture(page, 'take-back')
    await hands.confirmEffect(authority.takeBack.act, because)
    await page.getByRole('link', { name: revocations.see }).first().click()

    await expect(page.getByText(revocations.stateLead.verified)).toBeVisible()
    await expect(page.getByRole('heading', { name: revocations.rights.title })).toBeVisible()
    const [finishing] = revocations.rights.finishing.split('{{')
    await expect(page.getByText(String(finishing))).toBeVisible()
    await expect(page.getByText(because)).toBeVisible()
    await expect(page.getByRole('img', { name: revocations.ways.standing.shut })).not.toHaveCount(0)
    await expect(page.getByText(revocations.ways.lead)).toBeVisible()
    await expectAccessible(page)
    await picture(page, 'revocation')

    const coming = page.waitForEvent('download')
    await page.getByRole('button', { name: named(revocations.receipt.download) }).click()
    const file = test.outputPath('receipt.json')
    await (await coming).saveAs(file)
    // Nobody listens there: the file is all there is.
    const alone = { url: 'http://127.0.0.1:9', token: '', language }
    const told = await hufu(alone, 'receipt', 'verify', file)
    expect(told.output).toContain('王伟')
    expect(told.status).toBe(0)

    await page.goto(`${page.url()}/receipt`)
    await expect(page.getByText(because).first()).toBeVisible()
    await page.goBack()

    const { items } = await company.asCreator.ask(contract.authority.restrictions, {
      query: { memberId: wang.id },
    })
    for (const { id } of items)
      await company.asCreator.ask(contract.authority.lift, {
        params: { restrictionId: id },
        body: { because: '回到原来的组' },
      })
    await page.getByRole('button', { name: named(revocations.verify) }).click()
    await expect(page.getByText(revocations.stateLead.unverified)).toBeVisible()
    await page.setViewportSize(phone)
    await expectAccessible(page)

    await page.goto(new URL('/console/revocations', page.url()).href)
    await expect(page.getByText(revocations.state.unverified).first()).toBeVisible()
    await expectAccessible(page)
  },
)
