import { decide, grantable, innate, liveGrants, permission, permissions } from '@hufu/authority'
import type { PermissionKey } from '@hufu/authority'
import { newId, refuse } from '@hufu/kit'
import { permit } from '../../../platform/act/index.ts'
import type { Act } from '../../../platform/act/index.ts'
import { knownKeys } from '../rule.ts'
import { lockGrantsOf } from '../store.ts'
import type { GrantRow } from '../store.ts'
import { endAndRecord } from './grants.ts'
import { writeRestriction } from './restrictions.ts'

export type TakeBackInput = {
  readonly memberId: string
  readonly permissions: 'all' | readonly string[]
  readonly because: string
}
/** Ids of the grants that ended, the rights that are restricted, and both with what they are about. */
export type TakenBack = {
  readonly ended: readonly string[]
  readonly restricted: readonly PermissionKey[]
  readonly rights: readonly TakenRight[]
}
/** How one right went: the direct grants that ended, and the restriction that beats what other paths still give. */
export type TakenRight = {
  readonly permission: PermissionKey
  readonly ended: readonly string[]
  readonly restricted: string | null
}

/**
 * Takes feature permissions of one person back: direct grants of exactly that permission end, and what other paths
 * (baseline, role, group, position) still give is restricted for this person, everywhere.
 */
export async function takeBack(act: Act, input: TakeBackInput): Promise<TakenBack> {
  const member = { type: 'member', id: input.memberId } as const
  const grants = await lockGrantsOf(act, input.memberId)
  const revoking = permit(act, 'perm.revoke', member)
  const restricting = permit(act, 'perm.restrict', member)
  const wanted = wantedKeys(input.permissions)
  const held = wanted.filter((key) => holdsAnywhere(act, input.memberId, key))
  if (held.length === 0) throw refuse('authority/nothing-to-take')
  const direct = grants.filter((grant) => grant.permission !== null && held.includes(grant.permission))
  for (const grant of direct) await endAndRecord(revoking, grant, input.because)
  const restricted = new Map(
    held
      .filter((key) => keptByOtherPaths(act, input.memberId, key, direct))
      .map((key) => [key, newId()] as const),
  )
  for (const [key, id] of restricted)
    await writeRestriction(restricting, {
      id,
      subject: member,
      right: { type: 'permission', key },
      scope: { type: 'workspace' },
      from: null,
      until: null,
      because: input.because,
    })
  const rights = held.map((key) => ({
    permission: key,
    ended: direct.filter(({ permission: given }) => given === key).map(({ id }) => id),
    restricted: restricted.get(key) ?? null,
  }))
  return { ended: direct.map(({ id }) => id), restricted: [...restricted.keys()], rights }
}

function wantedKeys(wanted: 'all' | readonly string[]): readonly PermissionKey[] {
  const features = (key: PermissionKey): boolean =>
    permission(key).kind === 'feature' && !innate.includes(key)
  if (wanted === 'all') return grantable(permissions.map(({ key }) => key)).filter(features)
  const known = knownKeys(wanted)
  const untouchable = known.find((key) => !features(key))
  if (untouchable !== undefined)
    throw permission(untouchable).kind === 'administration'
      ? refuse('authority/take-seat', { permission: untouchable })
      : refuse('authority/innate', { permission: untouchable })
  return known
}

const holdsAnywhere = (act: Act, memberId: string, key: PermissionKey): boolean =>
  liveGrants(act.facts, memberId, key, act.at.getTime()).length > 0 &&
  decide(act.facts, { memberId, permission: key, target: { type: 'workspace' }, at: act.at.getTime() })
    .because !== 'authority/restricted'

const keptByOtherPaths = (
  act: Act,
  memberId: string,
  key: PermissionKey,
  ending: readonly GrantRow[],
): boolean =>
  liveGrants(act.facts, memberId, key, act.at.getTime()).some((id) =>
    ending.every((grant) => grant.id !== id),
  )
