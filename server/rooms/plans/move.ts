/** When somebody changes jobs: what was given to them for the old one goes, the dangerous at once and the rest after a grace. */
import {
  appointmentsOf,
  departmentContains,
  departmentsOf,
  isRisky,
  seatsInForce,
  topOf,
} from '@hufu/authority'
import type { Scope } from '@hufu/authority'
import type { RevocationReason } from '@hufu/contract'
import { allowed, permit, record } from '../../platform/act/index.ts'
import type { Act, Tally } from '../../platform/act/index.ts'
import { authorityCommands, personalGrants, readRoleKeys } from '../authority/index.ts'
import type { PersonalGrant } from '../authority/index.ts'
import { afterWorkingDays, readCalendar } from '../calendar/index.ts'
import { directoryCommands, lockAppointment } from '../directory/index.ts'
import { tellEach } from '../notices/index.ts'
import { endGrantAndKeep } from '../revocations/index.ts'
import { planForOne } from './for-one.ts'

/** Working days for which the rest of the old job's grants stay. */
export const GRACE_DAYS = 5

export const MOVE_OPEN = 'plan.move-open@1'

/** A grant or a seat of the old job that stays, and why. */
export type Kept = { readonly id: string; readonly because: string }
export type MoveInput = Parameters<(typeof directoryCommands)['appointments.change']>[1] & {
  readonly keep?: readonly Kept[] | undefined
  /** Where nobody says why, the kind of reason says it. */
  readonly because?: string | undefined
}

/** `now`: ends with the move. `later`: after the grace. `job`: the new job gives it anyway, or it follows the person. */
export type Proposal = Pick<PersonalGrant, 'permissions' | 'risk'> & {
  readonly kind: 'grant' | 'seat'
  readonly id: string
  /** What is granted; null for a seat. */
  readonly right: PersonalGrant['grant']['right'] | null
  readonly until: string | null
  readonly goes: 'now' | 'later' | 'job'
}

export type Moved = {
  readonly dropped: readonly string[]
  readonly later: { readonly planId: string; readonly grantIds: readonly string[] } | null
  /** Grants that nobody has decided about, because whoever moved the person may not take them. */
  readonly open: number
  readonly revocationIds: readonly string[]
}

const reason: RevocationReason = 'move'
const nothing: Moved = { dropped: [], later: null, open: 0, revocationIds: [] }

/** What becomes of what somebody was given personally, in the job they have now. */
export async function proposalsOf(act: Act, memberId: string): Promise<readonly Proposal[]> {
  const at = act.at.getTime()
  const roleKeys = await readRoleKeys(act.tx, act.workspaceId)
  const grants = personalGrants(act.facts, roleKeys, memberId, at).map(
    ({ grant: { grantId: id, right, until }, permissions, risk, ruled }): Proposal => ({
      kind: 'grant',
      id,
      right,
      permissions,
      risk,
      until,
      goes: ruled ? 'job' : isRisky(risk) ? 'now' : 'later',
    }),
  )
  const seats = seatsInForce(act.facts, at)
    .filter((seat) => seat.memberId === memberId && seat.tier === 'scoped')
    .map(({ administratorId: id, permissions, scope, until }): Proposal => ({
      kind: 'seat',
      id,
      right: null,
      permissions,
      risk: 'high',
      until,
      goes: isElsewhere(act, memberId, scope) ? 'now' : 'job',
    }))
  return [...seats, ...grants]
}

/** A seat over departments in none of which somebody works any more. One that follows the person, or is everywhere, stays. */
function isElsewhere({ facts }: Act, memberId: string, scope: Scope): boolean {
  if (scope.type !== 'departments') return false
  const own = departmentsOf(facts, memberId)
  return !scope.ids.some((id) => own.some((mine) => departmentContains(facts, id, mine)))
}

/** Where somebody works first, before and after: a change of that is a change of jobs. */
const jobOf = (act: Act, memberId: string): string => {
  const main = appointmentsOf(act.facts, memberId).find(({ primary }) => primary)
  return main === undefined ? '' : `${main.departmentId} ${main.positionId ?? ''}`
}

/** Changes an appointment in a rehearsal, and says what would become of what the person was given personally. */
export async function foreseeMove(act: Act, input: MoveInput) {
  const { memberId } = await lockAppointment(act, input.appointmentId)
  await directoryCommands['appointments.change'](act, input)
  return { memberId, proposals: await proposalsOf(act, memberId) }
}

