import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { contract } from '@hufu/contract'
import { expect, type Page } from '@playwright/test'
import { PASSWORD, type Company } from './harness/company.ts'
import { named } from './harness/hands.ts'
import { expectAccessible, phone, picture, story } from './harness/story.ts'
import { hufu } from './harness/terminal.ts'

const because = '调离项目'

/** A right of somebody taken back, tried by every node; answers the revocation. */
async function takenBack(company: Company): Promise<string> {
  const department = await company.department(`核验部 ${company.fresh()}`)
  const wang = await company.person('王伟', 'wangwei', department)
  const { id } = await company.asCreator.ask(contract.revocations.take, {
    body: { memberId: wang.id, permissions: ['file.download'], reason: 'move', because },
  })
  if (id === null) throw new Error('what is taken at once is kept')
  const params = { revocationId: id }
  await expect
    .poll(async () => (await company.asCreator.ask(contract.revocations.one, { params })).state)
    .toBe('verified')
  return id
}

const choose = async (page: Page, label: string, name: string, text: string): Promise<void> =>
  await page
    .getByLabel(label, { exact: true })
    .setInputFiles({ name, mimeType: 'application/json', buffer: Buffer.from(text) })

story(
  'a receipt is verified by a saved page, in an empty folder, without a network',
  async ({ company, enter, browser, words, language }, test) => {
    story.slow()
    const { revocations, verify } = words
    const id = await takenBack(company)
    const page = await enter(company.creator, `/console/revocations/${id}/receipt`)
    const coming = page.waitForEvent('download')
    await page.getByRole('button', { name: named(revocations.receipt.download) }).click()
    const file = test.outputPath('receipt.json')
    await (await coming).saveAs(file)
    const receipt = await readFile(file, 'utf8')

    const opening = page.context().waitForEvent('page')
    await page.getByRole('link', { name: named(revocations.receipt.verifyPage) }).click()
    const served = await opening
    await expect(served.getByRole('heading', { name: verify.title, exact: true })).toBeVisible()
    const saving = served.waitForEvent('download')
    await served.getByRole('button', { name: verify.save }).click()
    const folder = await mkdtemp(join(tmpdir(), 'hufu-alone-'))
    const saved = join(folder, 'verify.html')
    await (await saving).saveAs(saved)
    expect(await readdir(folder)).toEqual(['verify.html'])

    const alone = await browser.newContext({ locale: language, offline: true })
    const sheet = await alone.newPage()
    const asked: string[] = []
    sheet.on('request', (request) => asked.push(request.url()))
    await sheet.goto(pathToFileURL(saved).href)
    await expectAccessible(sheet)
    await choose(sheet, verify.file, 'receipt.json', receipt)
    await expect(sheet.getByText(verify.receipt.agrees)).toBeVisible()
    const { key } = JSON.parse(receipt) as { readonly key: string }
    await sheet.getByLabel(verify.key).fill(key)
    await expect(sheet.getByText(verify.receipt.good)).toBeVisible()
    await expect(sheet.getByText('王伟')).toBeVisible()
    await expect(sheet.getByText(verify.checked.tried)).toBeVisible()
    await expect(sheet.getByText(verify.unchecked.names)).toBeVisible()
    await expectAccessible(sheet)
    await sheet.setViewportSize(phone)
    expect(await sheet.evaluate('document.documentElement.scrollWidth')).toBe(phone.width)
    await expectAccessible(sheet)
    await picture(sheet, 'verify-offline')

    await choose(sheet, verify.file, 'changed.json', receipt.replaceAll('王伟', '李伟'))
    await expect(sheet.getByText(verify.receipt.bad)).toBeVisible()
    await expect(sheet.getByText(verify.found.changed)).toBeVisible()
    await expect(sheet.getByText('李伟')).toBeHidden()
    await choose(sheet, verify.file, 'shopping.txt', 'milk, eggs')
    await expect(sheet.getByText(verify.neither)).toBeVisible()
    await expectAccessible(sheet)
    expect(asked.filter((url) => !url.startsWith('file:') && !url.startsWith('data:'))).toEqual([])
    await alone.close()
    await rm(folder, { recursive: true })
  },
)

story(
  'the ledger is exported after the password, and verified away from the server; one changed letter is found',
  async ({ company, enter, stranger, words, language }, test) => {
    story.slow()
    const { common, ledger, verify } = words
    await takenBack(company)
    const page = await enter(company.creator, '/console/ledger')
    await page.getByRole('button', { name: named(ledger.export.act) }).click()
    await expectAccessible(page)
    const coming = page.waitForEvent('download')
    await page.getByRole('button', { name: named(ledger.export.take) }).click()
    const dialog = page.getByRole('dialog').filter({ hasText: common.stepUp.heard.critical })
    await dialog.getByLabel(common.stepUp.password, { exact: true }).fill(PASSWORD)
    await dialog.getByRole('button', { name: named(common.stepUp.confirm) }).click()
    const file = test.outputPath('ledger.ndjson')
    await (await coming).saveAs(file)

    const alone = { url: 'http://127.0.0.1:9', token: '', language }
    const told = await hufu(alone, 'ledger', 'verify', file)
    expect(told.status, told.output).toBe(0)
    const text = await readFile(file, 'utf8')
    expect(text).toContain(because)
    await writeFile(file, text.replace(because, '另有原因'))
    expect((await hufu(alone, 'ledger', 'verify', file)).status).toBe(1)

    const sheet = await stranger(`${company.server.url}/verify.html`)
    await choose(sheet, verify.file, 'ledger.ndjson', text)
    await expect(sheet.getByText(verify.ledger.agrees)).toBeVisible()
    await expect(sheet.getByText(verify.checked.texts)).toBeVisible()
    await choose(sheet, verify.file, 'changed.ndjson', text.replace(because, '另有原因'))
    await expect(sheet.getByText(verify.ledger.bad)).toBeVisible()
    await expectAccessible(sheet)
  },
)
