/** A request in words: what it is called, and what stands in its body, one thing a line. Pure. */
import { isPermission } from '@hufu/authority'
import { contract } from '@hufu/contract'
import type { Route } from '@hufu/contract'
import { routesOf } from '../../platform/http/index.ts'
import type { Locale } from '../../platform/http/index.ts'
import { permissionWords } from '../authority/index.ts'

/** Lines shown; the body itself stands beside them. */
const LINES_MAX = 200

const labels: Readonly<Record<string, readonly [zh: string, en: string]>> = {
  memberId: ['成员', 'Member'],
  memberIds: ['成员', 'Members'],
  people: ['人员', 'People'],
  who: ['人员', 'Person'],
  administratorId: ['管理员', 'Administrator'],
  roleId: ['角色', 'Role'],
  planId: ['计划', 'Plan'],
  departmentId: ['部门', 'Department'],
  positionId: ['岗位', 'Position'],
  subject: ['对象', 'Subject'],
  right: ['权限', 'Right'],
  tier: ['级别', 'Tier'],
  permissions: ['权限', 'Permissions'],
  scope: ['范围', 'Scope'],
  ceiling: ['可授予上限', 'Ceiling'],
  reach: ['授予范围', 'Reach'],
  type: ['类型', 'Type'],
  id: ['是', 'Which'],
  ids: ['包括', 'Which'],
  key: ['权限', 'Permission'],
  name: ['名称', 'Name'],
  by: ['改用', 'Replaced by'],
  enabled: ['启用', 'Enabled'],
  what: ['内容', 'What'],
  due: ['日期', 'Due'],
  from: ['开始', 'From'],
  until: ['结束', 'Until'],
  reason: ['原因', 'Reason'],
  because: ['说明', 'Because'],
  urgent: ['紧急', 'Urgent'],
  profile: ['保护级别', 'Profile'],
  needs: ['登录要求', 'What each tier signs in with'],
  tree: ['日志', 'Tree'],
  steps: ['步骤', 'Step'],
  do: ['操作', 'Do'],
  with: ['内容', 'With'],
}

const values: Readonly<Record<string, readonly [zh: string, en: string]>> = {
  super: ['超级管理员', 'super administrator'],
  scoped: ['分级管理员', 'scoped administrator'],
  workspace: ['全企业', 'whole company'],
  'own-department': ['本部门及下级', 'own department and below'],
  departments: ['指定部门', 'departments'],
  departure: ['离职', 'leaving the company'],
  standard: ['标准', 'standard'],
  strict: ['严格', 'strict'],
  all: ['全部', 'all'],
}

const routes = routesOf(contract)

/** The route that a request goes to; null when there is none. */
export const routeAt = (method: string, path: string): Route | null =>
  routes.find((route) => route.method === method && paramsIn(route, path) !== null) ?? null

/** The parameters in a path, by their names; null when the path is not of this route. */
export function paramsIn({ url }: Route, path: string): Readonly<Record<string, string>> | null {
  const given = (path.split('?')[0] ?? '').split('/')
  const wanted = url.split('/')
  if (given.length !== wanted.length) return null
  const found: Record<string, string> = {}
  for (const [at, part] of wanted.entries()) {
    const text = given[at] ?? ''
    if (part.startsWith(':')) found[part.slice(1)] = text
    else if (part !== text) return null
  }
  return found
}

const idPattern = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g

/** Everything in a request that may be the id of something with a name. */
export const idsIn = ({
  path,
  body,
}: {
  readonly path: string
  readonly body: string
}): readonly string[] => [...new Set(`${path} ${body}`.toLowerCase().match(idPattern))]

type Saying = { readonly locale: Locale; readonly names: ReadonlyMap<string, string> }

/** What a request would do, in words: the names of what its path and its body speak of in place of their ids. */
export function linesOf(
  { method, path, body }: { readonly method: string; readonly path: string; readonly body: string },
  saying: Saying,
): readonly string[] {
  const route = routeAt(method, path)
  const params = route === null ? {} : (paramsIn(route, path) ?? {})
  const lines = [...linesIn(params, [], saying), ...linesIn(read(body), [], saying)]
  const shown = lines.slice(0, LINES_MAX)
  const more = lines.length - shown.length
  if (more === 0) return shown
  return [...shown, saying.locale === 'zh-CN' ? `……另有 ${more} 行` : `… and ${more} more lines`]
}

function read(body: string): unknown {
  if (body === '') return {}
  try {
    return JSON.parse(body)
  } catch {
    return body
  }
}

function linesIn(value: unknown, path: readonly string[], saying: Saying): readonly string[] {
  const line = (text: string): string => {
    const label = path.map((key) => labelOf(key, saying.locale)).join(' · ')
    if (label === '') return text
    return saying.locale === 'zh-CN' ? `${label}：${text}` : `${label}: ${text}`
  }
  if (Array.isArray(value)) {
    if (value.length === 0) return [line(saying.locale === 'zh-CN' ? '无' : 'none')]
    if (value.every((one) => typeof one !== 'object' || one === null))
      return [line(value.map((one) => said(one, saying)).join(saying.locale === 'zh-CN' ? '、' : ', '))]
    return value.flatMap((one, at) => linesIn(one, [...path, String(at + 1)], saying))
  }
  if (typeof value === 'object' && value !== null)
    return Object.entries(value).flatMap(([key, one]) => linesIn(one, [...path, key], saying))
  return [line(said(value, saying))]
}

const labelOf = (key: string, locale: Locale): string =>
  (Object.hasOwn(labels, key) ? labels[key] : undefined)?.[locale === 'zh-CN' ? 0 : 1] ?? key

function said(value: unknown, { locale, names }: Saying): string {
  const zh = locale === 'zh-CN'
  if (value === true) return zh ? '是' : 'yes'
  if (value === false) return zh ? '否' : 'no'
  if (value === null || value === undefined) return zh ? '无' : 'none'
  if (typeof value !== 'string') return JSON.stringify(value)
  if (isPermission(value)) return permissionWords(value, locale)
  const word = Object.hasOwn(values, value) ? values[value] : undefined
  return names.get(value.toLowerCase()) ?? word?.[zh ? 0 : 1] ?? value
}