/** Changes an appointment. Where that changes the job, what was given for the old one goes. To be performed as a batch. */
export async function moveAndReview(
  act: Act,
  { keep = [], because = '', ...input }: MoveInput,
): Promise<Moved> {
  const { memberId } = await lockAppointment(act, input.appointmentId)
  const before = jobOf(act, memberId)
  await directoryCommands['appointments.change'](act, input)
  if (before === jobOf(act, memberId)) return nothing
  return review(act, 'org.member.move', { memberId, keep, because })
}

/**
 * Reviews what somebody was given for the job that they have no more, after the fact. Whoever reviews may take rights of
 * them, or it is refused.
 */
export async function reviewMoved(
  act: Act,
  { memberId, because }: { readonly memberId: string; readonly because: string },
): Promise<{ readonly tally: Tally<'perm.revoke'>; readonly revocationIds: readonly string[] }> {
  const tally = permit(act, 'perm.revoke', { type: 'member', id: memberId })
  const { revocationIds } = await review(act, 'perm.revoke', { memberId, keep: [], because })
  return { tally, revocationIds }
}

type Right = 'org.member.move' | 'perm.revoke'
type Review = { readonly memberId: string; readonly keep: readonly Kept[]; readonly because: string }

async function review(act: Act, by: Right, { memberId, keep, because }: Review): Promise<Moved> {
  const kept = new Map(keep.map(({ id, because: why }) => [id, why]))
  const proposals = (await proposalsOf(act, memberId)).filter(({ goes }) => goes !== 'job')
  const target = { type: 'member', id: memberId } as const
  const mine = proposals.filter(({ kind }) => allowed(act, takes[kind], target).allowed)
  const open = proposals.length - mine.length
  if (open > 0) await tellOpen(permit(act, by, target), memberId)
  if (mine.length === 0) return { ...nothing, open }
  const moved = await settle(act, memberId, {
    going: mine.filter(({ id }) => !kept.has(id)),
    kept: mine.flatMap(({ id }) => {
      const why = kept.get(id)
      return why === undefined ? [] : [{ id, because: why }]
    }),
    because,
  })
  return { ...moved, open: moved.open + open }
}

const takes = { grant: 'perm.revoke', seat: 'admin.revoke' } as const

async function settle(
  act: Act,
  memberId: string,
  {
    going,
    kept,
    because,
  }: {
    readonly going: readonly Proposal[]
    readonly kept: readonly Kept[]
    readonly because: string
  },
): Promise<Moved> {
  const dropping = going.filter(({ goes }) => goes === 'now')
  const revocationIds: string[] = []
  for (const { kind, id } of dropping)
    if (kind === 'grant') {
      const { revocationId } = await endGrantAndKeep(act, { grantId: id, reason, because })
      if (revocationId !== null) revocationIds.push(revocationId)
    } else await authorityCommands['administrators.end'](act, { administratorId: id, because })
  for (const { id, because: why } of kept)
    record(
      permit(act, 'org.member.move', { type: 'member', id: memberId }),
      { name: 'plan.kept@1', data: { memberId, kept: id } },
      { sealed: { because: why }, about: [memberId] },
    )
  const dropped = dropping.map(({ id }) => id)
  const grantIds = going.filter(({ goes }) => goes === 'later').map(({ id }) => id)
  if (grantIds.length === 0) return { ...nothing, dropped, revocationIds }
  const due = afterWorkingDays(await readCalendar(act.tx, act.workspaceId), act.at, GRACE_DAYS)
  const takes = { what: 'grants', grantIds } as const
  const planId = await planForOne(act, { memberId, due, reason, because, takes })
  return planId === null
    ? { dropped, later: null, open: grantIds.length, revocationIds }
    : { dropped, later: { planId, grantIds }, open: 0, revocationIds }
}

/** Tells the creator and super administrators that somebody has moved with rights that nobody has decided about. */
async function tellOpen(tally: Tally<Right>, memberId: string): Promise<void> {
  const { act } = tally
  await tellEach(tally, [
    { to: topOf(act.facts, act.at.getTime()), kind: MOVE_OPEN, data: { memberId }, mail: true },
  ])
}
