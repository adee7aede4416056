import {
  administratorsOf,
  departmentsOf,
  knowsScope,
  mayAppoint,
  permission,
  permissions,
  statusOf,
  tierOf,
} from '@hufu/authority'
import type { Ceiling, PermissionKey, Scope, Target } from '@hufu/authority'
import { newId, refuse } from '@hufu/kit'
import { permit, record } from '../../../platform/act/index.ts'
import type { Act, Tally } from '../../../platform/act/index.ts'
import { isoOf, knownKeys, targetsOfScope, termsOf } from '../rule.ts'
import type { NewSeat, TermsInput } from '../rule.ts'
import { endSeat, insertSeat, lockSeat, openSeats, supersEver, updateSeat } from '../store.ts'
import type { Heading, SeatRow } from '../store.ts'

export type SeatInput = TermsInput & {
  readonly memberId: string
  readonly tier: 'super' | 'scoped'
  readonly permissions?: readonly string[] | undefined
  readonly scope?: Scope | undefined
  readonly ceiling?: { readonly permissions: readonly string[]; readonly reach: Scope } | undefined
  readonly because: string
}

/** Appoints an administrator: super by the creator alone, scoped inside the appointer's own permissions, scope and ceiling. */
export async function appoint(act: Act, input: SeatInput): Promise<{ readonly id: string }> {
  const tally = permitAppointing(act, input)
  refuseOwnSeat(act, input.memberId)
  const seats = await openSeats(act.tx, act.workspaceId, input.memberId)
  if (seats.some((seat) => seat.tier === 'creator' || (seat.tier === 'super' && input.tier === 'super')))
    throw refuse('authority/already-administrator')
  const seat = input.tier === 'super' ? superSeat(act, input) : scopedSeat(act, input)
  await refuseOnlyTemporary(act, seat)
  await insertSeat(tally, seat)
  recordAppointed(tally, seat)
  return { id: seat.id }
}

function permitAppointing(act: Act, input: SeatInput): Tally<'admin.assign' | 'admin.assign.super'> {
  const member = { type: 'member', id: input.memberId } as const
  if (input.tier === 'super') return permit(act, 'admin.assign.super', member)
  const tally = permit(act, 'admin.assign', member)
  const places = targetsOfScope(input.scope ?? { type: 'own-department' })
  for (const target of places) permit(act, 'admin.assign', target)
  permitDelegating(act, [member, ...places])
  return tally
}

/** Administrators who are scoped themselves are asked whether they may hand administration on at all. */
export function permitDelegating(act: Act, targets: readonly Target[]): void {
  if (act.actor.type !== 'member') return
  if (tierOf(act.facts, act.actor.memberId, act.at.getTime()) !== 'scoped') return
  for (const target of targets) permit(act, 'admin.delegate', target)
}

const appointer = (act: Act): string | null => (act.actor.type === 'member' ? act.actor.memberId : null)

function superSeat(act: Act, input: SeatInput): NewSeat {
  const keys = permissions
    .filter(
      ({ creatorOnly, state, kind }) => !creatorOnly && state === 'enforced' && kind === 'administration',
    )
    .map(({ key }) => key)
  return {
    id: newId(),
    memberId: input.memberId,
    tier: 'super',
    permissions: keys,
    scope: { type: 'workspace' },
    ceiling: { permissions: [], reach: { type: 'workspace' } },
    ...termsOf(input),
    because: input.because,
    appointedBy: appointer(act),
    forHead: false,
  }
}

function scopedSeat(act: Act, input: SeatInput): NewSeat {
  const keys = administrationKeys(input.permissions ?? [])
  if (keys.length === 0) throw refuse('authority/empty-seat')
  const scope = input.scope ?? { type: 'own-department' }
  const ceiling =
    input.ceiling === undefined
      ? nothingToGive(act, keys, scope)
      : { permissions: knownKeys(input.ceiling.permissions), reach: input.ceiling.reach }
  refuseBeyondOwn(act, keys, scope, ceiling)
  return {
    id: newId(),
    memberId: input.memberId,
    tier: 'scoped',
    permissions: keys,
    scope,
    ceiling,
    ...termsOf(input),
    because: input.because,
    appointedBy: appointer(act),
    forHead: false,
  }
}

/**
 * The ceiling of a seat for which none was named: nothing may be handed out. Its reach is the seat's own scope, or, where
 * the appointer may not give that far, as far as the appointer may: a ceiling lies inside the appointer's own (A29).
 */
