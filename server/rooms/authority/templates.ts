import {
  appointmentsOf,
  grantInForce,
  grantsOf,
  liveRestrictions,
  membersOf,
  permission,
  statusOf,
} from '@hufu/authority'
import type { Facts, GrantRow as Grant, PermissionKey, Right } from '@hufu/authority'
import type { DriftView, TemplateView } from '@hufu/contract'
import { permissionKeysOf } from './roles.ts'
import type { RoleKeys } from './roles.ts'
import { namesWanted, scopeLabel } from './names.ts'
import { namePeople } from './preview.ts'
import { rightOf } from './snapshot.ts'
import { roles, templateGrants } from './store.ts'
import { permissionWords, roleNamesOf } from './views.ts'
import type { Shown } from './views.ts'

/** Difference between what a person has and what their positions and the baseline say. */
export type Drift = { readonly extra: readonly PermissionKey[]; readonly missing: readonly PermissionKey[] }

// What the company gives by rule: the baseline, and what stands at positions, departments and everyone. Groups and
// single grants are what somebody added for this person.
const isPersonal = ({ subject }: Grant): boolean => subject.type === 'member' || subject.type === 'group'

/**
 * How somebody's features differ from their job: held by grants of their own or of their groups and by nothing else, or
 * in the template of a position and taken by a restriction. Null for somebody without a position that has a template.
 */
export function driftOf(facts: Facts, roleKeys: RoleKeys, memberId: string, at: number): Drift | null {
  const grants = grantsOf(facts, memberId).filter((grant) => grantInForce(grant, at))
  const template = grants.filter(({ source }) => source === 'position')
  if (template.length === 0) return null
  const keysIn = (some: readonly Grant[]): ReadonlySet<PermissionKey> =>
    new Set(some.flatMap(({ right }) => permissionKeysOf(roleKeys, right)).filter(isFeature))
  const ruled = keysIn(grants.filter((grant) => !isPersonal(grant)))
  const personal = keysIn(grants.filter(isPersonal))
  return {
    extra: [...personal].filter((key) => !ruled.has(key)).toSorted(),
    missing: [...keysIn(template)]
      .filter((key) => liveRestrictions(facts, memberId, key, at).length > 0)
      .toSorted(),
  }
}

const isFeature = (key: PermissionKey): boolean => permission(key).kind === 'feature'
const isDrift = (drift: Drift | null): boolean =>
  drift !== null && drift.extra.length + drift.missing.length > 0

/** The permissions of every living role, by id. */
export async function roleKeysIn({ reading }: Shown): Promise<RoleKeys> {
  return new Map(
    (await roles(reading.db, reading.workspaceId)).map(({ id, permissions }) => [id, permissions]),
  )
}

const holdersOf = (facts: Facts, positionId: string): readonly string[] =>
  membersOf(facts, { type: 'position', id: positionId }).filter((id) => statusOf(facts, id) === 'active')

/** What a position gives, and how many of its holders differ from it. */
export async function templateView(shown: Shown, positionId: string): Promise<TemplateView> {
  const { reading, locale } = shown
  const rows = await templateGrants(reading.db, reading.workspaceId, positionId)
  const everyone = { type: 'everyone' } as const
  const wanted = namesWanted(rows.map(({ scope }) => ({ subject: everyone, scope, people: [] })))
  const known = await shown.names(reading.db, reading.workspaceId, { ...wanted, positions: [positionId] })
  const [roleKeys, roleNames] = [await roleKeysIn(shown), await roleNamesOf(reading)]
  const labelOf = (right: Right): string =>
    right.type === 'role' ? (roleNames.get(right.id) ?? right.id) : permissionWords(right.key, locale)
  const holders = holdersOf(reading.facts, positionId)
  return {
    positionId,
    name: known.get(positionId) ?? positionId,
    items: rows.map((row) => {
      const right = rightOf(row)
      return {
        grantId: row.id,
        right: { ...right, label: labelOf(right) },
        scope: {
          ...row.scope,
          label: scopeLabel(row.scope, known, locale),
        } as TemplateView['items'][number]['scope'],
        permissions: [...permissionKeysOf(roleKeys, right)],
      }
    }),
    holders: holders.length,
    drifted: holders.filter((id) => isDrift(driftOf(reading.facts, roleKeys, id, reading.at))).length,
  }
}

const DRIFT_LIMIT = 50

/** Holders of a position whose rights differ from their job, in the order of their ids. */
export async function driftView(
  shown: Shown,
  positionId: string,
  {
    cursor = '',
    limit = DRIFT_LIMIT,
  }: { readonly cursor?: string | undefined; readonly limit?: number | undefined },
) {
  const { facts, at } = shown.reading
  const roleKeys = await roleKeysIn(shown)
  const drifted = holdersOf(facts, positionId).flatMap((id) => {
    const drift = driftOf(facts, roleKeys, id, at)
    return drift !== null && isDrift(drift) ? [{ id, drift }] : []
  })
  const page = drifted.filter(({ id }) => id > cursor).slice(0, limit)
  const people = await namePeople(
    shown,
    page.map(({ id }) => id),
  )
  const last = page.at(-1)
  const items = page.flatMap(({ drift }, index): DriftView[] => {
    const member = people[index]
    return member === undefined ? [] : [{ member, extra: [...drift.extra], missing: [...drift.missing] }]
  })
  const isMore = last !== undefined && drifted.at(-1)?.id !== last.id
  return { items, next: isMore ? last.id : null, total: drifted.length }
}

/** Whether somebody holds a position at all: pages show drift only then. */
export const holdsPosition = (facts: Facts, memberId: string): boolean =>
  appointmentsOf(facts, memberId).some(({ positionId }) => positionId !== null)
