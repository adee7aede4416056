import {
  defaultDays,
  departmentsOf,
  heldIn,
  isPermission,
  knowsScope,
  peopleIn,
  permission,
  permissions,
  tierOf,
} from '@hufu/authority'
import type { PermissionKey, Scope, Subject } from '@hufu/authority'
import type { AdministratorView, Can, GrantView, RestrictionView } from '@hufu/contract'
import { can } from '../../platform/http/index.ts'
import type { Reading } from '../../platform/http/index.ts'
import { subjectOf } from './commands/grants.ts'
import { lifeOf } from './lives.ts'
import { actorLabel, namesWanted, scopeLabel, subjectLabel } from './names.ts'
import type { Locale, Names } from './names.ts'
import { isoOf, targetOfSubject } from './rule.ts'
import { rightOf } from './snapshot.ts'
import { roles, rulesByIds, seatsByIds } from './store.ts'
import type { GrantRow, RestrictionRow, RoleRow, SeatRow } from './store.ts'

export type Shown = {
  readonly reading: Reading
  readonly names: Names
  readonly locale: Locale
  /** Whether a person is there for the one who reads. Given by the room that knows. */
  readonly sees: (reading: Reading, memberId: string) => boolean
}

/** Enough to name what rules speak of, for one who may look at them. */
type Named = Omit<Shown, 'sees'>

const inForce = (
  row: { fromAt: Date | null; untilAt: Date | null; endedAt: Date | null },
  at: number,
): boolean =>
  row.endedAt === null &&
  (row.fromAt === null || row.fromAt.getTime() <= at) &&
  (row.untilAt === null || at < row.untilAt.getTime())

/** Words of a permission in the reader's language. */
export function permissionWords(key: string, locale: Locale): string {
  const entry = isPermission(key) ? permission(key) : undefined
  if (entry === undefined) return key
  return locale === 'zh-CN' ? entry.zh : entry.en
}

/** Grants as the list shows them. */
export async function showGrants(shown: Named, rows: readonly GrantRow[]): Promise<GrantView[]> {
  const people = rows.map(({ suspendedBy }) => suspendedBy)
  const rules = await showRules(shown, rows, people)
  return rules.map(({ row, view, subject, keys, nameOf }) => {
    const life = lifeOf(shown.reading, row, keys, nameOf)
    return {
      ...view,
      ...life,
      source: row.source,
      endedHow: row.endedHow,
      inForce: view.inForce && life.suspended === null,
      can: { ...life.can, end: can(shown.reading, 'perm.revoke', targetOfSubject(subject)) },
    }
  })
}

/** Restrictions as the list shows them. */
export async function showRestrictions(
  shown: Named,
  rows: readonly RestrictionRow[],
): Promise<RestrictionView[]> {
  const rules = await showRules(shown, rows)
  return rules.map(({ view, subject }) => ({
    ...view,
    can: { lift: can(shown.reading, 'perm.restrict', targetOfSubject(subject)) },
  }))
}

async function showRules<Row extends RestrictionRow>(
  { reading, names, locale }: Named,
  rows: readonly Row[],
  /** Who else is to be named with each row. */
  people: readonly (string | null)[] = [],
) {
  const wanted = namesWanted(
    rows.map((row, at) => ({
      subject: subjectOf(row),
      scope: row.scope,
      people: [row.givenBy, row.endedBy, people[at] ?? null],
    })),
  )
  const [known, roleRows] = await Promise.all([
    names(reading.db, reading.workspaceId, wanted),
    roles(reading.db, reading.workspaceId),
  ])
  const roleNames = new Map(roleRows.map(({ id, name }) => [id, name]))
  const nameOf = (actor: string): string => actorLabel(actor, known, locale)
  return rows.map((row) => {
    const subject = subjectOf(row)
    const right = rightOf(row)
    const label =
      right.type === 'role' ? (roleNames.get(right.id) ?? right.id) : permissionWords(right.key, locale)
    const view = {
      id: row.id,
      subject: { ...subject, label: subjectLabel(subject, known, locale) },
      right: { ...right, label },
      scope: {
        ...row.scope,
        ...(row.scope.type === 'departments' ? { ids: [...row.scope.ids] } : {}),
        label: scopeLabel(row.scope, known, locale),
      } as GrantView['scope'],
      from: isoOf(row.fromAt),
      until: isoOf(row.untilAt),
      because: row.because,
      givenBy: nameOf(row.givenBy),
      givenAt: row.givenAt.toISOString(),
      endedAt: isoOf(row.endedAt),
      endedBy: row.endedBy === null ? null : nameOf(row.endedBy),
      endedBecause: row.endedBecause,
      inForce: inForce(row, reading.at),
    }
    return { row, view, subject, keys: keysOfRule(row, roleRows), nameOf }
  })
}

/** The permissions a rule stands for, with the living roles given. */
export const keysOfRule = (
  { permission: key, roleId }: Pick<RestrictionRow, 'permission' | 'roleId'>,
  roleRows: readonly Pick<RoleRow, 'id' | 'permissions'>[],
): readonly PermissionKey[] =>
  key === null ? (roleRows.find(({ id }) => id === roleId)?.permissions ?? []) : [key]

