import {
  bitOf,
  check,
  groupsInside,
  handleOf,
  liveRestrictions,
  membersOf,
  seatsInForce,
  targetOf,
  tierOf,
} from '@hufu/authority'
import type { PermissionKey, Tier } from '@hufu/authority'
import type { DepartmentTree, MemberCard, MemberRow } from '@hufu/contract'
import { refuse } from '@hufu/kit'
import { can, hold } from '../../platform/http/index.ts'
import type { Reading } from '../../platform/http/index.ts'
import { maskPhone, normalPhone } from './contacts.ts'
import { searchTerms } from './search.ts'
import { compareNames } from './sorting.ts'
import {
  countMembers,
  headAbove,
  namesByNumber,
  pathOf,
  readAppointments,
  readGroups,
  readGroupsOf,
  readMembers,
  readNames,
  readPositions,
} from './store-views.ts'
import type { ListedMember, MemberFilter, ShownAppointment } from './store-views.ts'
import { layoutOf } from './tree-layout.ts'
import { columnsOf } from './tree.ts'

const view = 'org.directory.view'
const PAGE_DEFAULT = 50
/** Digits of a phone that those who may see numbers can search by. */
const PHONE_DIGITS_MIN = 3

const treeKeys = ['org.dept.edit', 'org.dept.move', 'org.dept.delete', 'org.member.invite'] as const

/** Asks about many targets at once: 70 ns each, where a full decision costs microseconds. */
function asker(reading: Reading): (key: PermissionKey, type: 'department' | 'member', id: string) => boolean {
  const { facts, at } = reading
  const member = handleOf(facts, reading.memberId)
  return (key, type, id) => check(facts, member, bitOf(key), targetOf(facts, { type, id }), at)
}

/** Whether the caller sees everyone: allowed everywhere and nowhere restricted. */
function seesAll(reading: Reading): boolean {
  const { facts, memberId, at } = reading
  const allowed = check(
    facts,
    handleOf(facts, memberId),
    bitOf(view),
    targetOf(facts, { type: 'workspace' }),
    at,
  )
  return allowed && liveRestrictions(facts, memberId, view, at).length === 0
}

/** The departments the caller sees, laid out in columns. */
export async function treeView(reading: Reading): Promise<DepartmentTree> {
  const whole = await layoutOf(reading)
  const asks = asker(reading)
  const all = seesAll(reading)
  const { nodes, parents } = all
    ? whole
    : columnsOf(whole.nodes.filter((row) => asks(view, 'department', row.id)))
  holdDepartments(reading, nodes.length === whole.nodes.length ? nodes.slice(0, 1) : nodes)
  const member = handleOf(reading.facts, reading.memberId)
  const bits = treeKeys.map(bitOf)
  return {
    revision: reading.facts.revision,
    ids: nodes.map((node) => node.id),
    parents: [...parents],
    names: nodes.map((node) => node.name),
    members: nodes.map((node) => node.members),
    can: nodes.map((node) => {
      const target = targetOf(reading.facts, { type: 'department', id: node.id })
      return bits.reduce(
        (sum, bit, at) => sum | (check(reading.facts, member, bit, target, reading.at) ? 1 << at : 0),
        0,
      )
    }),
  }
}

function holdDepartments(reading: Reading, nodes: readonly { readonly id: string }[]): void {
  hold(reading, () => {
    const asks = asker(reading)
    return nodes.every((node) => asks(view, 'department', node.id)) ? null : outOfSight()
  })
}

const outOfSight = () => refuse('authority/out-of-scope', { permission: view })

export type MembersQuery = {
  readonly search?: string | undefined
  readonly departmentId?: string | undefined
  readonly below?: 'true' | 'false' | undefined
  readonly status?: MemberRow['status'] | undefined
  readonly tier?: MemberRow['tier'] | undefined
  readonly cursor?: string | undefined
  readonly limit?: number | undefined
}

/** A page of the people whom the caller sees. The total comes with the first page. */
export async function membersView(reading: Reading, query: MembersQuery) {
  const filter = await filterOf(reading, query)
  const [rows, total] = await Promise.all([
    readMembers(reading.db, { ...filter, limit: filter.limit + 1 }),
    query.cursor === undefined ? countMembers(reading.db, filter) : null,
  ])
  const page = rows.slice(0, filter.limit)
  const items = await showMembers(reading, page)
  const last = page.at(-1)
  const next = rows.length > filter.limit && last !== undefined ? cursorAfter(last) : null
  return { items, next, ...(total === null ? {} : { total }) }
}