function nothingToGive(act: Act, keys: readonly PermissionKey[], scope: Scope): Ceiling {
  const { actor, facts } = act
  const nothing = (reach: Scope): Ceiling => ({ permissions: [], reach })
  if (actor.type !== 'member' || !knowsScope(facts, scope)) return nothing(scope)
  const ownDepartments: Scope = { type: 'departments', ids: departmentsOf(facts, actor.memberId) }
  const reaches = administratorsOf(facts, actor.memberId).map(({ ceiling: { reach } }) =>
    reach.type === 'own-department' ? ownDepartments : reach,
  )
  const inside = [scope, ...reaches].find(
    (reach) =>
      mayAppoint(
        facts,
        actor.memberId,
        { permissions: keys, scope, ceiling: nothing(reach) },
        act.at.getTime(),
      ).allowed,
  )
  return nothing(inside ?? scope)
}

/** Reads administration keys from a body. Refuses features, and what is unknown or reserved. */
export function administrationKeys(keys: readonly string[]): readonly PermissionKey[] {
  const known = knownKeys(keys)
  const feature = known.find((key) => permission(key).kind === 'feature')
  if (feature !== undefined) throw refuse('authority/not-administration', { permission: feature })
  return known
}

/** INVARIANT E4: a scoped administrator appoints strictly inside one of their own seats. */
export function refuseBeyondOwn(
  act: Act,
  keys: readonly PermissionKey[],
  scope: Scope,
  ceiling: Ceiling,
): void {
  for (const named of [scope, ceiling.reach])
    if (!knowsScope(act.facts, named)) throw refuse('authority/unknown-target')
  if (act.actor.type !== 'member') return
  const verdict = mayAppoint(
    act.facts,
    act.actor.memberId,
    { permissions: keys, scope, ceiling },
    act.at.getTime(),
  )
  if (!verdict.allowed) throw refuse('authority/above-ceiling', { permissions: verdict.above })
}

/** INVARIANT E1: nobody gives themselves a seat. */
function refuseOwnSeat(act: Act, memberId: string): void {
  if (act.actor.type === 'member' && act.actor.memberId === memberId) throw refuse('authority/own-rights')
}

/** Writes the entry of an appointment. */
export function recordAppointed(
  tally: Tally<'admin.assign' | 'admin.assign.super' | 'creator.transfer' | 'sys.org.found' | Heading>,
  seat: NewSeat,
): void {
  const { id, memberId, tier, permissions: keys, scope, ceiling, appointedBy } = seat
  record(
    tally,
    {
      name: 'administrator.appointed@1',
      data: {
        administratorId: id,
        memberId,
        tier,
        permissions: keys,
        scope,
        ceiling,
        from: isoOf(seat.from),
        until: isoOf(seat.until),
        appointedBy,
      },
    },
    { sealed: { because: seat.because }, about: [memberId] },
  )
}

export type SeatChange = TermsInput &
  Pick<SeatInput, 'permissions' | 'scope' | 'ceiling' | 'because'> & { readonly administratorId: string }

/** Changes a scoped administrator's permissions, scope, ceiling or times. */
export async function changeSeat(act: Act, input: SeatChange): Promise<null> {
  const seat = await lockOpenSeat(act, input.administratorId)
  if (seat.tier !== 'scoped') throw refuse('authority/creator-seat')
  if (seat.forHead) throw refuse('authority/head-seat')
  const member = { type: 'member', id: seat.memberId } as const
  const tally = permit(act, 'admin.assign', member)
  refuseOwnSeat(act, seat.memberId)
  const next = changed(seat, input)
  const places = targetsOfScope(next.scope)
  for (const target of places) permit(act, 'admin.assign', target)
  if (isElsewhere(seat, next))
    for (const target of [member, ...places]) permit(act, 'admin.scope.set', target)
  permitDelegating(act, [member, ...places])
  refuseBeyondOwn(act, next.permissions, next.scope, next.ceiling)
  await updateSeat(tally, { id: seat.id, ...next })
  record(
    tally,
    {
      name: 'administrator.changed@1',
      data: {
        administratorId: seat.id,
        permissions: next.permissions,
        scope: next.scope,
        ceiling: next.ceiling,
        from: isoOf(next.from),
        until: isoOf(next.until),
      },
    },
    { sealed: { because: input.because }, about: [seat.memberId] },
  )
  return null
}

