import type { PermissionKey } from '@hufu/authority'
import { sql } from 'kysely'
import type { Selectable } from 'kysely'
import { actorText } from '../../platform/act/index.ts'
import type { Act, Tally } from '../../platform/act/index.ts'
import type { Where } from '../holdings/index.ts'
import type { NewSeat } from './rule.ts'
import { on, workspaceOf } from './tables-on.ts'
import type { Db } from './tables-on.ts'
import type { AuthorityTables } from './tables.ts'

/** Whose tally may also change seats, because it makes somebody the head of a department or ends that. */
export type Heading =
  | 'org.member.move'
  | 'org.member.invite'
  | 'org.member.delete'
  | 'org.directory.import'
  | 'org.dept.edit'

export type SeatRow = Selectable<AuthorityTables['administrator']>

/** Writes an administrator's seat. */
export async function insertSeat(
  tally: Tally<'admin.assign' | 'admin.assign.super' | 'creator.transfer' | 'sys.org.found' | Heading>,
  seat: NewSeat,
): Promise<void> {
  await on(tally.tx)
    .insertInto('administrator')
    .values({
      workspaceId: workspaceOf(tally),
      id: seat.id,
      memberId: seat.memberId,
      tier: seat.tier,
      permissions: [...seat.permissions],
      scope: JSON.stringify(seat.scope),
      ceilingPermissions: [...seat.ceiling.permissions],
      ceilingReach: JSON.stringify(seat.ceiling.reach),
      fromAt: seat.from,
      untilAt: seat.until,
      because: seat.because,
      appointedBy: seat.appointedBy,
      appointedAt: tally.at,
      endedAt: null,
      endedBy: null,
      endedBecause: null,
      forHead: seat.forHead,
    })
    .execute()
}

/** Changes a scoped administrator's seat. */
export async function updateSeat(
  tally: Tally<'admin.assign' | Heading>,
  seat: Pick<NewSeat, 'id' | 'permissions' | 'scope' | 'ceiling' | 'from' | 'until'>,
): Promise<void> {
  await on(tally.tx)
    .updateTable('administrator')
    .set({
      permissions: [...seat.permissions],
      scope: JSON.stringify(seat.scope),
      ceilingPermissions: [...seat.ceiling.permissions],
      ceilingReach: JSON.stringify(seat.ceiling.reach),
      fromAt: seat.from,
      untilAt: seat.until,
    })
    .where('workspaceId', '=', workspaceOf(tally))
    .where('id', '=', seat.id)
    .execute()
}

/** Ends a seat. Departure ends the seats of the person who leaves with its own tally. */
export async function endSeat(
  tally: Tally<'admin.revoke' | 'admin.assign' | 'creator.transfer' | Heading>,
  id: string,
  because: string,
): Promise<void> {
  await on(tally.tx)
    .updateTable('administrator')
    .set({ endedAt: tally.at, endedBy: actorText(tally.act.actor), endedBecause: because })
    .where('workspaceId', '=', workspaceOf(tally))
    .where('id', '=', id)
    .execute()
}

