import { contract } from '@hufu/contract'
import { expect, type Locator } from '@playwright/test'
import { client } from '../../cli/client.ts'
import { tokenOf, type Person } from '../harness/company.ts'
import { handsOn } from '../harness/hands.ts'
import { fill } from '../harness/story.ts'
import type { Somebody } from './asking.ts'

const name = '标书附件（终稿）.pdf'
const buffer = Buffer.from(Array.from({ length: 20_000 }, (_, place) => (place * 37) % 251))

/** Somebody sends a colleague a file. */
export async function sendFile({ page, words }: Somebody, to: Person): Promise<void> {
  await handsOn(page, words).writeTo(to.name)
  await page.locator('input[type=file]').setInputFiles({ name, mimeType: 'application/octet-stream', buffer })
  await expect(page.getByRole('article').getByText(name, { exact: true })).toBeVisible()
}

/** The button that downloads it, in the conversation with whoever sent it. */
export async function fileFrom({ page, words }: Somebody, sender: Person): Promise<Locator> {
  await page.goto(new URL('/', page.url()).href)
  await handsOn(page, words).conversation(sender.name).click()
  return page.getByRole('button', { name: fill(words.messenger.bubble.download, { name }) })
}

/** It comes down, to the last byte. */
export async function download(somebody: Somebody, sender: Person): Promise<void> {
  const button = await fileFrom(somebody, sender)
  const [coming] = await Promise.all([somebody.page.waitForEvent('download'), button.click()])
  const bytes = await (await coming.createReadStream()).toArray()
  expect(Buffer.concat(bytes).equals(buffer)).toBe(true)
}

/** It does not come down: neither by the button nor by its address. */
export async function refusedDownload(
  somebody: Somebody,
  sender: Person,
  language: 'zh-CN' | 'en-US',
): Promise<void> {
  const { page, person } = somebody
  await expect(await fileFrom(somebody, sender)).toHaveAttribute('aria-disabled', 'true')
  const server = new URL(page.url()).origin
  const asThem = client({ server, token: await tokenOf(server, person, language), locale: language })
  const { items } = await asThem.ask(contract.messaging.conversations, {})
  const params = { conversationId: items.find(({ title }) => title === sender.name)?.id ?? '' }
  const history = await asThem.ask(contract.messaging.messages, { params })
  const fileId = history.items.find(({ file }) => file !== null)?.file?.id ?? ''
  const answer = await page.context().request.get(`${server}/api/v1/files/${fileId}`)
  expect(answer.status(), await answer.text()).toBe(403)
}
