import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { permission } from '@hufu/authority'
import { contract } from '@hufu/contract'
import type { Receipt, ReceiptFile } from '@hufu/merkle'
import { expect, type Browser, type Page } from '@playwright/test'
import { client } from '../cli/client.ts'
import { tokenOf, type Person } from './harness/company.ts'
import { handsOn, named, picking, starting } from './harness/hands.ts'
import { expectAccessible, fill, phone, picture, story, type Words } from './harness/story.ts'

const because = '个人原因离职，工作已交给同组同事'

/** Somebody is found in the list, and what leaving would take is looked at without doing it. */
async function findAndLook(page: Page, words: Words, leaver: Person): Promise<void> {
  const { directory, changes, common } = words
  await page.getByRole('searchbox', { name: directory.members.search }).fill(leaver.login)
  await page.getByRole('table').getByText(leaver.name, { exact: true }).first().click()
  await page.getByRole('button', { name: named(directory.life.depart) }).click()
  const dialog = page.getByRole('dialog', {
    name: fill(directory.life.departTitle, { name: leaver.name }),
  })
  const effect = dialog.getByRole('region', { name: changes.title })
  await expect(effect).toContainText(leaver.name)
  await expect(effect).toContainText('1')
  await expectAccessible(page)
  await dialog.getByRole('button', { name: named(common.act.cancel) }).click()
  await expect(dialog).toBeHidden()
}

/** What the leaver owns is offered to a colleague, who accepts. */
async function handOver(page: Page, words: Words, to: Person, accept: () => Promise<void>): Promise<void> {
  const { handover, common } = words
  await page.getByRole('button', { name: named(handover.link) }).click()
  const { group } = handover.kind
  await page.getByRole('button', { name: `${handover.offer.act} ${group}` }).click()
  const drawer = page.getByRole('dialog', { name: fill(handover.offer.title, { kind: group }) })
  await drawer.getByRole('button', { name: picking(handover.offer.to) }).click()
  await handsOn(page, words).choosePeople(to.name)
  await drawer.getByLabel(common.ask.reason).fill(because)
  await drawer.getByRole('button', { name: named(handover.offer.send) }).click()
  await expect(drawer).toBeHidden()
  await accept()
  await page.reload()
  const progress = page.getByRole('region', { name: handover.progress })
  await expect(progress.getByText(handover.state.accepted, { exact: true })).toBeVisible()
}

/** The departure itself, proved by the password; leads to what every node has tried. */
async function depart(page: Page, words: Words, leaver: Person, password: string): Promise<void> {
  const { directory, common, revocations } = words
  const chinese = (await page.locator('html').getAttribute('lang')) === 'zh-CN'
  await page.getByRole('button', { name: named(directory.life.depart) }).click()
  const dialog = page.getByRole('dialog', {
    name: fill(directory.life.departTitle, { name: leaver.name }),
  })
  await dialog.getByLabel(common.ask.reason).fill(because)
  await dialog.getByRole('button', { name: starting(directory.life.depart) }).click()
  const act = permission('org.member.delete')[chinese ? 'zh' : 'en']
  const proof = page.getByRole('dialog', { name: fill(common.stepUp.title, { act }) })
  await proof.getByLabel(common.stepUp.password, { exact: true }).fill(password)
  await proof.getByRole('button', { name: named(common.stepUp.confirm) }).click()
  await page.getByRole('link', { name: revocations.see }).first().click()
}