/** Grants in one line each, by id: whom they are given to, and which right. */
export async function grantLabels(
  shown: Named,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const { grants } = await rulesByIds(shown.reading.db, shown.reading.workspaceId, ids)
  const views = await showGrants(shown, grants)
  return new Map(views.map(({ id, subject, right }) => [id, `${subject.label} · ${right.label}`]))
}

/** Names of the living roles by id. */
export async function roleNamesOf(reading: Reading): Promise<ReadonlyMap<string, string>> {
  return new Map((await roles(reading.db, reading.workspaceId)).map(({ id, name }) => [id, name]))
}

/** Whom grants and restrictions are about and which right they speak of, by id: an entry that ends one names only the id. */
export async function rulesNamed(
  { db, workspaceId }: Reading,
  ids: readonly string[],
): Promise<ReadonlyMap<string, { readonly subject: Subject; readonly right: ReturnType<typeof rightOf> }>> {
  const { grants, restrictions } = await rulesByIds(db, workspaceId, ids)
  return new Map(
    [...grants, ...restrictions].map((row) => [row.id, { subject: subjectOf(row), right: rightOf(row) }]),
  )
}

/** Administrators as the list shows them, each with the department they work in first. */
export async function showSeats(
  { reading, names, locale }: Shown,
  rows: readonly SeatRow[],
): Promise<AdministratorView[]> {
  const worksIn = new Map(
    rows.map(({ memberId }) => [memberId, departmentsOf(reading.facts, memberId)[0] ?? null]),
  )
  const wanted = namesWanted(
    rows.map((row) => ({
      subject: { type: 'member', id: row.memberId },
      scope: row.scope,
      people: row.appointedBy === null ? [] : [`member:${row.appointedBy}`],
    })),
  )
  const departments = new Set([...wanted.departments, ...worksIn.values()].filter((id) => id !== null))
  const known = await names(reading.db, reading.workspaceId, { ...wanted, departments: [...departments] })
  const people = peopleIn(
    reading.facts,
    rows.map((row) => (isPlaced(reading, row) ? row : { ...row, scope: nowhere })),
  )
  return rows.map((row, index) => ({
    id: row.id,
    memberId: row.memberId,
    memberName: known.get(row.memberId) ?? row.memberId,
    memberDepartment: known.get(worksIn.get(row.memberId) ?? '') ?? '',
    tier: row.tier,
    permissions: row.permissions,
    scope: { ...row.scope, label: scopeLabel(row.scope, known, locale) } as AdministratorView['scope'],
    ceiling: { permissions: row.ceilingPermissions, reach: row.ceilingReach } as AdministratorView['ceiling'],
    from: isoOf(row.fromAt),
    until: isoOf(row.untilAt),
    because: row.because,
    appointedBy:
      row.appointedBy === null
        ? actorLabel('system:setup', known, locale)
        : (known.get(row.appointedBy) ?? row.appointedBy),
    appointedAt: row.appointedAt.toISOString(),
    endedAt: isoOf(row.endedAt),
    inForce: inForce(row, reading.at),
    departments: isPlaced(reading, row) ? [...heldIn(reading.facts, row.memberId, row.scope)] : [],
    people: people[index] ?? 0,
    forHead: row.forHead,
    can: seatCan(reading, row),
  }))
}

const nowhere: Scope = { type: 'departments', ids: [] }

// An ended seat may name a department that is gone.
const isPlaced = (reading: Reading, row: SeatRow): boolean => knowsScope(reading.facts, row.scope)

function seatCan(reading: Reading, row: SeatRow): AdministratorView['can'] {
  const member = { type: 'member', id: row.memberId } as const
  const no = (because: string): Can => ({ allowed: false, because })
  if (row.endedAt !== null)
    return { change: no('authority/already-ended'), end: no('authority/already-ended') }
  if (row.tier === 'creator')
    return { change: no('authority/creator-seat'), end: no('authority/creator-seat') }
  return {
    change: row.forHead
      ? no('authority/head-seat')
      : row.tier === 'scoped'
        ? can(reading, 'admin.assign', member)
        : no('authority/creator-seat'),
    end: can(reading, 'admin.revoke', member),
  }
}

/** The catalogue as the pages show it. */
export const catalogueView = permissions.map(({ key, module, zh, en, kind, scope, risk, state }) => ({
  defaultDays: defaultDays[risk],
  key,
  module,
  zh,
  en,
  kind,
  scope,
  risk,
  state,
}))

/** Seats by id, for explanations. */
export async function seatRowsByIds(shown: Shown, ids: readonly string[]): Promise<AdministratorView[]> {
  const rows = await seatsByIds(shown.reading.db, shown.reading.workspaceId, ids)
  return showSeats(shown, rows)
}

/** The tier of a member as the pages name it. */
export const tierWord = (reading: Reading, memberId: string) =>
  tierOf(reading.facts, memberId, reading.at) ?? ('member' as const)
export type { Scope, Subject }
