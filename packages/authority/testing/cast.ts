/** The cast: one of each kind of person there can be in a company, and of each kind of place something is asked of. */
import type { PermissionKey } from '../catalogue.ts'
import type { Target } from '../events.ts'
import { builtInRoles, grantable } from '../roles.ts'
import { after, department, everyone, house, idOf, member, within } from './house.ts'
import type { House } from './house.ts'

/** Who stands in the matrix, in its order. */
export const cast = [
  'creator',
  'super',
  'scoped',
  'head',
  'auditor',
  'member',
  'restricted',
  'temporary',
  'suspended',
  'departed',
  'invited',
] as const
export type Player = (typeof cast)[number]

/** Where each of them works. The scoped administrator's scope is `research`, the head's is `sales`. */
const workplaces: Readonly<Record<Player, string>> = {
  creator: 'company',
  super: 'company',
  scoped: 'research',
  head: 'sales',
  auditor: 'finance',
  member: 'platform',
  restricted: 'platform',
  temporary: 'platform',
  suspended: 'platform',
  departed: 'platform',
  invited: 'platform',
}

const keysOf = (slug: string): readonly PermissionKey[] =>
  grantable(builtInRoles.find((role) => role.slug === slug)?.permissions ?? [])

/** Founds the company of the cast. */
export function castHouse(): House {
  const made = house()
  for (const name of ['research', 'sales', 'finance']) made.department(name)
  made.department('platform', 'research')
  for (const who of cast)
    if (who !== 'invited') made.member(who, ...(who === 'departed' ? [] : [workplaces[who]]))
  made.tell({ name: 'member.added@1', data: { memberId: idOf('invited'), status: 'invited' } })
  made.member('colleague', 'platform')
  made.member('otherSuper', 'company')
  made.group('crew', 'colleague', 'member')
  made.resource('repository', 'kettle', 'research')
  made.role('baseline', ...keysOf('member'))
  made.grant(everyone, 'role:baseline')
  appoint(made)
  made.grant(member('member'), 'resource.read', { scope: within('research') })
  made.restrict(member('restricted'), 'msg.dm')
  made.restrict(department('sales'), 'file.download', { scope: within('sales') })
  made.grant(member('temporary'), 'resource.write', { from: after(-2 * WEEK_MS), until: after(-WEEK_MS) })
  made.suspend('suspended')
  made.depart('departed')
  return made
}

const WEEK_MS = 7 * 86_400_000

function appoint(made: House): void {
  made.seat('creator', [], { tier: 'creator' })
  made.seat('super', [], { tier: 'super' })
  made.seat('otherSuper', [], { tier: 'super' })
  made.seat('scoped', keysOf('permission'), {
    scope: within('research'),
    ceiling: { permissions: ['file.download', 'msg.dm'], reach: within('research') },
  })
  // What the switch for department heads gives whoever heads a department.
  made.seat('head', keysOf('department'), {
    scope: within('sales'),
    ceiling: { permissions: ['file.download'], reach: within('sales') },
  })
  made.seat('auditor', keysOf('auditor'))
  made.seat('suspended', keysOf('permission'))
}

/** What is asked of, in the order of the matrix' columns. */
export const targetsOf = (who: Player): readonly Target[] => [
  { type: 'workspace' },
  department(workplaces[who]),
  department('platform'),
  department('finance'),
  member('colleague'),
  member('otherSuper'),
  member(who),
  { type: 'resource', kind: 'repository', id: idOf('kettle') },
  { type: 'resource', kind: 'group', id: idOf('crew') },
]
