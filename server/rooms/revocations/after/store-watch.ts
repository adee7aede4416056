import type { PermissionKey, Reason } from '@hufu/authority'
import type { RevocationReason, RevocationWhat } from '@hufu/contract'
import { sql } from 'kysely'
import type { Kysely, Selectable } from 'kysely'
import type { Act, Tally } from '../../../platform/act/index.ts'
import type { PlatformTables } from '../../../platform/feed/index.ts'
import type { AfterTables, ReturnKind } from './tables.ts'
import type { RevocationTables } from '../tables.ts'
import { placeKeyOf } from '../vectors.ts'
import type { Failure, Vector } from '../vectors.ts'

type Db = Kysely<PlatformTables>
const on = (db: Db) => db.$extendTables<RevocationTables & AfterTables>()

/** A revocation as far as it is watched. */
export type WatchedRow = {
  readonly id: string
  readonly memberId: string
  readonly what: RevocationWhat
  readonly reason: RevocationReason
  readonly at: Date
  readonly before: readonly Vector[]
  readonly after: readonly Vector[]
}

const watchedColumns = ['id', 'memberId', 'what', 'reason', 'at', 'before', 'after'] as const

/** Ids of revocations made since an instant. */
export async function revocationsSince(db: Db, workspaceId: string, since: Date): Promise<readonly string[]> {
  const rows = await on(db)
    .selectFrom('revocation')
    .select('id')
    .where('workspaceId', '=', workspaceId)
    .where('at', '>', since)
    .execute()
  return rows.map(({ id }) => id)
}

/** Revocations by id, as far as they are watched. */
export async function watchedRows(
  db: Db,
  workspaceId: string,
  ids: readonly string[],
): Promise<readonly WatchedRow[]> {
  if (ids.length === 0) return []
  return on(db)
    .selectFrom('revocation')
    .select(watchedColumns)
    .where('workspaceId', '=', workspaceId)
    .where('id', 'in', ids)
    .execute()
}

/** Revocations of some people made since an instant. */
export async function watchedOf(
  act: Act,
  memberIds: readonly string[],
  since: Date,
): Promise<readonly WatchedRow[]> {
  if (memberIds.length === 0) return []
  return on(act.tx)
    .selectFrom('revocation')
    .select(watchedColumns)
    .where('workspaceId', '=', act.workspaceId)
    .where(sql<boolean>`member_id = any(${[...memberIds]}::uuid[])`)
    .where('at', '>', since)
    .orderBy('id')
    .execute()
}

export type ReturnRow = Selectable<AfterTables['revocationReturn']>

/** What has come back of some revocations. */
export async function returnsOf(
  db: Db,
  workspaceId: string,
  revocationIds: readonly string[],
): Promise<readonly ReturnRow[]> {
  if (revocationIds.length === 0) return []
  return on(db)
    .selectFrom('revocationReturn')
    .selectAll()
    .where('workspaceId', '=', workspaceId)
    .where('revocationId', 'in', revocationIds)
    .orderBy('at')
    .orderBy('permission')
    .orderBy('placeKey')
    .execute()
}

export type NewReturn = {
  readonly pair: Failure
  readonly grounds: readonly Reason[]
}

type Note = {
  readonly revocationId: string
  readonly kind: ReturnKind
  readonly givenBy: string | null
  readonly because: string | null
  readonly returns: readonly NewReturn[]
}

/**
 * Writes what came back, with the tally of whatever gave it, or the verifier's for what nobody gave knowingly. Whoever
 * calls has seen that none of it stands there yet.
 */
export async function insertReturns<P extends PermissionKey>(
  tally: Tally<P>,
  { returns, ...note }: Note,
): Promise<void> {
  if (returns.length === 0) return
  await on(tally.tx)
    .insertInto('revocationReturn')
    .values(
      returns.map(({ pair: { permission, place }, grounds }) => ({
        ...note,
        workspaceId: tally.act.workspaceId,
        permission,
        placeKey: placeKeyOf(place),
        place: JSON.stringify(place),
        at: tally.at,
        grounds: JSON.stringify(grounds),
      })),
    )
    .execute()
}
