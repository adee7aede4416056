import { builtInRoles, grantable, permission } from '@hufu/authority'
import type { PermissionKey, Right, Scope, Subject } from '@hufu/authority'
import { contract } from '@hufu/contract'
import type { Client } from '../../cli/client.ts'
import type { Role } from './structure.ts'

const DAY_MS = 86_400_000

/** Who and where the story's people and departments are. `now` in milliseconds since 1970. */
export type Stage = {
  readonly creator: Client
  readonly of: (role: Role) => Client
  readonly id: (role: Role) => string
  readonly department: (path: string) => string
  readonly now: number
}

const inDays = ({ now }: Stage, days: number): string => new Date(now + days * DAY_MS).toISOString()

const everyday: readonly PermissionKey[] = ['file.download', 'file.upload', 'msg.cross_dept', 'group.create']
const preset = (slug: string): PermissionKey[] =>
  grantable(builtInRoles.find((role) => role.slug === slug)?.permissions ?? []).filter(
    (key) => permission(key).kind === 'administration',
  )

/** Appoints the administrators: two super administrators by the creator, the others by one of these. */
export async function appointAdministrators(stage: Stage): Promise<void> {
  const { creator, of, id, department } = stage
  const supers = [
    ['superHr', '负责人事与组织，公司章程规定的超级管理员'],
    ['superTech', '负责技术与安全，公司章程规定的超级管理员'],
  ] as const
  for (const [role, because] of supers)
    await creator.ask(contract.authority.appointAdministrator, {
      body: { memberId: id(role), tier: 'super', because },
    })
  const research: Scope = { type: 'departments', ids: [department('研发中心')] }
  const own: Scope = { type: 'own-department' }
  const seats = [
    ['superHr', 'hr', preset('directory'), research, everyday, '研发中心的通讯录管理员', null],
    ['superHr', 'head', preset('department'), own, everyday, '大区总经理管理本部门及下级', null],
    ['superTech', 'auditor', preset('auditor'), { type: 'workspace' }, [], '内部审计：只看不改', null],
    ['superTech', 'operations', preset('helpdesk'), research, [], '值班期间处理会话与资料', 40],
    [
      'superTech',
      'engine',
      ['perm.view', 'perm.grant', 'perm.revoke', 'resource.manage'],
      { type: 'departments', ids: [department('研发中心/平台研发部')] },
      ['resource.read', 'resource.triage', 'resource.write', 'resource.maintain'],
      '管理平台研发部的代码仓库',
      120,
    ],
  ] as const satisfies readonly (readonly [
    Role,
    Role,
    readonly PermissionKey[],
    Scope,
    readonly PermissionKey[],
    string,
    number | null,
  ])[]
  for (const [by, who, permissions, scope, hands, because, days] of seats) {
    const ceiling = { permissions: [...hands], reach: scope }
    const until = days === null ? {} : { until: inDays(stage, days) }
    const body = {
      memberId: id(who),
      tier: 'scoped' as const,
      permissions: [...permissions],
      scope: open(scope),
      ceiling: { ...ceiling, reach: open(scope) },
      because,
      ...until,
    }
    await of(by).ask(contract.authority.appointAdministrator, { body })
  }
}

// The contract's shapes are not read-only, the vocabulary's are.
type OpenScope = Exclude<Scope, { readonly type: 'departments' }> | { type: 'departments'; ids: string[] }
const open = (scope: Scope): OpenScope =>
  scope.type === 'departments' ? { type: 'departments', ids: [...scope.ids] } : scope

/** User groups with their members: name → id. */
export async function makeGroups({ of, id, department }: Stage): Promise<ReadonlyMap<string, string>> {
  const by = of('superHr')
  const groups = [
    ['实习生', null, ['intern']],
    ['账本 2.0 项目组', '研发中心', ['ledger', 'engine', 'employee', 'operations', 'tester']],
    ['值班组', '研发中心', ['operations', 'engine', 'ledger', 'frontend']],
    ['羽毛球社', null, ['frontend', 'employee', 'tester', 'design', 'finance', 'recruiter']],
    ['安全应急小组', null, ['operations', 'superTech', 'auditor', 'legal', 'engine']],
  ] as const satisfies readonly (readonly [string, string | null, readonly Role[]])[]
  const made = new Map<string, string>()
  for (const [name, path, members] of groups) {
    const departmentId = path === null ? null : department(path)
    const { id: groupId } = await by.ask(contract.directory.createGroup, { body: { name, departmentId } })
    await by.ask(contract.directory.changeGroupMembers, {
      params: { groupId },
      body: { add: members.map(id) },
    })
    made.set(name, groupId)
  }
  return made
}