const isElsewhere = (seat: SeatRow, next: { readonly scope: Scope; readonly ceiling: Ceiling }): boolean =>
  JSON.stringify([seat.scope, seat.ceilingReach]) !== JSON.stringify([next.scope, next.ceiling.reach])

function changed(seat: SeatRow, input: SeatChange) {
  const terms = termsOf({
    from: input.from === undefined ? isoOf(seat.fromAt) : input.from,
    until: input.until === undefined ? isoOf(seat.untilAt) : input.until,
  })
  const keys = input.permissions === undefined ? seat.permissions : administrationKeys(input.permissions)
  if (keys.length === 0) throw refuse('authority/empty-seat')
  const ceiling: Ceiling =
    input.ceiling === undefined
      ? { permissions: seat.ceilingPermissions, reach: seat.ceilingReach }
      : { permissions: knownKeys(input.ceiling.permissions), reach: input.ceiling.reach }
  return { permissions: keys, scope: input.scope ?? seat.scope, ceiling, ...terms }
}

/** Removes an administrator, or steps down. The creator's seat changes hands by transfer only; the last super stays. */
export async function endAdministrator(
  act: Act,
  input: { readonly administratorId: string; readonly because: string },
): Promise<null> {
  const seat = await lockOpenSeat(act, input.administratorId)
  const tally = permit(act, 'admin.revoke', { type: 'member', id: seat.memberId })
  await refuseLosingTheTop(act, seat)
  await endAndRecordSeat(tally, seat, input.because)
  return null
}

/** Ends every seat of a member who departs, with the tally of the departure. Refuses the creator and the last super. */
export async function endSeatsOf(
  tally: Tally<'org.member.delete'>,
  memberId: string,
  because: string,
): Promise<void> {
  for (const seat of await openSeats(tally.tx, tally.act.workspaceId, memberId)) {
    await refuseLosingTheTop(tally.act, seat)
    await endAndRecordSeat(tally, seat, because)
  }
}

/** Refuses what would leave the company without its creator or its last super administrator. For suspending, too. */
export async function refuseIfIndispensable(act: Act, memberId: string): Promise<void> {
  for (const seat of await openSeats(act.tx, act.workspaceId, memberId)) await refuseLosingTheTop(act, seat)
}

/** Ends one seat and writes its entry. */
export async function endAndRecordSeat(
  tally: Tally<'admin.revoke' | 'admin.assign' | Heading>,
  seat: SeatRow,
  because: string,
): Promise<void> {
  await endSeat(tally, seat.id, because)
  record(
    tally,
    { name: 'administrator.ended@1', data: { administratorId: seat.id } },
    { sealed: { because }, about: [seat.memberId] },
  )
}

async function lockOpenSeat(act: Act, id: string): Promise<SeatRow> {
  const seat = await lockSeat(act, id)
  if (seat === undefined) throw refuse('authority/not-found', { what: 'administrator' })
  if (seat.endedAt !== null) throw refuse('authority/already-ended')
  return seat
}

/**
 * INVARIANT O1, O2: the creator stays; once there have been two or more supers, one in force and active stays, whose seat
 * does not run out either. The workspace's exclusive lock makes counting safe.
 */
async function refuseLosingTheTop(act: Act, seat: SeatRow): Promise<void> {
  if (seat.tier === 'creator') throw refuse('authority/creator-seat')
  if (seat.tier !== 'super') return
  const left = (await lastingSupers(act)).filter(({ memberId }) => memberId !== seat.memberId)
  if (left.length === 0 && (await supersEver(act.tx, act.workspaceId)) >= 2)
    throw refuse('authority/last-super')
}

/** Super administrators who act now and whose seat has no end. */
export async function lastingSupers(act: Act): Promise<readonly SeatRow[]> {
  const seats = await openSeats(act.tx, act.workspaceId)
  return seats.filter(
    ({ tier, memberId, untilAt }) =>
      tier === 'super' &&
      untilAt === null &&
      statusOf(act.facts, memberId) === 'active' &&
      tierOf(act.facts, memberId, act.at.getTime()) === 'super',
  )
}

/** INVARIANT O2: when there are several super administrators, not all of their seats run out. */
async function refuseOnlyTemporary(act: Act, seat: NewSeat): Promise<void> {
  if (seat.tier !== 'super' || (seat.until === null && seat.from === null)) return
  const seats = await openSeats(act.tx, act.workspaceId)
  const isAmongSeveral = seats.some(({ tier }) => tier === 'super')
  if (isAmongSeveral && (await lastingSupers(act)).length === 0) throw refuse('authority/supers-run-out')
}
