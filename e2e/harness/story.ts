import { join } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import { expect, test, type Page } from '@playwright/test'
import { words as english } from '../../web/words/en-US/index.ts'
import { words as chinese } from '../../web/words/zh-CN/index.ts'
import { startServer, type RunningServer } from './server.ts'

type OfAStory = {
  /** A server on fresh data, waiting for its first run; removed afterwards. */
  readonly fresh: RunningServer
  /** The words of the pages in the language the story is told in. */
  readonly words: typeof chinese | typeof english
}

type OfAWorker = {
  /** A server with the believable company, shared by the stories of one run: leave it as you found it. */
  readonly demo: RunningServer
}

/** A story in a real browser. It is told once in Chinese and once in English; `words` has what the pages say. */
export const story = test.extend<OfAStory, OfAWorker>({
  // eslint-disable-next-line no-empty-pattern -- Playwright reads from the braces which fixtures are asked for
  fresh: async ({}, use) => {
    const server = await startServer()
    await use(server)
    await server.remove()
  },
  words: async ({ locale }, use) => {
    await use(locale === 'zh-CN' ? chinese : english)
  },
  demo: [
    // eslint-disable-next-line no-empty-pattern -- as above
    async ({}, use) => {
      const server = await startServer({ arguments: ['--demo'] })
      await use(server)
      await server.remove()
    },
    { scope: 'worker', timeout: 120_000 },
  ],
})

/** Asks axe about the page as it stands; nothing serious or critical may be found. */
export async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  const grave = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
  expect(
    grave.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`),
  ).toEqual([])
}

/** Keeps a picture for people to look at, when they asked for pictures with `HUFU_PICTURES=1`. */
export async function picture(page: Page, name: string): Promise<void> {
  if (process.env['HUFU_PICTURES'] !== '1') return
  const language = (await page.locator('html').getAttribute('lang')) ?? 'zh-CN'
  await page.screenshot({ path: join(import.meta.dirname, `../../docs/screenshots/${name}.${language}.png`) })
}

/** The size of a phone, for `page.setViewportSize`. */
export const phone = { width: 390, height: 844 } as const
