import { join } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import { expect, test, type Browser, type BrowserContextOptions, type Page } from '@playwright/test'
import { words as english } from '../../web/words/en-US/index.ts'
import { words as chinese } from '../../web/words/zh-CN/index.ts'
import { foundCompany, type Company, type Person } from './company.ts'
import { startServer, type RunningServer } from './server.ts'

export type Words = typeof chinese | typeof english

type OfAStory = {
  /** A server on fresh data, waiting for its first run; removed afterwards. */
  readonly fresh: RunningServer
  /** The language the story is told in, and the words of the pages in it. */
  readonly language: 'zh-CN' | 'en-US'
  readonly words: Words
  /** A browser of somebody's own, signed in as them, on the page with this address. Closed afterwards. */
  readonly enter: (person: Person, path?: string, options?: BrowserContextOptions) => Promise<Page>
  /** A browser nobody has signed in with yet. Closed afterwards. */
  readonly stranger: (url: string, options?: BrowserContextOptions) => Promise<Page>
}

type OfAWorker = {
  /** A company shared by the stories of one worker; each makes its own people in its own department. */
  readonly company: Company
}

/** A story in a real browser. It is told once in Chinese and once in English; `words` has what the pages say. */
export const story = test.extend<OfAStory, OfAWorker>({
  // eslint-disable-next-line no-empty-pattern -- Playwright reads from the braces which fixtures are asked for
  fresh: async ({}, use) => {
    const server = await startServer()
    await use(server)
    await server.remove()
  },
  language: async ({ locale }, use) => {
    await use(locale === 'en-US' ? locale : 'zh-CN')
  },
  words: async ({ language }, use) => {
    await use(language === 'zh-CN' ? chinese : english)
  },
  enter: async ({ browser, company, language }, use) => {
    const close = new AsyncDisposableStack()
    await use(async (person, path = '/', options = {}) => {
      const page = await openPage(browser, close, { locale: language, ...options })
      const body = { login: person.login, password: person.password }
      const { url } = company.server
      const answer = await page.context().request.post(`${url}/api/v1/sessions`, { data: body })
      expect(answer.ok(), await answer.text()).toBe(true)
      await page.goto(`${url}${path}`)
      return page
    })
    await close.disposeAsync()
  },
  stranger: async ({ browser, language }, use) => {
    const close = new AsyncDisposableStack()
    await use(async (url, options = {}) => {
      const page = await openPage(browser, close, { locale: language, ...options })
      await page.goto(url)
      return page
    })
    await close.disposeAsync()
  },
  company: [
    // eslint-disable-next-line no-empty-pattern -- as above
    async ({}, use, { project }) => {
      const company = await foundCompany(project.name === 'zh-CN' ? 'zh-CN' : 'en-US')
      await use(company)
      await company.remove()
    },
    { scope: 'worker', timeout: 60_000 },
  ],
})

async function openPage(
  browser: Browser,
  close: AsyncDisposableStack,
  options: BrowserContextOptions,
): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width: 1360, height: 860 },
    timezoneId: 'Asia/Shanghai',
    ...options,
  })
  close.defer(() => context.close())
  const page = await context.newPage()
  // A page that breaks inside is a finding even when the story still gets to its end.
  page.on('pageerror', (error) => expect.soft(error.message, 'an error in the page').toBeNull())
  return page
}

/** Fills the blanks of a sentence of the pages: `fill('{{count}} 人', {count: 3})`. */
export function fill(sentence: string, values: Readonly<Record<string, string | number>>): string {
  return sentence.replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => String(values[name] ?? ''))
}

/** Asks axe about the page as it stands; nothing serious or critical may be found. */
export async function expectAccessible(page: Page): Promise<void> {
  // What is still moving has colours of neither before nor after.
  await expect
    .poll(() => page.evaluate('document.getAnimations().filter((one) => one.playState === "running").length'))
    .toBe(0)
  await page.evaluate('new Promise((done) => requestAnimationFrame(() => setTimeout(done, 150)))')
  // Behind an open dialog everything is dimmed on purpose, and out of reach.
  const dialogs = page.locator('.ant-drawer-open, .ant-modal-wrap').filter({ visible: true })
  // In the page itself: our pages have no frames, and another window for each look costs as much as the look.
  const axe = new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ['violations'] })
  // A button that is busy is pale on purpose, like one that cannot be pressed.
  if ((await page.locator('.ant-btn-loading').count()) > 0) axe.exclude('.ant-btn-loading')
  const { violations } = await (
    (await dialogs.count()) === 0 ? axe : axe.include('.ant-drawer-open, .ant-modal-wrap')
  ).analyze()
  const grave = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
  expect
    .soft(
      grave.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`),
      page.url(),
    )
    .toEqual([])
}

/** Keeps a picture for people to look at, when they asked for pictures with `HUFU_PICTURES=1`. */
export async function picture(page: Page, name: string): Promise<void> {
  if (process.env['HUFU_PICTURES'] !== '1') return
  const language = (await page.locator('html').getAttribute('lang')) ?? 'zh-CN'
  await page.screenshot({ path: join(import.meta.dirname, `../../docs/screenshots/${name}.${language}.png`) })
}

/** The size of a phone, for `page.setViewportSize`. */
export const phone = { width: 390, height: 844 } as const
