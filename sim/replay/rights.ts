import type { PermissionKey } from '@hufu/authority'

/** The five levels that the organisation gives at a repository, each holding those before it. */
export const levels = ['read', 'triage', 'write', 'maintain', 'admin'] as const
export type Level = (typeof levels)[number]

export const isLevel = (text: string): text is Level => levels.some((level) => level === text)

/** The permissions of a level: its own and all below. */
export const permissionsOf = (level: Level): readonly PermissionKey[] =>
  levels.slice(0, levels.indexOf(level) + 1).map((each) => `resource.${each}` as const)

/** The seat of whoever administers an organisation, over its department. Appointing others stays with the company. */
export const administratorKeys: readonly PermissionKey[] = [
  'org.directory.import',
  'org.dept.edit',
  'org.member.invite',
  'org.member.edit',
  'org.member.move',
  'org.member.delete',
  'org.usergroup.manage',
  'resource.manage',
  'perm.view',
  'perm.grant',
  'perm.revoke',
]

/** The seat of a team's maintainer, over that team alone. */
export const maintainerKeys: readonly PermissionKey[] = ['org.usergroup.manage']
