import type { TestContext } from 'node:test'
import type { PermissionKey, Scope } from '@hufu/authority'
import { newId } from '@hufu/kit'
import { performOn, permit, provingProjections } from '../platform/act/index.ts'
import type { Act, Actor, Kind, Perform, Performed, Proof } from '../platform/act/index.ts'
import { systemClock } from '../platform/clock/index.ts'
import { quietLog } from '../platform/log/index.ts'
import { startNode } from '../platform/nodes/index.ts'
import type { HufuNode } from '../platform/nodes/index.ts'
import { authorityCommands, foundAuthority, snapshotAuthority } from '../rooms/authority/index.ts'
import {
  directoryCommands,
  directoryProjections,
  foundDirectory,
  snapshotDirectory,
} from '../rooms/directory/index.ts'
import { tellOfCritical } from '../rooms/notices/index.ts'
import { testDatabase } from './database.ts'

/**
 * The cast. 陈立 founded 虎符科技; 李娜 and 赵敏 are super administrators; 张强 administers 研发 and may hand out file and
 * message rights there; 王伟 works in 研发/平台, 周杰 in 销售, 孙丽 in both.
 */
export type Who = 'chenli' | 'lina' | 'zhaomin' | 'zhangqiang' | 'wangwei' | 'zhoujie' | 'sunli'
const names: Readonly<Record<Who, string>> = {
  chenli: '陈立',
  lina: '李娜',
  zhaomin: '赵敏',
  zhangqiang: '张强',
  wangwei: '王伟',
  zhoujie: '周杰',
  sunli: '孙丽',
}

/** Departments of the cast's company. */
export type Where = 'root' | 'research' | 'platform' | 'sales'

export type Company = {
  readonly workspaceId: string
  readonly url: string
  readonly nodes: readonly HufuNode[]
  readonly id: Readonly<Record<Who, string>>
  readonly department: Readonly<Record<Where, string>>
  /** The administrator seats that were made. */
  readonly seat: Readonly<Record<'lina' | 'zhaomin' | 'zhangqiang', string>>
  /** Performs a command as somebody, on the first node unless told otherwise. */
  readonly as: <T>(
    who: Who | Actor,
    work: (act: Act) => Promise<T>,
    options?: { readonly kind?: Kind; readonly node?: number },
  ) => Promise<Performed<T>>
  /** Gives a right directly; answers the grant's id. */
  readonly give: (
    from: Who,
    to: Who,
    key: PermissionKey,
    options?: { readonly scope?: Scope; readonly until?: string; readonly because?: string },
  ) => Promise<string>
  /** Event names of the authority tree, oldest first. */
  readonly ledger: () => Promise<readonly string[]>
  /** The newest so many of them, in order: a long trial need not read all it has written each round. */
  readonly newest: (count: number) => Promise<readonly string[]>
}

export const because = '测试需要'

/** Founds the cast's company on a database of its own, with as many nodes as asked (one by default). */
export async function company(
  t: Pick<TestContext, 'after'>,
  options: { readonly nodes?: number } = {},
): Promise<Company> {
  const { url } = await testDatabase(t)
  const nodes = await startNodes(t, url, options.nodes ?? 1)
  const performs = nodes.map((node) => performOn(node, { afterCritical: tellOfCritical }))
  const workspaceId = newId()
  const as = actingOn(performs, workspaceId)
  const { creatorId, rootId } = await found(performs, workspaceId)
  for (const node of nodes) await node.feed.poll()
  const idOf = { chenli: creatorId } as Record<Who, string>
  // Bound late: `as` looks people up while the cast is still being hired.
  const asWho: Company['as'] = (who, work, choice) =>
    as(typeof who === 'string' ? { type: 'member', memberId: idOf[who], sessionId: null } : who, work, choice)
  const department = await makeDepartments(asWho, rootId)
  await hire(asWho, idOf, department)
  const seat = await appointCast(asWho, idOf, department)
  return {
    workspaceId,
    url,
    nodes,
    id: idOf,
    department,
    seat,
    as: asWho,
    async give(from, to, key, { scope, until, because: why = because } = {}) {
      const { result } = await asWho(from, (act) =>
        authorityCommands['grants.give'](act, {
          subject: { type: 'member', id: idOf[to] },
          right: { type: 'permission', key },
          scope: scope ?? { type: 'workspace' },
          until,
          because: why,
        }),
      )
      return result.id
    },
    ledger: () => told(nodes, workspaceId, null),
    newest: (count) => told(nodes, workspaceId, count),
  }
}

async function told(
  [node]: readonly HufuNode[],
  workspaceId: string,
  newest: number | null,
): Promise<readonly string[]> {
  if (node === undefined) return []
  const { rows } = await node.pool.query<{ event: string }>(
    "select event from ledger_entry where workspace_id = $1 and tree = 'authority' order by index desc limit $2",
    [workspaceId, newest],
  )
  return rows.map(({ event }) => event).toReversed()
}

