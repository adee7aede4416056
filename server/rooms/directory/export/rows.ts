import type { MemberStatus } from '@hufu/authority'
import { writeList, writePath } from '../import/paths.ts'

export type Language = 'zh-CN' | 'en-US'

/** The columns of the plain template, which exports have as well. The import reads both languages. */
export const templateColumns: Readonly<Record<Language, readonly string[]>> = {
  'zh-CN': ['姓名', '登录名', '手机', '邮箱', '工号', '部门', '岗位', '部门负责人', '直属上级', '状态'],
  'en-US': [
    'Name',
    'Login',
    'Phone',
    'Email',
    'Employee number',
    'Department',
    'Position',
    'Head',
    'Manager',
    'Status',
  ],
}

const words: Readonly<
  Record<
    Language,
    { readonly yes: string; readonly no: string; readonly status: Readonly<Record<MemberStatus, string>> }
  >
> = {
  'zh-CN': {
    yes: '是',
    no: '否',
    status: { invited: '未激活', active: '启用', suspended: '停用', departed: '离职' },
  },
  'en-US': {
    yes: 'yes',
    no: 'no',
    status: { invited: 'invited', active: 'active', suspended: 'suspended', departed: 'departed' },
  },
}

/** A person as a row of the file. `phone` is `null` when the exporter may not read it. */
export type ExportedMember = {
  readonly name: string
  readonly login: string
  readonly phone: string | null
  readonly email: string | null
  readonly employeeNo: string | null
  readonly status: MemberStatus
  readonly managerLogin: string | null
  readonly appointments: readonly {
    readonly path: readonly string[]
    readonly positionName: string | null
    readonly head: boolean
  }[]
}

/** Writes one row so that importing the file again changes nothing. */
export function exportedRow(member: ExportedMember, language: Language): readonly string[] {
  const { yes, no, status } = words[language]
  const { appointments } = member
  const positions = appointments.map((each) => each.positionName ?? '')
  return [
    member.name,
    member.login,
    member.phone ?? '',
    member.email ?? '',
    member.employeeNo ?? '',
    appointments.map((each) => writePath(each.path)).join(';'),
    positions.every((name) => name === '') ? '' : writeList(positions),
    appointments.map((each) => (each.head ? yes : no)).join(';'),
    member.managerLogin ?? '',
    status[member.status],
  ]
}