/** Reads a seat and keeps it from changing until the transaction ends. */
export async function lockSeat(act: Act, id: string): Promise<SeatRow | undefined> {
  return on(act.tx)
    .selectFrom('administrator')
    .selectAll()
    .where('workspaceId', '=', act.workspaceId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
}

/** The open seats that the switch for department heads made: all, or those of some people. */
export async function headSeats(
  db: Db,
  workspaceId: string,
  memberIds?: readonly string[],
): Promise<readonly SeatRow[]> {
  if (memberIds?.length === 0) return []
  let query = on(db)
    .selectFrom('administrator')
    .selectAll()
    .where('workspaceId', '=', workspaceId)
    .where('forHead', '=', true)
    .where('endedAt', 'is', null)
  if (memberIds !== undefined) query = query.where('memberId', 'in', memberIds)
  return query.orderBy('id').execute()
}

export type HeadOffice = Selectable<AuthorityTables['headOffice']>

/** What department heads may do, or null while the switch is off. */
export async function headOffice(db: Db, workspaceId: string): Promise<HeadOffice | null> {
  const row = await on(db)
    .selectFrom('headOffice')
    .selectAll()
    .where('workspaceId', '=', workspaceId)
    .executeTakeFirst()
  return row ?? null
}

/** Turns the switch for department heads on, or sets what they may do. */
export async function setHeadOffice(
  tally: Tally<'admin.assign'>,
  office: {
    readonly permissions: readonly PermissionKey[]
    readonly ceiling: readonly PermissionKey[]
    readonly because: string
  },
): Promise<void> {
  const values = {
    permissions: [...office.permissions],
    ceilingPermissions: [...office.ceiling],
    because: office.because,
    setBy: actorText(tally.act.actor),
    setAt: tally.at,
  }
  await on(tally.tx)
    .insertInto('headOffice')
    .values({ workspaceId: workspaceOf(tally), ...values })
    .onConflict((row) => row.column('workspaceId').doUpdateSet(values))
    .execute()
}

/** Turns the switch for department heads off. */
export async function clearHeadOffice(tally: Tally<'admin.assign'>): Promise<void> {
  await on(tally.tx).deleteFrom('headOffice').where('workspaceId', '=', workspaceOf(tally)).execute()
}

/** Every open seat, or those of one member. */
export async function openSeats(db: Db, workspaceId: string, memberId?: string): Promise<readonly SeatRow[]> {
  let query = on(db)
    .selectFrom('administrator')
    .selectAll()
    .where('workspaceId', '=', workspaceId)
    .where('endedAt', 'is', null)
  if (memberId !== undefined) query = query.where('memberId', '=', memberId)
  return query.orderBy('id').execute()
}

/** Seats of these members that have not ended. */
export async function seatsOpenOf({ db, workspaceId }: Where, memberIds: readonly string[]) {
  return on(db)
    .selectFrom('administrator')
    .selectAll()
    .select('memberId as holderId')
    .where('workspaceId', '=', workspaceId)
    .where('memberId', 'in', memberIds)
    .where('endedAt', 'is', null)
    .orderBy('id')
    .execute()
}

/** Seats by id. */
export async function seatsByIds(
  db: Db,
  workspaceId: string,
  ids: readonly string[],
): Promise<readonly SeatRow[]> {
  if (ids.length === 0) return []
  return on(db)
    .selectFrom('administrator')
    .selectAll()
    .where('workspaceId', '=', workspaceId)
    .where('id', 'in', ids)
    .execute()
}

/** The seats of a member that have ended, the newest first. */
export async function endedSeats(db: Db, workspaceId: string, memberId: string): Promise<readonly SeatRow[]> {
  return on(db)
    .selectFrom('administrator')
    .selectAll()
    .where('workspaceId', '=', workspaceId)
    .where('memberId', '=', memberId)
    .where('endedAt', 'is not', null)
    .orderBy('id', 'desc')
    .limit(ENDED_MAX)
    .execute()
}
const ENDED_MAX = 2000

/** What the list of administrators asks for. One seat by its id is found whether it has ended or not. */
export type SeatFilter = {
  readonly memberId?: string | undefined
  readonly administratorId?: string | undefined
  readonly ended: boolean
}

/** Whose seats a filter finds, newest first. */
export async function seatsFound(
  db: Db,
  workspaceId: string,
  { memberId, administratorId, ended }: SeatFilter,
): Promise<readonly { readonly id: string; readonly memberId: string }[]> {
  let query = on(db)
    .selectFrom('administrator')
    .select(['id', 'memberId'])
    .where('workspaceId', '=', workspaceId)
  query =
    administratorId === undefined
      ? query.where('endedAt', ended ? 'is not' : 'is', null)
      : query.where('id', '=', administratorId)
  if (memberId !== undefined) query = query.where('memberId', '=', memberId)
  return query.orderBy('id', 'desc').execute()
}

/** The greatest number of supers who sat at one time so far. What begins and ends at one instant counts together. */
export async function supersEver(db: Db, workspaceId: string): Promise<number> {
  const supers = sql`from administrator where workspace_id = ${workspaceId} and tier = 'super'`
  const { rows } = await sql<{ most: number }>`
    select coalesce(max(together), 0)::int as most from (
      select sum(change) over (order by moment) as together from (
        select appointed_at as moment, 1 as change ${supers}
        union all
        select ended_at, -1 ${supers} and ended_at is not null
      ) changes
    ) moments`.execute(db)
  return rows[0]?.most ?? 0
}