async function filterOf(reading: Reading, query: MembersQuery): Promise<MemberFilter> {
  const typed = query.search ?? ''
  return {
    workspaceId: reading.workspaceId,
    terms: searchTerms(typed),
    phone: phoneIn(reading, typed),
    path:
      query.departmentId === undefined
        ? null
        : await placeOf(reading, query.departmentId, query.below !== 'false'),
    visible: await visibleTo(reading),
    status: query.status ?? null,
    ...idsOfTier(reading, query.tier),
    after: query.cursor === undefined ? null : readCursor(query.cursor),
    limit: query.limit ?? PAGE_DEFAULT,
  }
}

/** A whole number finds its owner for anyone; parts of numbers only for those who may read them. */
function phoneIn(reading: Reading, typed: string): MemberFilter['phone'] {
  const whole = normalPhone(typed)
  const digits = typed.replaceAll(/\D/g, '')
  const part = digits.length >= PHONE_DIGITS_MIN && digits.length === typed.trim().length
  if (part && can(reading, 'org.member.edit', { type: 'workspace' }).allowed)
    return { text: digits, part: true }
  return whole === null ? null : { text: whole, part: false }
}

async function placeOf(reading: Reading, id: string, below: boolean): Promise<MemberFilter['path']> {
  const path = await pathOf(reading.db, reading.workspaceId, id)
  if (path === null || !asker(reading)(view, 'department', id))
    throw refuse('directory/not-found', { what: 'department' })
  return { path, below }
}

async function visibleTo(reading: Reading): Promise<readonly string[] | null> {
  if (seesAll(reading)) return null
  const asks = asker(reading)
  const { nodes } = await layoutOf(reading)
  return nodes.filter((row) => asks(view, 'department', row.id)).map((row) => row.id)
}

function idsOfTier(
  reading: Reading,
  tier: MemberRow['tier'] | undefined,
): Pick<MemberFilter, 'inIds' | 'notInIds'> {
  if (tier === undefined) return { inIds: null, notInIds: null }
  const holders = [...new Set(seatsInForce(reading.facts, reading.at).map((seat) => seat.memberId))]
  if (tier === 'member') return { inIds: null, notInIds: holders }
  return { inIds: holders.filter((id) => tierOf(reading.facts, id, reading.at) === tier), notInIds: null }
}

const cursorAfter = (row: ListedMember): string =>
  Buffer.from(JSON.stringify([row.sortKey, row.id])).toString('base64url')

function readCursor(cursor: string): readonly [string, string] {
  const bad = () => refuse('request/invalid', { field: 'cursor' })
  try {
    const parsed: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
    if (!Array.isArray(parsed)) throw bad()
    const [sortKey, id] = parsed as readonly unknown[]
    if (typeof sortKey === 'string' && typeof id === 'string' && /^[0-9a-f-]{36}$/.test(id))
      return [sortKey, id]
  } catch {
    throw bad()
  }
  throw bad()
}

/** People as lists show them; each is asked for, now and again when the answer leaves. */
async function showMembers(reading: Reading, rows: readonly ListedMember[]): Promise<readonly MemberRow[]> {
  hold(reading, () => {
    const asks = asker(reading)
    return rows.every((row) => asks(view, 'member', row.id)) ? null : outOfSight()
  })
  const appointments = await readAppointments(
    reading.db,
    reading.workspaceId,
    rows.map((row) => row.id),
  )
  const paths = await pathsOf(reading, appointments)
  const byMember = Map.groupBy(appointments, (each) => each.memberId)
  const asks = asker(reading)
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    login: row.login,
    employeeNo: row.employeeNo,
    status: row.status,
    tier: tierWord(reading, row.id),
    phone: row.phone === null || asks('org.member.edit', 'member', row.id) ? row.phone : maskPhone(row.phone),
    email: row.email,
    appointments: (byMember.get(row.id) ?? []).map((each) => showAppointment(each, paths)),
  }))
}

const tierWord = (reading: Reading, id: string): Tier | 'member' =>
  tierOf(reading.facts, id, reading.at) ?? 'member'

