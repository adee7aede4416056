import { startServerProcess, browserAt, testDatabase } from '../server/testing/index.ts'
import type { Browser } from '../server/testing/index.ts'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { previewed } from './directory/upload.ts'
import { measureTree } from './directory/tree.ts'
import type { Measure } from './harness/budgets.ts'
import { quantile } from './harness/suite.ts'
import type { Suite } from './harness/suite.ts'

const rowsTotal = 100_000
const divisions = 50
const teamsEach = 100
const searches = ['王', '小明', 'wang', 'wxm', 'li', 'ouyang', 'w', 'login77', '13800000077', '明']
const roundsOfSearch = 10

/** A company of 100,000 in 5,000 departments: every tenth person stands in a second one, each team has a head. */
function directoryFile(): string {
  const surnames = [
    '王',
    '李',
    '张',
    '刘',
    '陈',
    '杨',
    '黄',
    '赵',
    '吴',
    '周',
    '欧阳',
    '单',
    '曾',
    '仇',
    '尉迟',
  ]
  const given = '伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超霞平刚桂兰小红建国志文'
  const lines = ['姓名,登录名,手机,邮箱,工号,部门,岗位,部门负责人,直属上级,状态']
  for (let at = 0; at < rowsTotal; at++) {
    const name = [
      surnames[at % surnames.length],
      given[(at * 7) % given.length],
      given[(at * 13) % given.length],
    ].join('')
    const team = (number: number): string =>
      `事业部${number % divisions}/团队${Math.floor(number / divisions) % teamsEach}`
    const second = at % 10 === 0
    const places = second ? `${team(at)};${team(at + 1)}` : team(at)
    const manager = at < 100 ? '' : `login${Math.floor(at / 20)}`
    const heads = at < divisions * teamsEach ? (second ? '是;否' : '是') : ''
    lines.push(
      `${name},login${at},138${String(at).padStart(8, '0')},login${at}@example.com,E${at},${places},岗位${at % 80},${heads},${manager},`,
    )
  }
  return `${lines.join('\r\n')}\r\n`
}

/** Asks the server for its health again and again: how long others wait while the work goes on. Gives the waits in ms. */
function pinging(url: string): { readonly stop: () => Promise<readonly number[]> } {
  const waits: number[] = []
  const ending = new AbortController()
  const run = async (): Promise<readonly number[]> => {
    while (!ending.signal.aborted) {
      const started = performance.now()
      await (await fetch(`${url}/healthz`)).text()
      waits.push(performance.now() - started)
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
    return waits
  }
  const ended = run()
  return {
    stop: () => {
      ending.abort()
      return ended
    },
  }
}

type Report = (measure: Measure) => void

async function measureImport(who: Browser, report: Report, progress: (text: string) => void): Promise<void> {
  const file = directoryFile()
  progress(`a file of ${rowsTotal} rows, ${(Buffer.byteLength(file) / 1e6).toFixed(1)} MB`)
  const reading = pinging(who.url)
  const started = performance.now()
  const view = await previewed(who, file, progress)
  const read = performance.now()
  const whileReading = await reading.stop()
  progress(`read, planned and staged in ${((read - started) / 1000).toFixed(1)} s`)
  const applying = pinging(who.url)
  const committed = who.ok('POST', `/api/v1/imports/${view.id}/commit`, {}).then(() => performance.now())
  // Refused or not, nobody goes on asking a server that is about to be stopped.
  const whileApplying = await committed.then(applying.stop, applying.stop)
  const done = await committed
  progress(`applied on every node in ${((done - read) / 1000).toFixed(1)} s`)
  report({ metric: 'import.100k', value: (done - started) / 1000, unit: 's' })
  report({ metric: 'import.preview', value: (read - started) / 1000, unit: 's' })
  report({ metric: 'import.apply', value: (done - read) / 1000, unit: 's' })
  report({ metric: 'import.preview_wait_p99', value: quantile(whileReading, 0.99), unit: 'ms' })
  report({ metric: 'import.apply_wait_p99', value: quantile(whileApplying, 0.99), unit: 'ms' })
  report({ metric: 'import.apply_wait_max', value: quantile(whileApplying, 1), unit: 'ms' })
}

async function measureReads(who: Browser, report: Report): Promise<void> {
  const times: number[] = []
  for (let round = 0; round < roundsOfSearch; round++)
    for (const search of searches) {
      const started = performance.now()
      await who.ok('GET', `/api/v1/members?search=${encodeURIComponent(search)}`)
      times.push(performance.now() - started)
    }
  report({ metric: 'members.search_p50', value: quantile(times, 0.5), unit: 'ms' })
  report({ metric: 'members.search_p99', value: quantile(times, 0.99), unit: 'ms' })
  const started = performance.now()
  await who.ok('GET', '/api/v1/departments')
  report({ metric: 'tree.answer', value: performance.now() - started, unit: 'ms' })
}

/** The directory at 100,000 people over HTTP: import from the first byte to the last acknowledgement, then search and tree. */
export const suite: Suite = {
  name: 'directory',
  async run(report, { progress }) {
    const ends: (() => void | Promise<void>)[] = []
    // What the helpers open is tied to a test; here the suite is that test.
    const t = { after: (end: () => void | Promise<void>) => void ends.push(end) }
    const dataDir = await mkdtemp(join(tmpdir(), 'hufu-bench-'))
    ends.push(() => rm(dataDir, { recursive: true, force: true }))
    try {
      const { url } = await testDatabase(t)
      const server = await startServerProcess(t, { DATABASE_URL: url, HUFU_DATA: dataDir })
      const who = browserAt(server.address)
      const founder = { name: '如姬', login: 'ruji', password: 'seven green umbrellas', locale: 'zh-CN' }
      await who.ok('POST', '/api/v1/setup', { code: server.setupCode, company: '虎符科技', ...founder })
      await measureImport(who, report, progress)
      await measureReads(who, report)
      const { url: other } = await testDatabase(t)
      const second = await startServerProcess(t, { DATABASE_URL: other, HUFU_DATA: join(dataDir, 'tree') })
      await measureTree({ t, server: second, founder, report, progress })
    } finally {
      for (const end of ends.toReversed()) await end()
    }
  },
}