/** Registers other systems' resources and makes the roles at them. */
async function placeResources(
  { department }: Stage,
  by: Client,
): Promise<{ readonly reader: Right; readonly maintainer: Right }> {
  const resources = [
    ['repository', 'platform/authority', '代码仓库：权限引擎', '研发中心/平台研发部'],
    ['repository', 'platform/ledger', '代码仓库：账本', '研发中心/平台研发部'],
    ['repository', 'client/web', '代码仓库：网页端', '研发中心/客户端研发部'],
    ['system', 'finance/erp', '财务系统', '财务部'],
  ] as const
  for (const [kind, id, name, path] of resources)
    await by.ask(contract.authority.placeResource, {
      body: { kind, id, name, departmentId: department(path) },
    })
  const roleOf = async (name: string, permissions: PermissionKey[]): Promise<Right> => {
    const { id } = await by.ask(contract.authority.createRole, { body: { name, permissions } })
    return { type: 'role', id }
  }
  return {
    reader: await roleOf('仓库只读', ['resource.read']),
    maintainer: await roleOf('仓库维护', [
      'resource.read',
      'resource.triage',
      'resource.write',
      'resource.maintain',
    ]),
  }
}

type Gift = readonly [by: Role, to: Subject, right: Right, at: Scope, because: string, days: number | null]

/** Gives rights at other systems' resources: to groups, departments and people, some until a day, one ended already. */
export async function giveRights(stage: Stage, groups: ReadonlyMap<string, string>): Promise<void> {
  const { of, id, department } = stage
  const { reader, maintainer } = await placeResources(stage, of('superTech'))
  const at = (kind: string, resourceId: string): Scope => ({ type: 'resource', kind, id: resourceId })
  const people = (path: string): Subject => ({ type: 'department', id: department(path) })
  const person = (role: Role): Subject => ({ type: 'member', id: id(role) })
  const write: Right = { type: 'permission', key: 'resource.write' }
  const read: Right = { type: 'permission', key: 'resource.read' }
  const project: Subject = { type: 'group', id: groups.get('账本 2.0 项目组') ?? '' }
  const [engine, ledger, web, erp] = [
    at('repository', 'platform/authority'),
    at('repository', 'platform/ledger'),
    at('repository', 'client/web'),
    at('system', 'finance/erp'),
  ]
  const gifts: readonly Gift[] = [
    ['superTech', project, maintainer, ledger, '账本 2.0 项目', 60],
    ['superTech', people('研发中心/平台研发部/权限引擎组'), maintainer, engine, '本组负责的仓库', null],
    // Whoever leads the technology works here too, and nobody gives themselves more: the other one gives it.
    ['superHr', people('研发中心'), reader, web, '研发内部可读', null],
    ['superTech', people('财务部'), write, erp, '财务日常工作', null],
    ['superTech', person('auditor'), read, erp, '年度审计', 30],
    ['engine', person('employee'), write, ledger, '账本联调，到期自动收回', 38],
  ]
  for (const gift of gifts) await give(stage, gift)
  const grantId = await give(stage, ['superTech', person('manager'), reader, engine, '2.4 版本验收', null])
  const because = '2.4 版本已上线，验收结束'
  await of('superTech').ask(contract.authority.endGrant, { params: { grantId }, body: { because } })
}

async function give(stage: Stage, [by, subject, right, scope, because, days]: Gift): Promise<string> {
  const until = days === null ? null : inDays(stage, days)
  const body = { subject, right, scope: open(scope), until, because }
  const { id } = await stage.of(by).ask(contract.authority.give, { body })
  return id
}

/** What is forbidden, why, and until when. */
export async function restrict(stage: Stage, groups: ReadonlyMap<string, string>): Promise<void> {
  const { of, id } = stage
  const by = of('superHr')
  const restrictions = [
    [
      { type: 'group', id: groups.get('实习生') ?? '' },
      'file.download',
      '实习生制度：可在线查看，不下载文件',
      null,
    ],
    [{ type: 'member', id: id('leaver') }, 'file.download', '离职流程中，12 月 5 日为最后工作日', null],
    [{ type: 'member', id: id('leaver') }, 'group.create', '离职流程中，不再新建客户群', null],
    [{ type: 'member', id: id('twice') }, 'msg.cross_dept', '结账期间仅限部门内沟通', 5],
  ] as const satisfies readonly (readonly [Subject, PermissionKey, string, number | null])[]
  for (const [subject, key, because, days] of restrictions)
    await by.ask(contract.authority.restrict, {
      body: {
        subject,
        right: { type: 'permission', key },
        scope: { type: 'workspace' },
        until: days === null ? null : inDays(stage, days),
        because,
      },
    })
}

/** One member suspended, one gone. */
export async function partWays({ of, id }: Stage): Promise<void> {
  const by = of('superHr')
  await by.ask(contract.directory.suspend, {
    params: { memberId: id('suspended') },
    body: { because: '长期外派休整，账号暂停至返岗' },
  })
  await by.ask(contract.directory.depart, {
    params: { memberId: id('departed') },
    body: { because: '合同到期不再续签，交接已完成' },
  })
}
