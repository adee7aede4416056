import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import type pg from 'pg'
import { browserAt } from './browser.ts'
import type { Answer, Browser } from './browser.ts'
import { databaseWay } from './database-way.ts'
import type { DatabaseWay } from './database-way.ts'
import { testDatabase } from './database.ts'
import { startServerProcess } from './server-process.ts'
import type { ServerProcess } from './server-process.ts'
import { wireOf } from './wire.ts'
import type { Wire } from './wire.ts'

/** 陈立 founded the company, 李娜 is a super administrator, 张强 administers 研发, where 王伟 and 孙丽 work. */
export type Player = 'chenli' | 'lina' | 'zhangqiang' | 'wangwei' | 'sunli'
const names: Readonly<Record<Player, string>> = {
  chenli: '陈立',
  lina: '李娜',
  zhangqiang: '张强',
  wangwei: '王伟',
  sunli: '孙丽',
}
const password = 'nine yellow lanterns'

/** One server of several on one database, and its way there. */
export type ClusterNode = ServerProcess & {
  /** What the barrier calls it. */
  readonly name: string
  readonly way: DatabaseWay
}

/** A company on several servers, each in a process of its own, looked at from outside. */
export type Cluster = {
  readonly nodes: readonly ClusterNode[]
  /** The database, past all the ways: as the product's role, and as its superuser. */
  readonly pool: pg.Pool
  readonly url: string
  readonly keeperUrl: string
  readonly workspaceId: string
  readonly id: Readonly<Record<Player, string>>
  readonly research: string
  /** Somebody's browser at a node. */
  readonly at: (node: number, who: Player) => Browser
  readonly ask: (
    node: number,
    who: Player,
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ) => Promise<Answer>
  readonly ok: (
    node: number,
    who: Player,
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ) => Promise<Answer['body']>
  readonly wire: (node: number, who: Player) => Promise<Wire>
  /** Opens a group of whom 陈立 and all the others are members; answers its id. */
  readonly group: (...others: readonly Player[]) => Promise<string>
  /** Starts one more server. */
  readonly start: () => Promise<ClusterNode>
}

/** Founds a company over HTTP on as many servers as asked. Everything ends with the test. */
export async function cluster(
  t: Pick<TestContext, 'after'>,
  options: {
    readonly nodes?: number
    /** What a server is started with beside what all of them are. */
    readonly settings?: (node: number) => Readonly<Record<string, string>>
  } = {},
): Promise<Cluster> {
  const database = await testDatabase(t)
  const dir = mkdtempSync(join(tmpdir(), 'hufu-cluster-'))
  t.after(() => rmSync(dir, { recursive: true, force: true }))
  const nodes: ClusterNode[] = []
  const start = async (): Promise<ClusterNode> => {
    const way = await databaseWay(t, database.url)
    const server = await startServerProcess(t, {
      DATABASE_URL: way.url,
      HUFU_DATA: dataDir(dir, nodes.length),
      ...options.settings?.(nodes.length),
    })
    const node = { ...server, way, name: `${hostname()}:${server.pid}` }
    nodes.push(node)
    return node
  }
  const first = await start()
  const { creator, ...company } = await found(first)
  const people = await hire(creator, company.rootId)
  while (nodes.length < (options.nodes ?? 2)) await start()
  const at: Cluster['at'] = (node, who) => {
    const { address } = nodes[node] ?? first
    return people[who].browser.at(address)
  }
  return {
    nodes,
    pool: database.pool,
    url: database.url,
    keeperUrl: database.keeperUrl,
    workspaceId: company.workspaceId,
    research: people.research,
    id: {
      chenli: people.chenli.id,
      lina: people.lina.id,
      zhangqiang: people.zhangqiang.id,
      wangwei: people.wangwei.id,
      sunli: people.sunli.id,
    },
    at,
    ask: (node, who, ...asked) => at(node, who).ask(...asked),
    ok: (node, who, ...asked) => at(node, who).ok(...asked),
    wire: (node, who) => wireOf(at(node, who)),
    async group(...others) {
      const memberIds = others.map((who) => people[who].id)
      const { id } = await creator.ok('POST', '/api/v1/conversations', {
        kind: 'group',
        name: '聊天',
        memberIds,
      })
      return String(id)
    },
    start,
  }
}

// The ledger's key and the bytes of files are one for all nodes; everything else is a node's own.
function dataDir(dir: string, number: number): string {
  const own = join(dir, String(number))
  mkdirSync(own, { mode: 0o711 })
  for (const shared of ['keys', 'blobs']) {
    mkdirSync(join(dir, shared), { recursive: true, mode: 0o700 })
    symlinkSync(join(dir, shared), join(own, shared))
  }
  return own
}

type Hired = { readonly id: string; readonly browser: Browser }

async function found({ address, setupCode }: ServerProcess) {
  const creator = browserAt(address, new Map(), password)
  const body = {
    code: setupCode,
    company: '虎符科技',
    name: names.chenli,
    login: 'chenli',
    password,
    locale: 'zh-CN',
  }
  const me = await creator.ok('POST', '/api/v1/setup', body)
  const workspace = me['workspace'] as { readonly id: string; readonly rootDepartmentId: string }
  return { creator, workspaceId: workspace.id, rootId: workspace.rootDepartmentId }
}

async function hire(creator: Browser, rootId: string) {
  const research = String(
    (await creator.ok('POST', '/api/v1/departments', { parentId: rootId, name: '研发' }))['id'],
  )
  const take = async (who: Player, departmentId: string): Promise<Hired> => {
    const { id } = await creator.ok('POST', '/api/v1/members', { name: names[who], login: who, departmentId })
    const { code } = await creator.ok('POST', `/api/v1/members/${String(id)}/invitation`, {})
    const browser = browserAt(creator.url, new Map(), password)
    await browser.ok('POST', '/api/v1/activations', { code, password })
    return { id: String(id), browser }
  }
  const me = await creator.ok('GET', '/api/v1/me')
  const [lina, zhangqiang, wangwei, sunli] = [
    await take('lina', rootId),
    await take('zhangqiang', research),
    await take('wangwei', research),
    await take('sunli', research),
  ]
  const because = '测试需要'
  await creator.ok('POST', '/api/v1/administrators', { memberId: lina.id, tier: 'super', because })
  const scope = { type: 'departments', ids: [research] }
  const ceiling = { permissions: ['msg.dm', 'file.download'], reach: scope }
  const permissions = ['perm.view', 'perm.grant', 'perm.revoke', 'perm.restrict']
  await creator.ok('POST', '/api/v1/administrators', {
    memberId: zhangqiang.id,
    tier: 'scoped',
    permissions,
    scope,
    ceiling,
    because,
  })
  return { chenli: { id: String(me['id']), browser: creator }, lina, zhangqiang, wangwei, sunli, research }
}