/** The receipt and the page that reads it, alone in an empty folder and without a network. */
async function readAlone(page: Page, browser: Browser, words: Words, file: string): Promise<Receipt> {
  const { revocations, verify } = words
  await page.goto(`${page.url()}/receipt`)
  const coming = page.waitForEvent('download')
  await page.getByRole('button', { name: named(revocations.receipt.download) }).click()
  await (await coming).saveAs(file)
  const opening = page.context().waitForEvent('page')
  await page.getByRole('link', { name: named(revocations.receipt.verifyPage) }).click()
  const served = await opening
  const saving = served.waitForEvent('download')
  await served.getByRole('button', { name: verify.save }).click()
  const folder = await mkdtemp(join(tmpdir(), 'hufu-leaver-'))
  await (await saving).saveAs(join(folder, 'verify.html'))
  expect(await readdir(folder)).toEqual(['verify.html'])
  const alone = await browser.newContext({ offline: true })
  const sheet = await alone.newPage()
  await sheet.goto(pathToFileURL(join(folder, 'verify.html')).href)
  const receipt = await readFile(file, 'utf8')
  await sheet
    .getByLabel(verify.file, { exact: true })
    .setInputFiles({ name: 'receipt.json', mimeType: 'application/json', buffer: Buffer.from(receipt) })
  await sheet.getByLabel(verify.key).fill((JSON.parse(receipt) as { readonly key: string }).key)
  await expect(sheet.getByText(verify.receipt.good)).toBeVisible()
  await alone.close()
  await served.close()
  await page.goBack()
  await rm(folder, { recursive: true })
  // Verified just above, by the page.
  return (JSON.parse(receipt) as ReceiptFile).receipt
}

story(
  'a leaver: found, looked at, handed over, let go, tried on every way in, proved without a server, and watched',
  async ({ company, enter, stranger, browser, words, language }, test) => {
    story.slow()
    const { handover, revocations, after, self } = words
    const department = await company.department(`出版部 ${company.fresh()}`)
    const leaver = await company.person('江月', 'jiangyue', department)
    const heir = await company.person('何田', 'hetian', department)
    const other = await company.person('方圆', 'fangyuan', department)
    const token = await tokenOf(company.server.url, leaver, language)
    await client({ server: company.server.url, token, locale: language }).ask(contract.messaging.open, {
      body: { kind: 'group', name: '选题会', memberIds: [other.id] },
    })
    const theirs = await enter(leaver)
    const page = await enter(company.creator, '/console/members')

    await findAndLook(page, words, leaver)
    await handOver(page, words, heir, async () => {
      const hers = await enter(heir, '/me/notices', { viewport: phone })
      await hers.getByRole('link', { name: self.notices.see.handover }).first().click()
      const toMe = hers.getByRole('region', { name: handover.mine.toMe })
      await toMe.getByRole('button', { name: named(handover.mine.accept) }).click()
      await handsOn(hers, words).confirm(handover.mine.accept)
      await expect(toMe.getByText(handover.state.accepted, { exact: true })).toBeVisible()
    })

    await page.goto(`${company.server.url}/console/members?member=${leaver.id}`)
    await depart(page, words, leaver, company.creator.password)
    // Out at once, wherever they were.
    await expect(theirs).toHaveURL(/\/sign-in/)

    const ways = page.getByRole('region', { name: revocations.ways.title })
    await expect(page.getByText(revocations.stateLead.verified)).toBeVisible()
    await expect(ways.getByRole('img', { name: revocations.ways.standing.open })).toHaveCount(0)
    await expect(ways.getByRole('img', { name: revocations.ways.standing.waiting })).toHaveCount(0)
    await expect(ways.getByRole('img', { name: revocations.ways.standing.shut })).not.toHaveCount(0)
    await expectAccessible(page)
    const receipt = await readAlone(page, browser, words, test.outputPath('receipt.json'))
    expect(receipt.handover?.given.map(({ kind, to, how }) => [kind, to, how])).toEqual([
      ['group', heir.name, 'accepted'],
    ])
    expect(receipt.handover?.backups).toHaveLength(1)

    // They try to come back; it stands with the revocation, for whoever took the rights to see.
    const later = await stranger(`${company.server.url}/sign-in`)
    await handsOn(later, words).signIn(leaver.login, leaver.password)
    await expect(later.getByRole('alert')).toBeVisible()
    await page.reload()
    const attempts = page.getByRole('region', { name: after.attempts.title })
    await expect(attempts.getByText(after.attempts.signIn).first()).toBeVisible()
    await picture(page, 'leaver')
    await page.setViewportSize(phone)
    await expectAccessible(page)
  },
)
