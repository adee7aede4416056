import { contract } from '@hufu/contract'
import { expect } from '@playwright/test'
import { client } from '../../cli/client.ts'
import { tokenOf } from '../harness/company.ts'
import { named } from '../harness/hands.ts'
import { fill, picture } from '../harness/story.ts'
import { hufu } from '../harness/terminal.ts'
import { founder, manager, reasons, seller, type Somebody, type Stage } from './cast.ts'
import { nameOf } from './rights.ts'

const NAME = '华东区客户名单.xlsx'
const download = ({ words }: Stage, { page }: Somebody) =>
  page.getByRole('button', { name: fill(words.messenger.bubble.download, { name: NAME }) })

/** She writes to him and sends a file. */
export async function talk(stage: Stage, her: Somebody, him: Somebody): Promise<void> {
  await her.hands.writeTo(him.name)
  await her.hands.say('这是本周要回访的客户')
  await her.page
    .locator('input[type=file]')
    .setInputFiles({ name: NAME, mimeType: 'application/octet-stream', buffer: Buffer.from('客户,电话\n') })
  await him.hands.conversation(her.name).click()
  await expect(him.hands.message('这是本周要回访的客户')).toBeVisible()
  await expect(download(stage, him)).toBeVisible()
}

/** As the company has decided, he cannot answer. */
export async function cannotAnswer(stage: Stage, him: Somebody): Promise<void> {
  await expect(him.hands.composer).toBeDisabled()
  await expect(him.page.locator('.composer-why')).toContainText(nameOf('msg.dm', stage))
}

/** What was given is felt without a reload: he answers, and takes the file. */
export async function act(stage: Stage, him: Somebody): Promise<void> {
  await expect(him.hands.composer).toBeEnabled()
  const [file] = await Promise.all([him.page.waitForEvent('download'), download(stage, him).click()])
  expect(file.suggestedFilename()).toBe(NAME)
  await him.hands.say('收到，今天回访完')
  await expect(him.hands.message('收到，今天回访完')).toBeVisible()
}

/** What was taken back is felt without a reload: by whom and why stands where he would have written. */
export async function refusedInTheBrowser(stage: Stage, him: Somebody): Promise<void> {
  const { page, hands } = him
  await expect(hands.composer).toBeDisabled()
  const why = page.locator('.composer-why')
  await expect(why).toContainText(nameOf('msg.dm', stage))
  await expect(why).toContainText(manager.name)
  await expect(why).toContainText(reasons.takeBack)
  await expect(download(stage, him)).toHaveAttribute('aria-disabled', 'true')
  await expect(page.getByRole('region').getByText(reasons.takeBack).first()).toBeVisible()
  await picture(page, 'revoked-in-the-conversation')
}

/** The same no over HTTP, to him and to another system that asks about him. */
export async function refusedOverHttp({ server, language }: Stage, { page }: Somebody): Promise<void> {
  const asHim = client({
    server: server.url,
    token: await tokenOf(server.url, seller, language),
    locale: language,
  })
  const { items } = await asHim.ask(contract.messaging.conversations, {})
  const params = { conversationId: items[0]?.id ?? '' }
  const send = asHim.ask(contract.messaging.send, {
    params,
    body: { clientId: 'one more', body: '再说一句' },
  })
  await expect(send).rejects.toMatchObject({ code: 'authority/not-granted', details: { status: 403 } })
  const history = await asHim.ask(contract.messaging.messages, { params })
  const fileId = history.items.find(({ file }) => file !== null)?.file?.id ?? ''
  const answer = await page.context().request.get(`${server.url}/api/v1/files/${fileId}`)
  expect(answer.status()).toBe(403)
  expect(await answer.json()).toMatchObject({ code: 'authority/restricted' })

  const asFounder = client({
    server: server.url,
    token: await tokenOf(server.url, founder, language),
    locale: language,
  })
  const found = await asFounder.ask(contract.directory.members, { query: { search: manager.login } })
  const asked = (name: string) =>
    asFounder.ask(contract.authority.evaluation, {
      body: {
        subject: { type: 'member', id: seller.login },
        action: { name },
        resource: { type: 'member', id: found.items[0]?.id ?? '' },
      },
    })
  expect(await asked('msg.dm')).toMatchObject({ decision: false })
  expect(await asked('msg.cross_dept')).toMatchObject({ decision: true })
}

/** The same no in a terminal, where scripts read it from the exit status; and the ledger verifies there. */
export async function refusedInTheTerminal(stage: Stage): Promise<void> {
  const { server, language } = stage
  const typed = { url: server.url, token: await tokenOf(server.url, founder, language), language }
  const to = ['--on', `member:${manager.login}`]
  expect(await hufu(typed, 'can', seller.login, 'msg.dm', ...to)).toMatchObject({ status: 1 })
  expect(await hufu(typed, 'can', seller.login, 'msg.cross_dept', ...to)).toMatchObject({ status: 0 })
  const why = await hufu(typed, 'why', seller.login, 'file.download')
  expect(why.output).toContain(nameOf('file.download', stage))
  expect(why.output).toContain(reasons.takeBack)
  expect(await hufu(typed, 'ledger', 'verify')).toMatchObject({ status: 0 })
}

/** His own page says what he lost, when, by whom and why. */
export async function whatWasLost(stage: Stage, { page }: Somebody): Promise<void> {
  const { self } = stage.words
  await page.locator('.composer-why').getByRole('link').click()
  await page.getByRole('tab', { name: self.tabs.lost }).click()
  const lost = page.getByRole('tabpanel').getByRole('listitem')
  for (const key of ['file.download', 'msg.dm'] as const) {
    const line = lost.filter({ hasText: nameOf(key, stage) }).filter({ hasText: reasons.takeBack })
    await expect(line).toContainText(manager.name)
    await expect(line.getByRole('time')).toBeVisible()
  }
  await picture(page, 'my-permissions-lost')
  await page.getByRole('tab', { name: self.tabs.history }).click()
  await expect(page.getByRole('tabpanel')).toContainText(reasons.takeBack)
}

/** The ledger has it all, in sentences, and verifies. */
export async function ledgerShowsIt({ words }: Stage, { page }: Somebody): Promise<void> {
  const { ledger } = words
  await page.getByRole('link', { name: named(words.console.menu.ledger) }).click()
  const rows = page.getByRole('table', { name: ledger.list }).getByRole('row')
  for (const reason of Object.values(reasons)) {
    const row = rows.filter({ hasText: reason }).first()
    await expect(row).toContainText(reason === reasons.appoint ? founder.name : manager.name)
  }
  await page.getByRole('button', { name: named(ledger.verify) }).click()
  await expect(page.getByRole('region', { name: ledger.verify })).toContainText(ledger.verified)
  await picture(page, 'ledger')
}
