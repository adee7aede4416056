import { assert } from '@hufu/kit'

/** Words of the modules, in the order in which they are shown. */
export const modules = {
  org: { zh: '组织与通讯录', en: 'Organisation & directory' },
  admin: { zh: '管理员与角色', en: 'Administrators & roles' },
  perm: { zh: '功能权限', en: 'Feature permissions' },
  request: { zh: '申请与申诉', en: 'Requests & appeals' },
  review: { zh: '定期复核', en: 'Reviews' },
  handover: { zh: '离职与转岗交接', en: 'Hand-over' },
  audit: { zh: '审计', en: 'Audit' },
  msg: { zh: '消息', en: 'Messaging' },
  group: { zh: '群组', en: 'Groups' },
  call: { zh: '音视频', en: 'Calls & meetings' },
  file: { zh: '文件', en: 'Files' },
  app: { zh: '应用与机器人', en: 'Apps & bots' },
  sec: { zh: '登录与设备安全', en: 'Sign-in & device security' },
  comp: { zh: '合规', en: 'Compliance' },
  sys: { zh: '系统', en: 'System' },
  resource: { zh: '外部资源', en: 'External resources' },
  drive: { zh: '云盘', en: 'Drive' },
  approval: { zh: '审批单', en: 'Approval forms' },
  project: { zh: '项目', en: 'Projects' },
} as const

export type ModuleKey = keyof typeof modules

/** `feature`: a right of ordinary members, given by grants. `administration`: held only by an administrator seat. */
export type PermissionKind = 'feature' | 'administration'

/** What a permission is naturally about; a grant may be narrower. */
export type PermissionScope = 'workspace' | 'department' | 'group' | 'app' | 'resource' | 'self'

export type Risk = 'low' | 'medium' | 'high' | 'critical'

/** Days after which a grant ends unless its giver says otherwise, by the risk of what it gives; null: without end. */
export const defaultDays: Readonly<Record<Risk, number | null>> = {
  low: null,
  medium: null,
  high: 90,
  critical: 30,
}

/** Days that a right given with `perm.grant.temp` may last at most. */
export const TEMPORARY_DAYS_MAX = 30

/** One key of the catalogue with its words and rules. */
export type Permission = {
  readonly key: string
  readonly module: ModuleKey
  readonly zh: string
  readonly en: string
  readonly kind: PermissionKind
  readonly scope: PermissionScope
  readonly risk: Risk
  /** Acting on a person with several appointments: is scope over one enough, or must it lie over all? */
  readonly covers: 'any' | 'all'
  /** `enforced` has a probe, can be granted and is shown; `reserved` has none of these yet. */
  readonly state: 'enforced' | 'reserved'
  /** No super administrator holds it, whatever their seat says. */
  readonly creatorOnly: boolean
  /** What the engine must enforce beside the permission, in English. */
  readonly guard?: string
}

const kinds = { F: 'feature', A: 'administration' } as const
const scopes = {
  O: 'workspace',
  D: 'department',
  G: 'group',
  A: 'app',
  R: 'resource',
  S: 'self',
} as const

type Marks = `${'' | ' all'}${'' | ' enforced'}${'' | ' creator'}`
type Rules = `${keyof typeof kinds} ${keyof typeof scopes} ${Risk}${Marks}`

/** Writes one row of the catalogue; `rules` reads kind, scope and risk as the design's table does, then the marks. */
export function row<const Key extends string>(
  key: Key,
  zh: string,
  en: string,
  rules: Rules,
  guard?: string,
): Permission & { readonly key: Key } {
  const [kind, scope, risk, ...marks] = rules.split(' ')
  assert(isKeyOf(kinds, kind) && isKeyOf(scopes, scope) && isRisk(risk), `catalogue row ${key}: ${rules}`)
  assert(
    kind === 'A' || !marks.includes('all'),
    `catalogue row ${key}: a feature is about one place, not all`,
  )
  return {
    key,
    module: moduleOf(key),
    zh,
    en,
    kind: kinds[kind],
    scope: scopes[scope],
    risk,
    covers: marks.includes('all') ? 'all' : 'any',
    state: marks.includes('enforced') ? 'enforced' : 'reserved',
    creatorOnly: marks.includes('creator'),
    ...(guard === undefined ? {} : { guard }),
  }
}

/** Whether a risk deserves a second look: what bears it goes first where something is taken. */
export const isRisky = (risk: Risk): boolean => risk === 'high' || risk === 'critical'

function moduleOf(key: string): ModuleKey {
  const [first = ''] = key.split('.')
  // The creator's own two keys are shown with the administrators: they are no module of work.
  if (first === 'creator') return 'admin'
  assert(isKeyOf(modules, first), `catalogue row ${key} belongs to no module`)
  return first
}

const isKeyOf = <T extends object>(table: T, key: string | undefined): key is keyof T & string =>
  key !== undefined && Object.hasOwn(table, key)

const isRisk = (text: string | undefined): text is Risk =>
  text === 'low' || text === 'medium' || text === 'high' || text === 'critical'
