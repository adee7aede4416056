import { isPermission, liveGrants, permission, speaksOf } from '@hufu/authority'
import type { PermissionKey } from '@hufu/authority'
import type { PermissionProfile } from '@hufu/contract'
import type { Reading } from '../../platform/http/index.ts'
import { subjectOf } from './commands/grants.ts'
import { actorLabel, namesWanted } from './names.ts'
import { endedGrantsOf, endedSeats, restrictionsForList, roles } from './store.ts'
import type { SeatRow } from './store.ts'
import type { Shown } from './views.ts'

type Lost = PermissionProfile['lost'][number]
const LOST_MAX = 100
/** Ended grants of many people that are looked through, latest first. */
const ENDED_MAX = 1000

/**
 * What a person lost lately, newest first: grants of their own, or of what they belong to, that were ended; restrictions
 * placed on them; seats they no longer have.
 */
export async function lostBy({ reading, names, locale }: Shown, memberId: string): Promise<Lost[]> {
  const { db, workspaceId } = reading
  const [own, shared, restrictions, seats, roleRows] = await Promise.all([
    endedGrantsOf(db, workspaceId, memberId, LOST_MAX),
    endedGrantsOf(db, workspaceId, null, ENDED_MAX),
    restrictionsForList(db, workspaceId, { memberId, ended: false, limit: LOST_MAX }),
    endedSeats(db, workspaceId, memberId),
    roles(db, workspaceId),
  ])
  const theirs = shared.filter((row) => speaksOf(reading.facts, subjectOf(row), memberId))
  const everyone = { type: 'everyone' } as const
  const people = [
    ...[...own, ...theirs, ...seats].map(({ endedBy }) => endedBy),
    ...restrictions.map(({ givenBy }) => givenBy),
  ]
  const known = await names(
    db,
    workspaceId,
    namesWanted([{ subject: everyone, scope: { type: 'workspace' }, people }]),
  )
  const keysOf = (row: { permission: string | null; roleId: string | null }): readonly PermissionKey[] =>
    (row.permission !== null
      ? [row.permission]
      : (roleRows.find(({ id }) => id === row.roleId)?.permissions ?? [])
    ).filter(isPermission)
  const line = (key: string, at: Date, by: string | null, because: string | null, event: string): Lost => ({
    key,
    at: at.toISOString(),
    by: actorLabel(by ?? '', known, locale),
    because: because ?? '',
    event,
  })
  const lost = [
    ...own.flatMap((row) =>
      keysOf(row).map((key) => line(key, row.endedAt, row.endedBy, row.endedBecause, 'grant.ended@1')),
    ),
    ...theirs.flatMap((row) =>
      keysOf(row)
        .filter((key) => isGone(reading, memberId, key))
        .map((key) => line(key, row.endedAt, row.endedBy, row.endedBecause, 'grant.ended@1')),
    ),
    ...restrictions.flatMap((row) =>
      keysOf(row).map((key) => line(key, row.givenAt, row.givenBy, row.because, 'restriction.placed@1')),
    ),
    ...seats.flatMap((seat) =>
      keysOfSeat(seat).map((key) =>
        line(key, seat.endedAt ?? seat.appointedAt, seat.endedBy, seat.endedBecause, 'administrator.ended@1'),
      ),
    ),
  ]
  return lost.toSorted((a, b) => (a.at < b.at ? 1 : -1)).slice(0, LOST_MAX)
}

// A right that comes by another way still is not lost.
const isGone = ({ facts, at }: Reading, memberId: string, key: PermissionKey): boolean =>
  permission(key).kind === 'feature' && liveGrants(facts, memberId, key, at).length === 0

// A seat of the whole company is told in one line, not in all there is.
const keysOfSeat = ({ tier, permissions }: SeatRow): readonly string[] =>
  tier === 'scoped' ? permissions : ['admin.assign']
