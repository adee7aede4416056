import { headsIn, knowsScope, mayMakeHead, tierOf } from '@hufu/authority'
import type { Heads, PermissionKey } from '@hufu/authority'
import { newId, refuse } from '@hufu/kit'
import { permit, record } from '../../../platform/act/index.ts'
import type { Act, Tally } from '../../../platform/act/index.ts'
import { isoOf, knownKeys } from '../rule.ts'
import { clearHeadOffice, headOffice, headSeats, insertSeat, setHeadOffice, updateSeat } from '../store.ts'
import type { HeadOffice, SeatRow } from '../store.ts'
import { administrationKeys, endAndRecordSeat, recordAppointed, refuseBeyondOwn } from './administrators.ts'

export type HeadsInput = {
  readonly enabled: boolean
  readonly permissions: readonly string[]
  readonly ceiling: readonly string[]
  readonly because: string
}

const workspace = { type: 'workspace' } as const

/** Lets department heads administer the departments they head, with all below; or stops it and ends their seats. */
export async function setHeads(
  act: Act,
  input: HeadsInput,
): Promise<{ readonly appointed: number; readonly ended: number }> {
  const tally = permit(act, 'admin.assign', workspace)
  const permissions = administrationKeys(input.permissions)
  const ceiling = knownKeys(input.ceiling)
  if (input.enabled && permissions.length === 0) throw refuse('authority/empty-seat')
  refuseBeyondOwn(act, permissions, workspace, { permissions: ceiling, reach: workspace })
  if (input.enabled) await setHeadOffice(tally, { permissions, ceiling, because: input.because })
  else await clearHeadOffice(tally)
  record(
    tally,
    {
      name: 'heads.set@1',
      data: { enabled: input.enabled, permissions: [...permissions], ceiling: [...ceiling] },
    },
    { sealed: { because: input.because } },
  )
  const heads = input.enabled ? headsIn(act.facts) : []
  return settle(tally, heads, await headSeats(act.tx, act.workspaceId), input.because)
}

/** Every tally by which somebody may become or stop being the head of a department. */
type Moving = Tally<
  | 'admin.assign'
  | 'org.member.move'
  | 'org.member.invite'
  | 'org.member.delete'
  | 'org.directory.import'
  | 'org.dept.edit'
>

/**
 * Brings the seats of these people in line with the departments they head from now on. Rooms that make somebody a head
 * call it in the same act; while the switch is off it does nothing.
 */
export async function keepHeadSeats(tally: Moving, heads: readonly Heads[]): Promise<void> {
  const seats = await headSeats(
    tally.tx,
    tally.act.workspaceId,
    heads.map(({ memberId }) => memberId),
  )
  await settle(tally, heads, seats)
}

async function settle(tally: Moving, heads: readonly Heads[], seats: readonly SeatRow[], because?: string) {
  const office = await headOffice(tally.tx, tally.act.workspaceId)
  const open = new Map(seats.map((seat) => [seat.memberId, seat]))
  let appointed = 0
  for (const { memberId, departmentIds } of office === null ? [] : heads) {
    const seat = open.get(memberId)
    if (departmentIds.length === 0) continue
    open.delete(memberId)
    if (office === null || isAboveScoped(tally.act, memberId)) continue
    refuseBeyondMaker(tally.act, office, gainedBy(seat, departmentIds))
    if (seat === undefined) {
      await appointHead(tally, office, memberId, departmentIds)
      appointed += 1
    } else await changeHead(tally, office, seat, departmentIds)
  }
  for (const seat of open.values()) await endAndRecordSeat(tally, seat, because ?? seat.because)
  return { appointed, ended: open.size }
}

const gainedBy = (seat: SeatRow | undefined, departmentIds: readonly string[]): readonly string[] => {
  const had = seat?.scope.type === 'departments' ? seat.scope.ids : []
  return departmentIds.filter((id) => !had.includes(id))
}

/**
 * INVARIANT E4: whoever makes somebody a head while heads have an office has all of that office themselves, there; also
 * when the head has not come yet, whom a look at effects alone would not see. A department that is as new as its head
 * is nowhere yet: only those above all scopes name heads there in the same act.
 */
function refuseBeyondMaker(act: Act, office: HeadOffice, departmentIds: readonly string[]): void {
  if (act.actor.type !== 'member' || departmentIds.length === 0) return
  if (isAboveScoped(act, act.actor.memberId)) return
  const made = seatOf(office, departmentIds)
  if (!knowsScope(act.facts, made.scope))
    throw refuse('authority/above-ceiling', { permissions: office.permissions })
  const verdict = mayMakeHead(act.facts, act.actor.memberId, made, act.at.getTime())
  if (!verdict.allowed) throw refuse('authority/above-ceiling', { permissions: verdict.above })
}

// Creator and super administrators have it all already.
const isAboveScoped = (act: Act, memberId: string): boolean => {
  const tier = tierOf(act.facts, memberId, act.at.getTime())
  return tier === 'creator' || tier === 'super'
}

const seatOf = (office: HeadOffice, departmentIds: readonly string[]) => {
  const scope = { type: 'departments', ids: departmentIds } as const
  return {
    permissions: office.permissions,
    scope,
    ceiling: { permissions: office.ceilingPermissions, reach: scope },
  }
}

async function appointHead(
  tally: Moving,
  office: HeadOffice,
  memberId: string,
  departmentIds: readonly string[],
): Promise<void> {
  const { actor } = tally.act
  const seat = {
    id: newId(),
    memberId,
    tier: 'scoped' as const,
    ...seatOf(office, departmentIds),
    from: null,
    until: null,
    because: office.because,
    appointedBy: actor.type === 'member' ? actor.memberId : null,
    forHead: true,
  }
  await insertSeat(tally, seat)
  recordAppointed(tally, seat)
}

async function changeHead(
  tally: Moving,
  office: HeadOffice,
  row: SeatRow,
  departmentIds: readonly string[],
): Promise<void> {
  const next = seatOf(office, departmentIds)
  if (row.scope.type === 'departments' && row.scope.ids.toSorted().join() === departmentIds.join())
    if (same(row.permissions, next.permissions) && same(row.ceilingPermissions, next.ceiling.permissions))
      return
  await updateSeat(tally, { id: row.id, ...next, from: row.fromAt, until: row.untilAt })
  record(
    tally,
    {
      name: 'administrator.changed@1',
      data: {
        administratorId: row.id,
        ...next,
        from: isoOf(row.fromAt),
        until: isoOf(row.untilAt),
      },
    },
    { sealed: { because: office.because }, about: [row.memberId] },
  )
}

const same = (a: readonly PermissionKey[], b: readonly PermissionKey[]): boolean =>
  a.toSorted().join() === b.toSorted().join()