const numbersIn = (path: string): readonly number[] => path.split('/').slice(1, -1).map(Number)

async function pathsOf(reading: Reading, appointments: readonly ShownAppointment[]) {
  const numbers = new Set(appointments.flatMap((each) => numbersIn(each.path)))
  return numbers.size === 0
    ? new Map<number, string>()
    : namesByNumber(reading.db, reading.workspaceId, [...numbers])
}

function showAppointment(each: ShownAppointment, names: ReadonlyMap<number, string>) {
  const { id, departmentId, departmentName, positionId, positionName, primary, head } = each
  const departmentPath = numbersIn(each.path).map((number) => names.get(number) ?? '')
  return { id, departmentId, departmentName, departmentPath, positionId, positionName, primary, head }
}

const cardKeys = [
  'org.member.edit',
  'org.member.move',
  'org.member.disable',
  'org.member.delete',
  'org.member.invite',
  'perm.view',
  'perm.grant',
  'perm.revoke',
  'perm.restrict',
  'admin.assign',
  'sec.session.view',
  'sec.session.kick',
  'msg.dm',
] as const

/** One person with everything a drawer shows. Refuses `directory/not-found` for whoever may not be seen. */
export async function memberView(reading: Reading, id: string): Promise<MemberCard> {
  const one = {
    terms: [],
    phone: null,
    path: null,
    visible: null,
    inIds: [id],
    notInIds: null,
    after: null,
    limit: 1,
  }
  const { workspaceId, db } = reading
  const found = await readMembers(db, { ...one, workspaceId, status: null })
  const row = found[0] ?? (await readMembers(db, { ...one, workspaceId, status: 'departed' }))[0]
  if (row === undefined || !asker(reading)(view, 'member', id))
    throw refuse('directory/not-found', { what: 'member' })
  const [shown] = await showMembers(reading, [row])
  if (shown === undefined) throw refuse('directory/not-found', { what: 'member' })
  const manager = await managerOf(reading, row)
  return {
    ...shown,
    managerId: manager?.id ?? null,
    managerName: manager?.name ?? null,
    groups: [...(await readGroupsOf(db, workspaceId, id))],
    createdAt: row.createdAt.toISOString(),
    departedAt: row.departedAt?.toISOString() ?? null,
    can: Object.fromEntries(cardKeys.map((key) => [key, can(reading, key, { type: 'member', id })])),
  }
}

/** Who a member reports to: whom they name, else the head of the nearest department above. */
async function managerOf(
  reading: Reading,
  row: ListedMember,
): Promise<{ readonly id: string; readonly name: string } | null> {
  const { db, workspaceId } = reading
  if (row.managerId !== null) {
    const names = await readNames(db, workspaceId, {
      members: [row.managerId],
      departments: [],
      groups: [],
      positions: [],
    })
    return { id: row.managerId, name: names.get(row.managerId) ?? '' }
  }
  const [primary] = await readAppointments(db, workspaceId, [row.id])
  return primary === undefined ? null : headAbove(db, workspaceId, primary.path, row.id)
}

const byName = (a: { readonly name: string }, b: { readonly name: string }): number =>
  compareNames(a.name, b.name)

/** Positions in the order of their names. */
export async function positionsView(reading: Reading) {
  return { items: (await readPositions(reading.db, reading.workspaceId)).toSorted(byName) }
}

/** User groups in the order of their names. */
export async function groupsView(reading: Reading) {
  const rows = await readGroups(reading.db, reading.workspaceId)
  const items = rows.map((row) => ({
    ...row,
    people: membersOf(reading.facts, { type: 'group', id: row.id }).length,
    groups: [...groupsInside(reading.facts, row.id)],
  }))
  return { items: items.toSorted(byName) }
}

/** A page of a group's members whom the caller sees. */
export async function groupMembersView(
  reading: Reading,
  memberIds: readonly string[],
  query: Pick<MembersQuery, 'cursor' | 'limit'>,
) {
  const filter = { ...(await filterOf(reading, query)), inIds: memberIds }
  const rows = await readMembers(reading.db, { ...filter, limit: filter.limit + 1 })
  const page = rows.slice(0, filter.limit)
  const last = page.at(-1)
  const next = rows.length > filter.limit && last !== undefined ? cursorAfter(last) : null
  return { items: await showMembers(reading, page), next, total: await countMembers(reading.db, filter) }
}
