import { administratorsOf } from '@hufu/authority'
import type { Target } from '@hufu/authority'
import { may } from '../../platform/http/index.ts'
import type { Reading } from '../../platform/http/index.ts'
import type { Locale, Names } from './names.ts'
import type { PersonView } from './profile.ts'
import type { Shown } from './views.ts'

/** A member's id, at once where memory knows it. */
export type Found = string | null | Promise<string | null>

/** What this room needs to know from the ones that know people. */
export type People = {
  readonly names: Names
  readonly person: (reading: Reading, memberId: string) => Promise<PersonView>
  /** Id of a member by id or login; `null` when there is none. */
  readonly find: (reading: Reading, idOrLogin: string) => Found
  /** Whether a person is there for the one who reads. */
  readonly sees: (reading: Reading, memberId: string) => boolean
}

/** What a view needs of a call. */
export type Show = (call: { reading: Reading; locale: Locale }) => Shown

const workspace: Target = { type: 'workspace' }
export const self = (reading: Reading): Target => ({ type: 'member', id: reading.memberId })

/** Looking at a person's rights: one's own, or with perm.view over them. */
export function mayLookAt(reading: Reading, memberId: string): void {
  if (memberId === reading.memberId) may(reading, 'audit.self.view', self(reading))
  else may(reading, 'perm.view', { type: 'member', id: memberId })
}

/** Lists are for those who hold the permission anywhere; scoped administrators are asked at their first department. */
export function somewhere(reading: Reading, key: 'perm.view' | 'admin.view' | 'resource.manage'): Target {
  const seat = administratorsOf(reading.facts, reading.memberId).find(
    ({ tier, permissions: keys }) => tier !== 'scoped' || keys.includes(key),
  )
  if (seat === undefined || seat.tier !== 'scoped') return workspace
  if (seat.scope.type === 'departments') return { type: 'department', id: seat.scope.ids[0] ?? '' }
  if (seat.scope.type === 'own-department') return self(reading)
  return seat.scope.type === 'resource'
    ? { type: 'resource', kind: seat.scope.kind, id: seat.scope.id }
    : workspace
}