async function startNodes(
  t: Pick<TestContext, 'after'>,
  url: string,
  count: number,
): Promise<readonly HufuNode[]> {
  const nodes: HufuNode[] = []
  t.after(async () => {
    for (const node of nodes) await node.stop()
  })
  const snapshots = [snapshotDirectory, snapshotAuthority]
  for (let i = 0; i < count; i += 1) {
    const own = { url, name: `node-${i}`, log: quietLog(), clock: systemClock, snapshots }
    nodes.push(
      await startNode({
        ...own,
        projections: [...provingProjections, ...directoryProjections],
        connectionsMax: 6,
      }),
    )
  }
  return nodes
}

// The cast has neither sessions nor passwords: here they are who they say. What a proof takes is held over HTTP, in the
// room of identity.
export const atTheirWord: Proof = { consume: () => Promise.resolve({ id: newId(), method: 'password' }) }

const actingOn =
  (performs: readonly Perform[], workspaceId: string) =>
  <T>(
    actor: Actor,
    work: (act: Act) => Promise<T>,
    { kind = 'authority', node = 0 }: { readonly kind?: Kind; readonly node?: number } = {},
  ): Promise<Performed<T>> => {
    const perform = performs[node]
    if (perform === undefined) throw new Error(`there is no node ${node}`)
    return perform(actor, { name: 'test', kind, workspaceId, proof: atTheirWord }, work)
  }

async function found(
  performs: readonly Perform[],
  workspaceId: string,
): Promise<{ readonly creatorId: string; readonly rootId: string }> {
  const [perform] = performs
  if (perform === undefined) throw new Error('a company has at least one node')
  const { result } = await perform(
    { type: 'system', name: 'setup' },
    { name: 'company.found', kind: 'authority', workspaceId, founding: true, channel: 'setup' },
    async (act) => {
      await act.client.query("insert into workspace (id, slug, name) values ($1, 'test', '虎符科技')", [
        workspaceId,
      ])
      const tally = permit(act, 'sys.org.found', { type: 'workspace' })
      const made = await foundDirectory(tally, {
        company: '虎符科技',
        creator: { name: names.chenli, login: 'chenli' },
      })
      await foundAuthority(tally, made.creatorId, 'zh-CN')
      return made
    },
  )
  return result
}

async function makeDepartments(as: Company['as'], rootId: string): Promise<Record<Where, string>> {
  const make = async (parentId: string, name: string): Promise<string> =>
    (await as('chenli', (act) => directoryCommands['departments.create'](act, { parentId, name }))).result.id
  const research = await make(rootId, '研发')
  return { root: rootId, research, platform: await make(research, '平台'), sales: await make(rootId, '销售') }
}

async function hire(
  as: Company['as'],
  idOf: Record<Who, string>,
  department: Record<Where, string>,
): Promise<void> {
  const places: readonly (readonly [Who, Where])[] = [
    ['lina', 'root'],
    ['zhaomin', 'root'],
    ['zhangqiang', 'research'],
    ['wangwei', 'platform'],
    ['zhoujie', 'sales'],
    ['sunli', 'research'],
  ]
  for (const [who, where] of places) {
    const { result } = await as('chenli', (act) =>
      directoryCommands['members.add'](act, {
        name: names[who],
        login: who,
        departmentId: department[where],
        status: 'active',
      }),
    )
    idOf[who] = result.id
  }
  await as('chenli', (act) =>
    directoryCommands['appointments.make'](act, { memberId: idOf.sunli, departmentId: department.sales }),
  )
}

async function appointCast(as: Company['as'], idOf: Record<Who, string>, department: Record<Where, string>) {
  const appoint = async (
    input: Parameters<(typeof authorityCommands)['administrators.appoint']>[1],
  ): Promise<string> =>
    (await as('chenli', (act) => authorityCommands['administrators.appoint'](act, input))).result.id
  const research: Scope = { type: 'departments', ids: [department.research] }
  return {
    lina: await appoint({ memberId: idOf.lina, tier: 'super', because }),
    zhaomin: await appoint({ memberId: idOf.zhaomin, tier: 'super', because }),
    zhangqiang: await appoint({
      memberId: idOf.zhangqiang,
      tier: 'scoped',
      permissions: [
        'perm.view',
        'perm.grant',
        'perm.revoke',
        'perm.restrict',
        'admin.assign',
        'org.member.edit',
        'org.member.disable',
      ],
      scope: research,
      ceiling: { permissions: ['file.download', 'file.upload', 'msg.dm'], reach: research },
      because,
    }),
  }
}
