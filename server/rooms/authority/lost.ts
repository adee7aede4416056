import { isPermission, liveGrants, permission, speaksOf } from '@hufu/authority'
import type { PermissionKey } from '@hufu/authority'
import type { PermissionProfile } from '@hufu/contract'
import type { Reading } from '../../platform/http/index.ts'
import { subjectOf } from './commands/grants.ts'
import { actorLabel, namesWanted } from './names.ts'
import { endedGrantsOf, endedSeats, restrictionsForList, roles, suspendedGrantsOf } from './store.ts'
import type { GrantRow, SeatRow } from './store.ts'
import { keysOfRule } from './views.ts'
import type { Shown } from './views.ts'

type Lost = PermissionProfile['lost'][number]
const LOST_MAX = 100
/** Ended grants of many people that are looked through, latest first. */
const ENDED_MAX = 1000

/** One thing that took rights: which, when, by whom and why, as the tables have it. */
type Loss = Omit<Lost, 'key' | 'at' | 'by' | 'because'> & {
  readonly keys: readonly string[]
  readonly at: Date
  readonly by: string | null
  readonly because: string | null
}

/**
 * What a person lost lately, newest first: grants of their own, or of what they belong to, that were ended or are
 * suspended; restrictions placed on them; seats they no longer have.
 */
export async function lostBy({ reading, names, locale }: Shown, memberId: string): Promise<Lost[]> {
  const { db, workspaceId } = reading
  const losses = [...(await grantsLost(reading, memberId)), ...(await othersLost(reading, memberId))]
  const people = losses.map(({ by }) => by)
  const everyone = { type: 'everyone' } as const
  const wanted = namesWanted([{ subject: everyone, scope: { type: 'workspace' }, people }])
  const known = await names(db, workspaceId, wanted)
  const lost = losses.flatMap(({ keys, at, by, because, event, how, scope }) =>
    keys.map((key): Lost => ({
      key,
      at: at.toISOString(),
      by: actorLabel(by ?? '', known, locale),
      because: because ?? '',
      event,
      how,
      scope,
    })),
  )
  return lost.toSorted((a, b) => (a.at < b.at ? 1 : -1)).slice(0, LOST_MAX)
}

/** Grants that ended or are suspended: their own always, those of what they belong to where the right is gone with it. */
async function grantsLost(reading: Reading, memberId: string): Promise<readonly Loss[]> {
  const { db, workspaceId } = reading
  const [own, shared, ownResting, sharedResting, roleRows] = await Promise.all([
    endedGrantsOf(db, workspaceId, memberId, LOST_MAX),
    endedGrantsOf(db, workspaceId, null, ENDED_MAX),
    suspendedGrantsOf(db, workspaceId, memberId, LOST_MAX),
    suspendedGrantsOf(db, workspaceId, null, ENDED_MAX),
    roles(db, workspaceId),
  ])
  const isTheirs = (row: GrantRow): boolean => speaksOf(reading.facts, subjectOf(row), memberId)
  // One whose end has come would give nothing if it were resumed.
  const isOpen = ({ untilAt }: GrantRow): boolean => untilAt === null || untilAt.getTime() > reading.at
  const keysLost = (row: GrantRow): readonly string[] => {
    const keys = keysOfRule(row, roleRows).filter(isPermission)
    return row.subjectType === 'member' ? keys : keys.filter((key) => isGone(reading, memberId, key))
  }
  return [
    ...[...own, ...shared.filter(isTheirs)].map((row) => ({
      keys: keysLost(row),
      at: row.endedAt,
      by: row.endedBy,
      because: row.endedBecause,
      event: 'grant.ended@1',
      how: row.endedHow,
      scope: scopeOf(row),
    })),
    ...[...ownResting, ...sharedResting.filter(isTheirs)].filter(isOpen).map((row) => ({
      keys: keysLost(row),
      at: row.suspendedAt,
      by: row.suspendedBy,
      because: row.suspendedBecause,
      event: 'grant.suspended@1',
      how: null,
      scope: scopeOf(row),
    })),
  ]
}

/** Restrictions placed on them, and seats that ended. */
async function othersLost({ db, workspaceId }: Reading, memberId: string): Promise<readonly Loss[]> {
  const [restrictions, seats, roleRows] = await Promise.all([
    restrictionsForList(db, workspaceId, { memberId, ended: false, limit: LOST_MAX }),
    endedSeats(db, workspaceId, memberId),
    roles(db, workspaceId),
  ])
  return [
    ...restrictions.map((row) => ({
      keys: keysOfRule(row, roleRows).filter(isPermission),
      at: row.givenAt,
      by: row.givenBy,
      because: row.because,
      event: 'restriction.placed@1',
      how: null,
      scope: scopeOf(row),
    })),
    ...seats.map((seat) => ({
      keys: keysOfSeat(seat),
      at: seat.endedAt ?? seat.appointedAt,
      by: seat.endedBy,
      because: seat.endedBecause,
      event: seat.tier === 'creator' ? 'creator.transferred@1' : 'administrator.ended@1',
      how: null,
      scope: null,
    })),
  ]
}

// Its readonly list of ids is a list of ids to whoever reads the answer.
const scopeOf = ({ scope }: Pick<GrantRow, 'scope'>): Lost['scope'] => scope as Lost['scope']

// A right that comes by another way still is not lost.
const isGone = ({ facts, at }: Reading, memberId: string, key: PermissionKey): boolean =>
  permission(key).kind === 'feature' && liveGrants(facts, memberId, key, at).length === 0

// A seat of the whole company is told in one line, not in all there is.
const keysOfSeat = ({ tier, permissions }: SeatRow): readonly string[] =>
  tier === 'scoped' ? permissions : ['admin.assign']
