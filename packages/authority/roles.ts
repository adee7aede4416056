/** The roles every company starts with: the member's baseline and the presets for administrators. */
import type { PermissionKey } from './catalogue.ts'
import { permission, permissions } from './catalogue.ts'
import type { Scope } from './events.ts'

/** `subject`: who it is meant for. Presets of administrators are templates of a seat, never given by a grant. */
export type BuiltInRole = {
  readonly slug: string
  readonly zh: string
  readonly en: string
  readonly subject: 'member' | 'administrator'
  /** The scope offered first when the role is used. */
  readonly scope: Scope['type']
  /** May include reserved keys; `grantable` leaves only those in force today. */
  readonly permissions: readonly PermissionKey[]
}

/** Leaves the keys that can be given today: enforced, neither the creator's own nor held by nobody. */
export const grantable = (keys: readonly PermissionKey[]): readonly PermissionKey[] =>
  keys.filter((key) => {
    const { state, creatorOnly } = permission(key)
    return state === 'enforced' && !creatorOnly && key !== 'sys.org.found'
  })

const startingWith = (...prefixes: readonly string[]): readonly PermissionKey[] =>
  permissions
    .filter(({ key, kind }) => kind === 'administration' && prefixes.some((prefix) => key.startsWith(prefix)))
    .filter(({ creatorOnly, key }) => !creatorOnly && key !== 'sys.org.found')
    .map(({ key }) => key)

const without = (
  keys: readonly PermissionKey[],
  ...left: readonly PermissionKey[]
): readonly PermissionKey[] => keys.filter((key) => !left.includes(key))

const member: BuiltInRole = {
  slug: 'member',
  zh: '成员',
  en: 'Member',
  subject: 'member',
  scope: 'workspace',
  permissions: [
    'org.directory.view',
    'request.submit',
    'request.answer',
    'audit.self.view',
    'sec.self.manage',
    'msg.dm',
    'msg.cross_dept',
    'msg.group',
    'msg.read',
    'msg.mention_all',
    'msg.forward_out',
    'group.create',
    'group.member.manage',
    'group.dissolve',
    'call.start',
    'call.meeting.create',
    'file.upload',
    'file.download',
    'file.acl.manage',
    'drive.view',
    'drive.edit',
    'drive.share',
    'approval.submit',
    'project.view',
    'project.edit',
    'project.manage',
  ],
}

const guest: BuiltInRole = {
  slug: 'guest',
  zh: '外部访客',
  en: 'Guest',
  subject: 'member',
  scope: 'resource',
  permissions: [
    'request.submit',
    'audit.self.view',
    'sec.self.manage',
    'msg.group',
    'msg.read',
    'file.download',
  ],
}

const administrator = (
  slug: string,
  zh: string,
  en: string,
  scope: Scope['type'],
  keys: readonly PermissionKey[],
): BuiltInRole => ({ slug, zh, en, subject: 'administrator', scope, permissions: keys })

/** The built-in roles, in the order in which they are shown. Creator and super administrator are tiers, not roles. */
export const builtInRoles: readonly BuiltInRole[] = [
  member,
  guest,
  administrator(
    'external',
    '外部超级管理员',
    'External super administrator',
    'workspace',
    startingWith('sys.', 'sec.'),
  ),
  administrator('directory', '通讯录管理员', 'Directory administrator', 'departments', [
    ...without(
      startingWith('org.'),
      'org.dept.delete',
      'org.member.delete',
      'org.directory.export',
      'org.field.sensitive.view',
    ),
    ...startingWith('handover.'),
  ]),
  administrator('application', '应用管理员', 'Application administrator', 'resource', startingWith('app.')),
  administrator('permission', '权限管理员', 'Permission administrator', 'departments', [
    ...startingWith('perm.'),
    'request.approve',
    'review.decide',
  ]),
  administrator('security', '安全管理员', 'Security administrator', 'departments', [
    ...startingWith('sec.'),
    'perm.verify',
    'perm.receipt.view',
  ]),
  administrator('compliance', '合规专员', 'Compliance officer', 'workspace', startingWith('comp.')),
  administrator('auditor', '审计员', 'Auditor (read-only)', 'workspace', [
    'admin.view',
    'perm.view',
    'audit.admin.view',
    'audit.member.view',
    'perm.receipt.view',
  ]),
  administrator('department', '部门管理员', 'Department administrator', 'own-department', [
    ...without(startingWith('org.member.'), 'org.member.delete'),
    'org.dept.edit',
    'org.usergroup.manage',
    'group.admin.any',
    'perm.view',
    'perm.grant',
    'perm.revoke',
    'perm.restrict',
  ]),
  administrator('helpdesk', '服务台', 'Helpdesk', 'departments', [
    'sec.session.view',
    'sec.session.kick',
    'org.member.edit',
  ]),
]
