import { administratorsOf, builtInRoles, grantable, knowsScope, permissions, statusOf } from '@hufu/authority'
import type { AuthorityEvent, Facts, PermissionKey } from '@hufu/authority'
import type { FormerBecomes } from '@hufu/contract'
import { newId, refuse } from '@hufu/kit'
import { record } from '../../../platform/act/index.ts'
import type { Act, Tally } from '../../../platform/act/index.ts'
import type { NewSeat } from '../rule.ts'
import { endSeat, insertSeat, openSeats, seatsByIds, supersEver } from '../store.ts'
import type { SeatRow } from '../store.ts'
import { lastingSupers, recordAppointed } from './administrators.ts'

/** From whom the top seat goes to whom, what the former creator becomes, and why. */
export type HandOn = {
  readonly fromId: string
  readonly toId: string
  readonly formerBecomes: FormerBecomes
  readonly because: string
}

/** The seat of the new creator, the seats that ended with the switch, and what the former creator was given. */
export type HandedOn = {
  readonly administratorId: string
  readonly endedIds: readonly string[]
  readonly formerSeatId: string | null
}

/**
 * The top seat goes over. INVARIANT O1: one event ends the former seat and begins the new one. Seats that the switch for
 * department heads made are left to it. What the former creator becomes follows in the same act.
 */
export async function handOnTheSeat(
  tally: Tally<'creator.transfer'>,
  { fromId, toId, formerBecomes, because }: HandOn,
): Promise<HandedOn> {
  const { act } = tally
  const open = await openSeats(act.tx, act.workspaceId)
  const top = open.find(({ tier }) => tier === 'creator')
  if (top === undefined || top.memberId !== fromId || fromId === toId) throw refuse('authority/not-creator')
  if (statusOf(act.facts, toId) !== 'active') throw refuse('member/inactive')
  const both = [fromId, toId]
  const ending = [
    top,
    ...open.filter((seat) => seat !== top && both.includes(seat.memberId) && !seat.forHead),
  ]
  const seat: NewSeat = {
    ...everywhere,
    id: newId(),
    memberId: toId,
    tier: 'creator',
    permissions: keysOfCreator(),
    because,
    appointedBy: act.actor.type === 'member' ? act.actor.memberId : null,
  }
  for (const { id } of ending) await endSeat(tally, id, because)
  await insertSeat(tally, seat)
  const endedIds = ending.map(({ id }) => id)
  record(
    tally,
    {
      name: 'creator.transferred@1',
      data: {
        administratorId: seat.id,
        fromId,
        toId,
        permissions: seat.permissions,
        endedIds,
        appointedBy: seat.appointedBy,
      },
    },
    { sealed: { because }, about: both },
  )
  const formerSeat = formerSeatOf({ fromId, toId, formerBecomes, because })
  if (formerSeat !== null) {
    await insertSeat(tally, formerSeat)
    recordAppointed(tally, formerSeat)
  }
  return { administratorId: seat.id, endedIds, formerSeatId: formerSeat?.id ?? null }
}

const everywhere = {
  scope: { type: 'workspace' },
  ceiling: { permissions: [], reach: { type: 'workspace' } },
  from: null,
  until: null,
  forHead: false,
} as const

/** All that a creator's seat is written with; by what it holds, the tier decides. */
export const keysOfCreator = (): readonly PermissionKey[] =>
  permissions
    .filter(
      ({ key, kind, state }) => kind === 'administration' && state === 'enforced' && key !== 'sys.org.found',
    )
    .map(({ key }) => key)

/** The new creator may end it like any other. */
function formerSeatOf({ fromId, toId, formerBecomes, because }: HandOn): NewSeat | null {
  const base = { ...everywhere, id: newId(), memberId: fromId, because, appointedBy: toId }
  switch (formerBecomes) {
    case 'super':
      return {
        ...base,
        tier: 'super',
        permissions: grantable(keysOfCreator()),
      }
    case 'scoped': {
      const own = { type: 'own-department' } as const
      const role = builtInRoles.find(({ slug }) => slug === 'department')
      return {
        ...base,
        tier: 'scoped',
        permissions: grantable(role?.permissions ?? []),
        scope: own,
        ceiling: { permissions: [], reach: own },
      }
    }
    case 'member':
      return null
  }
}

/** INVARIANT O2: where there have been several super administrators, one stays when the successor was one of them. */
export async function refuseIfNoSuperStays(
  act: Act,
  { fromId, toId, formerBecomes }: Omit<HandOn, 'because'>,
): Promise<void> {
  if (formerBecomes === 'super' || (await supersEver(act.tx, act.workspaceId)) < 2) return
  const supers = await lastingSupers(act)
  const left = supers.filter(({ memberId }) => memberId !== toId && memberId !== fromId)
  if (left.length === 0 && supers.length > 0) throw refuse('authority/last-super')
}

/**
 * Gives back seats that ended when their holder became creator, as they were, where that is still possible: their time has
 * not run out and what they speak of is there. Nobody else's seat is touched.
 */
export async function giveSeatsAgain(
  tally: Tally<'creator.transfer'>,
  { memberId, endedIds, because }: { memberId: string; endedIds: readonly string[]; because: string },
): Promise<readonly string[]> {
  const { act } = tally
  const ended = await seatsByIds(act.tx, act.workspaceId, endedIds)
  const given: string[] = []
  for (const row of ended) {
    if (row.memberId !== memberId || row.tier === 'creator' || !isPossible(act, row)) continue
    const seat: NewSeat = {
      id: newId(),
      memberId,
      tier: row.tier,
      permissions: row.permissions,
      scope: row.scope,
      ceiling: { permissions: row.ceilingPermissions, reach: row.ceilingReach },
      from: row.fromAt,
      until: row.untilAt,
      because,
      appointedBy: row.appointedBy,
      forHead: false,
    }
    await insertSeat(tally, seat)
    recordAppointed(tally, seat)
    given.push(seat.id)
  }
  return given
}

const isPossible = (act: Act, { untilAt, scope, ceilingReach }: SeatRow): boolean =>
  (untilAt === null || untilAt > act.at) &&
  knowsScope(act.facts, scope) &&
  knowsScope(act.facts, ceilingReach)

/** What a hand-over of the top seat would write, for looking at its effects beforehand. */
export function handOnEvents(
  facts: Facts,
  { fromId, toId, formerBecomes }: Omit<HandOn, 'because'>,
): readonly AuthorityEvent[] {
  const ending = administratorsOf(facts).filter(
    ({ memberId, tier }) => memberId === toId || (memberId === fromId && tier === 'creator'),
  )
  const transferred: AuthorityEvent = {
    name: 'creator.transferred@1',
    data: {
      administratorId: newId(),
      fromId,
      toId,
      permissions: keysOfCreator(),
      endedIds: ending.map(({ administratorId }) => administratorId),
      appointedBy: fromId,
    },
  }
  const seat = formerSeatOf({ fromId, toId, formerBecomes, because: '' })
  if (seat === null) return [transferred]
  const { id: administratorId, memberId, tier, permissions: keys, scope, ceiling, appointedBy } = seat
  const terms = { from: null, until: null }
  const data = { administratorId, memberId, tier, permissions: keys, scope, ceiling, appointedBy, ...terms }
  return [transferred, { name: 'administrator.appointed@1', data }]
}
