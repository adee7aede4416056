import { bitOf, check, handleOf, targetOf, tierOf } from '@hufu/authority'
import type { PermissionKey, Tier } from '@hufu/authority'
import type { HideableField, MemberCard, MemberRow } from '@hufu/contract'
import { refuse } from '@hufu/kit'
import { can, hold } from '../../platform/http/index.ts'
import type { Reading } from '../../platform/http/index.ts'
import { maskPhone } from './contacts.ts'
import { managerOfMember } from './managers.ts'
import { namesByNumber, readAppointments, readGroupsOf, readMembers } from './store-views.ts'
import type { ListedMember, ShownAppointment } from './store-views.ts'
import { mayReach, sightOf } from './visibility/sight.ts'
import type { Sight } from './visibility/sight.ts'

export const view = 'org.directory.view'

/** Asks about many targets at once: 70 ns each, where a full decision costs microseconds. */
export function asker(
  reading: Reading,
): (key: PermissionKey, type: 'department' | 'member', id: string) => boolean {
  const { facts, at } = reading
  const member = handleOf(facts, reading.memberId)
  return (key, type, id) => check(facts, member, bitOf(key), targetOf(facts, { type, id }), at)
}

/** What the one who reads sees, as of now. */
export const sightIn = (reading: Reading): Sight => sightOf(reading, reading.memberId, reading.at)

/** Whether a person is there for the one who reads: by permission and by the rules of visibility. */
export function isSeen(reading: Reading, memberId: string): boolean {
  return asker(reading)(view, 'member', memberId) && sightIn(reading).member(memberId)
}

export const outOfSight = () => refuse('authority/out-of-scope', { permission: view })

/**
 * Holds an answer to the rules it was made by: whoever changes one while it is under way is not answered past. What a
 * reload of the facts brings is compared by what it says.
 */
export function holdRules(reading: Reading): Sight {
  const sight = sightIn(reading)
  hold(reading, () => (sightIn(reading).text === sight.text ? null : refuse('directory/visibility-changed')))
  return sight
}

/** People as lists show them; each is asked for, now and again when the answer leaves. */
export async function showMembers(
  reading: Reading,
  rows: readonly ListedMember[],
): Promise<readonly MemberRow[]> {
  const sight = holdRules(reading)
  hold(reading, () => {
    const asks = asker(reading)
    const now = sightIn(reading)
    return rows.every((row) => asks(view, 'member', row.id) && now.member(row.id)) ? null : outOfSight()
  })
  const appointments = await readAppointments(
    reading.db,
    reading.workspaceId,
    rows.map((row) => row.id),
  )
  const paths = await pathsOf(reading, appointments)
  const byMember = Map.groupBy(appointments, (each) => each.memberId)
  return rows.map((row) => showMember(reading, sight, row, byMember.get(row.id) ?? [], paths))
}

function showMember(
  reading: Reading,
  sight: Sight,
  row: ListedMember,
  appointments: readonly ShownAppointment[],
  paths: ReadonlyMap<number, string>,
): MemberRow {
  const hidden = sight.hiddenFields(row.id)
  const shown = <T>(field: HideableField, value: T): T | null => (hidden.includes(field) ? null : value)
  const whole = row.phone === null || asker(reading)('org.member.edit', 'member', row.id)
  return {
    id: row.id,
    name: row.name,
    login: shown('login', row.login) ?? '',
    employeeNo: shown('employeeNo', row.employeeNo),
    status: row.status,
    tier: tierWord(reading, row.id),
    phone: shown('phone', whole || row.phone === null ? row.phone : maskPhone(row.phone)),
    email: shown('email', row.email),
    appointments: appointments
      .filter((each) => sight.department(each.departmentId))
      .map((each) => showAppointment(each, paths, hidden.includes('position'))),
    hidden: [...hidden],
  }
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

function showAppointment(each: ShownAppointment, names: ReadonlyMap<number, string>, bare: boolean) {
  const { id, departmentId, departmentName, primary, head } = each
  const departmentPath = numbersIn(each.path).map((number) => names.get(number) ?? '')
  const positionId = bare ? null : each.positionId
  const positionName = bare ? null : each.positionName
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
  'org.field.sensitive.view',
  'org.visibility.manage',
] as const

/** One person with everything a drawer shows. Refuses `directory/not-found` for whoever may not be seen. */
export async function memberView(reading: Reading, id: string): Promise<MemberCard> {
  const row = isSeen(reading, id) ? await rowOf(reading, id) : undefined
  if (row === undefined) throw refuse('directory/not-found', { what: 'member' })
  const [shown] = await showMembers(reading, [row])
  if (shown === undefined) throw refuse('directory/not-found', { what: 'member' })
  const manager = shown.hidden.includes('manager') ? null : await managerOfMember(reading, id)
  const seen = manager !== null && isSeen(reading, manager.id) ? manager : null
  if (seen !== null) hold(reading, () => (isSeen(reading, seen.id) ? null : outOfSight()))
  return {
    ...shown,
    managerId: seen?.id ?? null,
    managerName: seen?.name ?? null,
    groups: [...(await readGroupsOf(reading.db, reading.workspaceId, id))],
    createdAt: row.createdAt.toISOString(),
    departedAt: row.departedAt?.toISOString() ?? null,
    can: {
      ...Object.fromEntries(cardKeys.map((key) => [key, can(reading, key, { type: 'member', id })])),
      'msg.dm': mayWrite(reading, id),
    },
  }
}

/** Whether one may write to a person, and the reason that stands in the way first. */
function mayWrite(reading: Reading, id: string) {
  const asked = can(reading, 'msg.dm', { type: 'member', id })
  return asked.allowed && !mayReach(reading, reading.memberId, id)
    ? { allowed: false, because: 'messaging/shielded' }
    : asked
}

async function rowOf({ db, workspaceId }: Reading, id: string): Promise<ListedMember | undefined> {
  const one = {
    workspaceId,
    terms: [],
    phone: null,
    path: null,
    unsearched: null,
    inIds: [id],
    notInIds: null,
    after: null,
    limit: 1,
  }
  const [found] = await readMembers(db, { ...one, status: null })
  return found ?? (await readMembers(db, { ...one, status: 'departed' }))[0]
}
