import { readFile } from 'node:fs/promises'
import { gunzipSync } from 'node:zlib'
import { chromium } from '@playwright/test'
import type { Browser as Chromium } from '@playwright/test'
import { browserAt } from '../../server/testing/index.ts'
import type { ServerProcess } from '../../server/testing/index.ts'
import type { Measure } from '../harness/budgets.ts'
import { median } from '../harness/suite.ts'
import { previewed } from './upload.ts'

// Every province, city, county and town of China in four levels; `../shared` holds it, see its README for the source.
const divisions = new URL('../../../shared/data/china-divisions/divisions_l1-4.csv.gz', import.meta.url)
const ROUNDS = 5
const FIRST = '北京市'
const BELOW = '市辖区'
const FAR = '西湖街道'

type Founder = {
  readonly login: string
  readonly password: string
  readonly name: string
  readonly locale: string
}
type Ground = {
  readonly t: { readonly after: (end: () => void | Promise<void>) => void }
  readonly server: ServerProcess
  readonly founder: Founder
  readonly report: (measure: Measure) => void
  readonly progress: (text: string) => void
}

/** Seconds: from the messenger, from an empty tab with nothing in its cache, and until a search shows what it found. */
type Took = { readonly open: number; readonly fromNothing: number; readonly search: number }

/**
 * The tree of 44,703 departments in Chromium: from pressing the link to it in the messenger, with nothing of it asked for
 * before, until a branch that was pressed has unfolded. Beside it what the whole app costs in an empty tab.
 */
export async function measureTree({ t, server, founder, report, progress }: Ground): Promise<void> {
  const who = browserAt(server.address)
  await who.ok('POST', '/api/v1/setup', { code: server.setupCode, company: '虎符科技', ...founder })
  const view = await previewed(
    who,
    departmentFile(gunzipSync(await readFile(divisions)).toString()),
    progress,
  )
  await who.ok('POST', `/api/v1/imports/${view.id}/commit`, {})
  progress('44,703 departments are in')
  const chrome = await startChromium()
  t.after(() => chrome.close())
  const times: Took[] = []
  for (let round = 0; round <= ROUNDS; round += 1) {
    const took = await once(chrome, server.address, founder)
    // The first round warms the server and the browser itself.
    if (round > 0) times.push(took)
    progress(`opened in ${took.open.toFixed(2)} s, with the whole app in ${took.fromNothing.toFixed(2)} s`)
  }
  const middle = (of: (took: Took) => number): number => median(times.map(of))
  const vs = {
    'with the app': middle(({ fromNothing }) => fromNothing),
    search: middle(({ search }) => search),
  }
  report({ metric: 'tree.open', value: middle(({ open }) => open), unit: 's', vs })
}

async function startChromium(): Promise<Chromium> {
  const executablePath = process.env['HUFU_CHROMIUM']
  if (executablePath === undefined) throw new Error('start this by `npm run bench`, which finds the browser')
  return chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] })
}

async function once(chrome: Chromium, address: string, { login, password }: Founder): Promise<Took> {
  const context = await chrome.newContext({ locale: 'zh-CN', viewport: { width: 1280, height: 800 } })
  try {
    await context.request.post(`${address}/api/v1/sessions`, { data: { login, password } })
    const page = await context.newPage()
    const started = performance.now()
    await page.goto(`${address}/contacts`, { waitUntil: 'commit' })
    await page.getByRole('tree').waitFor()
    await page.evaluate(unfold, { link: null, first: FIRST, below: BELOW })
    const fromNothing = performance.now() - started
    // The app anew, without the tree in its memory.
    await page.goto(`${address}/`, { waitUntil: 'networkidle' })
    const open = await page.evaluate(unfold, { link: '/contacts', first: FIRST, below: BELOW })
    const searched = performance.now()
    await page.getByRole('searchbox', { name: '搜索部门' }).fill(FAR)
    await page.getByRole('treeitem', { name: FAR }).first().waitFor()
    const search = performance.now() - searched
    return { open: open / 1000, fromNothing: fromNothing / 1000, search: search / 1000 }
  } finally {
    await context.close()
  }
}

// What `unfold` finds in the page it runs in; the rest of this program knows no page.
type Part = {
  readonly textContent: string | null
  readonly querySelector: (selector: string) => Part | null
  readonly click: () => void
}
declare const document: Pick<Part, 'querySelector'> & {
  readonly querySelectorAll: (selector: string) => Iterable<Part>
}
declare const requestAnimationFrame: (then: (at: number) => void) => number

/**
 * Runs in the page: presses the link, unfolds a branch as soon as it is drawn, and answers how many ms passed until what
 * is below it was drawn too. Looked at frame by frame, because a test driver only looks every so often.
 */
async function unfold(of: {
  readonly link: string | null
  readonly first: string
  readonly below: string
}): Promise<number> {
  const row = (name: string): Part | undefined =>
    [...document.querySelectorAll('[role=treeitem]')].find(
      (item) => item.querySelector('.tree-name')?.textContent === name,
    )
  const drawn = async (name: string): Promise<Part> => {
    for (;;) {
      const found = row(name)
      await new Promise(requestAnimationFrame)
      if (found !== undefined) return found
    }
  }
  const started = performance.now()
  if (of.link !== null) document.querySelector(`a[href="${of.link}"]`)?.click()
  const branch = await drawn(of.first)
  branch.querySelector('.tree-fold')?.click()
  await drawn(of.below)
  return performance.now() - started
}

/** The divisions as a file of departments: number, name and the number of the one above. */
function departmentFile(text: string): string {
  const rows = text.trim().split('\n').slice(1)
  const lines = rows.map((row) => {
    const [code = '', name = '', parent = ''] = row.split(',')
    return `${code},${name},${parent}`
  })
  return `部门ID,部门名称,父部门ID\n${lines.join('\n')}\n`
}
