import { monitorEventLoopDelay } from 'node:perf_hooks'
import { Readable } from 'node:stream'
import { newId } from '@hufu/kit'
import { applyImport, beginImport } from '../server/rooms/directory/commands-import.ts'
import { analyzeDirectory, readImport, updateImport } from '../server/rooms/directory/store-import.ts'
import type { Which } from '../server/rooms/directory/store-import.ts'
import { startCompany } from '../server/rooms/directory/testing/company.ts'
import type { TestCompany } from '../server/rooms/directory/testing/company.ts'
import { membersView, treeView } from '../server/rooms/directory/views.ts'
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
    const name = `${surnames[at % surnames.length]}${given[(at * 7) % given.length]}${given[(at * 13) % given.length]}`
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

const importer = ({ creatorId }: TestCompany) =>
  ({ type: 'member', memberId: creatorId, sessionId: null }) as const

async function previewed(company: TestCompany, file: string): Promise<Which> {
  const { workspaceId, imports, perform, creatorId, db } = company
  const which = { workspaceId, importId: newId() }
  await imports.receive(which.importId, Readable.from([Buffer.from(file)]))
  const input = { id: which.importId, fileName: 'all.csv', nodeId: imports.nodeId, createdBy: creatorId }
  const command = { name: 'imports.begin', kind: 'content', workspaceId } as const
  await perform(importer(company), command, (act) => beginImport(act, input))
  imports.read(which, creatorId)
  for (;;) {
    const row = await readImport(db, which)
    if (row?.state === 'ready') return which
    if (row?.state !== 'reading') throw new Error(`the file was refused: ${row?.code}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

async function committed(company: TestCompany, which: Which): Promise<void> {
  await updateImport(company.db, which, ['ready'], { state: 'committing' })
  const command = {
    name: 'imports.commit',
    kind: 'authority',
    workspaceId: which.workspaceId,
    statementMs: 120_000,
  } as const
  await company.perform(importer(company), command, (act) => applyImport(act, which))
  await analyzeDirectory(company.db)
}

async function measureImport(
  company: TestCompany,
  report: (measure: Measure) => void,
  progress: (text: string) => void,
) {
  const file = directoryFile()
  progress(`a file of ${rowsTotal} rows, ${(Buffer.byteLength(file) / 1e6).toFixed(1)} MB`)
  const delay = monitorEventLoopDelay({ resolution: 5 })
  delay.enable()
  const started = performance.now()
  const which = await previewed(company, file)
  const read = performance.now()
  report({ metric: 'import.preview_loop_p99', value: delay.percentile(99) / 1e6, unit: 'ms' })
  report({ metric: 'import.preview_loop_max', value: delay.max / 1e6, unit: 'ms' })
  progress(`read, planned and staged in ${((read - started) / 1000).toFixed(1)} s`)
  delay.reset()
  await committed(company, which)
  const done = performance.now()
  delay.disable()
  progress(`applied in ${((done - read) / 1000).toFixed(1)} s`)
  report({ metric: 'import.100k', value: (done - started) / 1000, unit: 's' })
  report({ metric: 'import.preview', value: (read - started) / 1000, unit: 's' })
  report({ metric: 'import.apply', value: (done - read) / 1000, unit: 's' })
  report({ metric: 'import.apply_loop_max', value: delay.max / 1e6, unit: 'ms' })
}

async function measureReads(company: TestCompany, report: (measure: Measure) => void): Promise<void> {
  const times: number[] = []
  for (let round = 0; round < roundsOfSearch; round++)
    for (const search of searches) {
      const started = performance.now()
      await membersView(company.reading(), { search })
      times.push(performance.now() - started)
    }
  report({ metric: 'members.search_p50', value: quantile(times, 0.5), unit: 'ms' })
  report({ metric: 'members.search_p99', value: quantile(times, 0.99), unit: 'ms' })
  const started = performance.now()
  await treeView(company.reading())
  report({ metric: 'tree.view', value: performance.now() - started, unit: 'ms' })
  const loading = performance.now()
  await company.node.feed.load(company.workspaceId)
  report({ metric: 'facts.load', value: (performance.now() - loading) / 1000, unit: 's' })
}

/** The directory at 100,000 people: import from file to last acknowledgement, then search, tree and loading. */
export const suite: Suite = {
  name: 'directory',
  async run(report, { progress }) {
    const ends: (() => void | Promise<void>)[] = []
    // The test helper ties what it opens to a test; here the suite is that test.
    const company = await startCompany({ after: (end) => void ends.push(end as () => Promise<void>) })
    try {
      await measureImport(company, report, progress)
      await measureReads(company, report)
    } finally {
      for (const end of ends.toReversed()) await end()
    }
  },
}
