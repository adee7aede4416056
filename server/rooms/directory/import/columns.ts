import { fold } from '../names.ts'

/** What a column of a directory file can say. */
export type Field =
  | 'name'
  | 'login'
  | 'phone'
  | 'email'
  | 'employeeNo'
  | 'departments'
  | 'position'
  | 'heads'
  | 'manager'
  | 'status'
  | 'lastDay'
  | 'departmentName'
  | 'departmentId'
  | 'parentId'

/** Whose column names a file uses; it decides how department paths are written. */
export type Dialect = 'plain' | 'wecom' | 'dingtalk'

type Column = {
  readonly field: Field
  readonly names: readonly string[]
  readonly dialect?: 'wecom' | 'dingtalk'
}

/**
 * Every column name that is understood, best first within a field. `dialect` marks names that only one product uses.
 * The same list stands in docs/guide/import.
 */
const columns: readonly Column[] = [
  { field: 'name', names: ['姓名', '成员姓名', '员工姓名', 'name', 'full name'] },
  { field: 'login', names: ['登录名', '用户名', 'login', 'username', 'user name'] },
  { field: 'login', names: ['帐号', '账号', '成员帐号', '成员账号'], dialect: 'wecom' },
  { field: 'login', names: ['员工userid', 'userid'], dialect: 'dingtalk' },
  { field: 'phone', names: ['手机', '手机号', '手机号码', '移动电话', 'phone', 'mobile', 'phone number'] },
  { field: 'email', names: ['企业邮箱'] },
  { field: 'email', names: ['邮箱', '电子邮箱', 'email', 'e-mail', 'mail'] },
  { field: 'email', names: ['个人邮箱'], dialect: 'wecom' },
  {
    field: 'employeeNo',
    names: ['工号', '员工工号', '员工编号', 'employee number', 'employee no', 'employee id'],
  },
  { field: 'departments', names: ['部门', 'department', 'departments'] },
  { field: 'departments', names: ['所在部门', '所属部门'], dialect: 'wecom' },
  { field: 'departments', names: ['完整部门路径'], dialect: 'dingtalk' },
  { field: 'position', names: ['岗位', 'position', 'job title', 'title'] },
  { field: 'position', names: ['职务'], dialect: 'wecom' },
  { field: 'position', names: ['职位'] },
  { field: 'heads', names: ['部门负责人', 'head', 'department head'] },
  {
    field: 'heads',
    names: ['是否部门负责人', '是否为部门负责人', '部门领导', '是否为部门领导'],
    dialect: 'wecom',
  },
  {
    field: 'heads',
    names: ['是否此部门主管', '是否部门主管', '是否为部门主管', '部门主管'],
    dialect: 'dingtalk',
  },
  { field: 'manager', names: ['直属上级', '上级', 'manager', 'reports to'] },
  { field: 'manager', names: ['直属主管', '主管', '直属主管userid'], dialect: 'dingtalk' },
  { field: 'status', names: ['状态', 'status'] },
  { field: 'status', names: ['禁用状态', '启用状态'], dialect: 'wecom' },
  {
    field: 'lastDay',
    names: ['最后工作日', '离职日期', '离职时间', 'last day', 'last working day', 'leaving date'],
  },
  { field: 'departmentName', names: ['部门名称', 'department name'] },
  { field: 'departmentId', names: ['部门id', '部门编号', 'department id', 'department code', 'code'] },
  {
    field: 'parentId',
    names: ['父部门id', '上级部门id', '上级部门编号', 'parent id', 'parent department id', 'parent code'],
  },
]

/** Names that only one product's files use, though we read nothing from them. */
const signs: Readonly<Record<'wecom' | 'dingtalk', readonly string[]>> = {
  wecom: ['别名', '座机', '激活状态', '微信号', '对外职务', '英文名'],
  dingtalk: ['分机号', '办公地点', '是否高管', '高管模式', '号码隐藏', '入职时间', '角色'],
}

const byName = new Map(
  columns.flatMap((column, rank) => column.names.map((name) => [name, { ...column, rank }] as const)),
)

/** How one file's columns are to be read. `ignored` names the columns nothing is read from, as written. */
export type Header = {
  readonly kind: 'members' | 'departments'
  readonly dialect: Dialect
  /** Cell numbers of a field, best column first; a field without column is absent. */
  readonly at: ReadonlyMap<Field, readonly number[]>
  readonly ignored: readonly string[]
}

/** `姓名（必填）`, `*姓名`, ` Name ` → `姓名`, `姓名`, `name`. */
function plainTitle(title: string): string {
  return fold(title.replace(/^'/, ''))
    .replaceAll(/\([^)]*\)|[*:"]/g, '')
    .replaceAll(/[\s_]+/g, ' ')
    .trim()
}

/**
 * Reads a line as header, or gives `null` when it is none: a header names people and one more thing about them, or
 * departments with a name, an id and that of the parent.
 */
export function readHeader(cells: readonly string[]): Header | null {
  const found = cells.map(
    (title) => byName.get(plainTitle(title)) ?? byName.get(plainTitle(title).replaceAll(' ', '')),
  )
  const at = new Map<Field, number[]>()
  const ranked = found
    .flatMap((column, index) => (column === undefined ? [] : [{ ...column, index }]))
    .toSorted((a, b) => a.rank - b.rank || a.index - b.index)
  for (const column of ranked) at.set(column.field, [...(at.get(column.field) ?? []), column.index])
  const kind = kindOf(at)
  if (kind === null) return null
  const ignored = cells.filter((title, index) => title.trim() !== '' && found[index] === undefined)
  return { kind, dialect: dialectOf(cells, found), at, ignored }
}

function kindOf(at: ReadonlyMap<Field, unknown>): Header['kind'] | null {
  // A file of departments: each with an id and that of its parent.
  const others: readonly Field[] = ['login', 'phone', 'email', 'employeeNo', 'departments']
  if (at.has('name') && others.some((field) => at.has(field))) return 'members'
  const named = at.has('departmentName') || at.has('name')
  return named && at.has('departmentId') && at.has('parentId') ? 'departments' : null
}

function dialectOf(cells: readonly string[], found: readonly (Column | undefined)[]): Dialect {
  const count = (dialect: 'wecom' | 'dingtalk'): number =>
    found.filter((column) => column?.dialect === dialect).length * 2 +
    cells.filter((title) => signs[dialect].includes(plainTitle(title))).length
  const wecom = count('wecom')
  const dingtalk = count('dingtalk')
  if (wecom === 0 && dingtalk === 0) return 'plain'
  return dingtalk > wecom ? 'dingtalk' : 'wecom'
}

/** What is read of a field in one record: the first filled cell of its columns; `undefined` without such a column. */
export function cellOf(header: Header, cells: readonly string[], field: Field): string | undefined {
  const indexes = header.at.get(field)
  if (indexes === undefined) return undefined
  for (const index of indexes) {
    const text = openCell(cells[index] ?? '')
    if (text !== '') return text
  }
  return ''
}

const startsFormula = /^[=+\-@\t\r']/

/** Writes a text so that no spreadsheet takes it for a formula: one apostrophe in front. `openCell` takes exactly that away. */
export function guardCell(text: string): string {
  return startsFormula.test(text) ? `'${text}` : text
}

/** Reads a cell as people meant it. INVARIANT: `openCell(guardCell(text)) === text` for every tidy text (columns.test.ts). */
export function openCell(cell: string): string {
  const text = cell.trim()
  return text.startsWith("'") && startsFormula.test(text.slice(1)) ? text.slice(1).trim() : text
}
