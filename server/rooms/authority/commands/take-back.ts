import {
  decide,
  grantOf,
  grantable,
  innate,
  liveGrants,
  ownGroupsOf,
  permission,
  permissions,
} from '@hufu/authority'
import type { PermissionKey } from '@hufu/authority'
import type { ResidualPath } from '@hufu/contract'
import { newId, refuse } from '@hufu/kit'
import { permit } from '../../../platform/act/index.ts'
import type { Act, Tally } from '../../../platform/act/index.ts'
import { knownKeys } from '../rule.ts'
import { lockGrantsOf } from '../store.ts'
import type { GrantRow } from '../store.ts'
import { endAndRecord } from './grants.ts'
import { writeRestriction } from './restrictions.ts'

export type TakeBackInput = {
  readonly memberId: string
  readonly permissions: 'all' | readonly string[]
  readonly because: string
  /** What becomes of other paths that give them. One that is not named is stopped by a restriction. */
  readonly paths?: readonly ResidualPath[] | undefined
}
/** Ids of the grants that ended, the rights that are restricted, both with what they are about, and what still gives one on purpose. */
export type TakenBack = {
  readonly ended: readonly string[]
  readonly restricted: readonly PermissionKey[]
  readonly rights: readonly TakenRight[]
  readonly kept: readonly KeptPath[]
}
/** How one right went: the grants that ended, the groups that were left, and the restriction that beats what other paths still give. */
export type TakenRight = {
  readonly permission: PermissionKey
  readonly ended: readonly string[]
  readonly left: readonly string[]
  readonly restricted: string | null
}
/** A path that goes on giving a right, and why. */
export type KeptPath = {
  readonly permission: PermissionKey
  readonly grantId: string
  readonly because: string
}

/** Takes the person out of groups: another room's command. */
export type LeaveGroups = (groupIds: readonly string[]) => Promise<void>

/**
 * Takes feature permissions of one person back: direct grants of exactly that permission end, paths that are named end or
 * stay, and what any other (baseline, role, group, position) still gives is restricted for this person, everywhere.
 */
export async function takeBack(
  act: Act,
  input: TakeBackInput,
  leaveGroups: LeaveGroups = () => Promise.reject(refuse('authority/path-stays')),
): Promise<TakenBack> {
  const { memberId, because } = input
  const member = { type: 'member', id: memberId } as const
  const grants = await lockGrantsOf(act, memberId)
  const revoking = permit(act, 'perm.revoke', member)
  const restricting = permit(act, 'perm.restrict', member)
  const held = takeable(act, memberId, input.permissions)
  if (held.length === 0) throw refuse('authority/nothing-to-take')
  const paths = new Map(held.map((key) => [key, pathsOf(act, memberId, key)]))
  const { ending, leaving, keeping } = chosen(act, input, grants, paths)
  for (const grant of ending) await endAndRecord(revoking, grant, because)
  if (leaving.size > 0) await leaveGroups([...new Set(leaving.values())])
  const rights: TakenRight[] = []
  const kept: KeptPath[] = []
  const gone = new Set(ending.map(({ id }) => id))
  for (const [key, before] of paths) {
    const left = pathsOf(act, memberId, key).filter((id) => !gone.has(id))
    const stay = left.flatMap((grantId) => keptAs(keeping, key, grantId))
    if (stay.length > 0 && stay.length < left.length)
      throw refuse('authority/path-undecided', { permission: key })
    kept.push(...stay)
    const restricted =
      left.length > stay.length ? await restrictOne(restricting, memberId, key, because) : null
    rights.push({
      permission: key,
      ended: before.filter((id) => gone.has(id)),
      left: before.flatMap((id) => leaving.get(id) ?? []),
      restricted,
    })
  }
  const taken = rights.filter(
    ({ ended, left, restricted, permission: key }) =>
      ended.length + left.length > 0 || restricted !== null || !kept.some((one) => one.permission === key),
  )
  if (taken.length === 0) throw refuse('authority/nothing-to-take')
  return {
    ended: [...gone],
    restricted: taken.flatMap(({ permission: key, restricted }) => (restricted === null ? [] : [key])),
    rights: taken,
    kept,
  }
}

const keptAs = (
  keeping: ReadonlyMap<string, string>,
  key: PermissionKey,
  grantId: string,
): readonly KeptPath[] => {
  const because = keeping.get(grantId)
  return because === undefined ? [] : [{ permission: key, grantId, because }]
}

async function restrictOne(
  tally: Tally<'perm.restrict'>,
  memberId: string,
  key: PermissionKey,
  because: string,
): Promise<string> {
  const id = newId()
  await writeRestriction(tally, {
    id,
    subject: { type: 'member', id: memberId },
    right: { type: 'permission', key },
    scope: { type: 'workspace' },
    from: null,
    until: null,
    because,
  })
  return id
}

type Chosen = {
  /** Grants that end: the direct ones, and those of roles that are to be removed. */
  readonly ending: readonly GrantRow[]
  /** Groups to be left, by the grant for which. */
  readonly leaving: ReadonlyMap<string, string>
  /** Why paths stay, by their grant. */
  readonly keeping: ReadonlyMap<string, string>
}

/** What was chosen for each path. Refuses one that gives none of the rights, and one that cannot end for one person. */
function chosen(
  act: Act,
  { memberId, paths: named = [] }: TakeBackInput,
  grants: readonly GrantRow[],
  paths: ReadonlyMap<PermissionKey, readonly string[]>,
): Chosen {
  const giving = new Set([...paths.values()].flat())
  const isDirect = (grant: GrantRow): boolean => grant.permission !== null && paths.has(grant.permission)
  const ending = grants.filter(isDirect)
  const leaving = new Map<string, string>()
  const keeping = new Map<string, string>()
  for (const path of named) {
    const own = grants.find(({ id }) => id === path.grantId)
    if (!giving.has(path.grantId) || (own !== undefined && isDirect(own)))
      throw refuse('authority/no-such-path')
    if (path.how === 'keep') keeping.set(path.grantId, path.because)
    else if (own !== undefined) ending.push(own)
    else leaving.set(path.grantId, groupOf(act, memberId, path.grantId))
  }
  return { ending: [...new Set(ending)], leaving, keeping }
}

/** The group in which somebody stands themselves and to which a grant is given. */
function groupOf({ facts }: Act, memberId: string, grantId: string): string {
  const subject = grantOf(facts, grantId)?.subject
  if (subject?.type !== 'group' || !ownGroupsOf(facts, memberId).includes(subject.id))
    throw refuse('authority/path-stays')
  return subject.id
}

/** What of it somebody holds now and can be taken. */
export const takeable = (
  act: Act,
  memberId: string,
  wanted: TakeBackInput['permissions'],
): readonly PermissionKey[] => wantedKeys(wanted).filter((key) => holdsAnywhere(act, memberId, key))

/** Of chosen paths those that give one of these rights. */
export const pathsGiving = (
  act: Act,
  memberId: string,
  keys: readonly PermissionKey[],
  paths: readonly ResidualPath[],
): readonly ResidualPath[] => {
  const giving = new Set(keys.flatMap((key) => pathsOf(act, memberId, key)))
  return paths.filter(({ grantId }) => giving.has(grantId))
}

const pathsOf = (act: Act, memberId: string, key: PermissionKey): readonly string[] =>
  liveGrants(act.facts, memberId, key, act.at.getTime())

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
  pathsOf(act, memberId, key).length > 0 &&
  decide(act.facts, { memberId, permission: key, target: { type: 'workspace' }, at: act.at.getTime() })
    .because !== 'authority/restricted'
