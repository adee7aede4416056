import { sql } from 'kysely'
import type { Kysely, Selectable } from 'kysely'
import type pg from 'pg'
import type { Act, Tally } from '../../../platform/act/index.ts'
import { kyselyOver } from '../../../platform/db/index.ts'
import type { PlatformTables } from '../../../platform/feed/index.ts'
import type { IdentityTables } from '../tables.ts'
import { LINK_MS } from './link.ts'
import type { LinkTables } from './tables.ts'

type Tables = PlatformTables & IdentityTables & LinkTables
const on = (db: Kysely<PlatformTables>): Kysely<Tables> => db.$extendTables<IdentityTables & LinkTables>()
const over = (pool: pg.Pool): Kysely<Tables> => kyselyOver<Tables>(pool)

export type LinkRow = Selectable<LinkTables['signInLink']>
/** What a QR code is when it is first shown. */
export type NewLink = Omit<
  LinkRow,
  'workspaceId' | 'state' | 'madeAt' | 'until' | 'answeredBy' | 'answeredIn' | 'answeredEpoch'
>

const unanswered = { state: 'shown', answeredBy: null, answeredIn: null, answeredEpoch: null } as const

/** Shows a QR code for an act of a member's own. Gives until when. */
export async function insertLink(tally: Tally<'audit.self.view'>, link: NewLink): Promise<Date> {
  const until = new Date(tally.at.getTime() + LINK_MS)
  await on(tally.tx)
    .insertInto('signInLink')
    .values({ ...link, ...unanswered, workspaceId: tally.act.workspaceId, madeAt: tally.at, until })
    .execute()
  return until
}

/**
 * Shows a QR code to somebody who is not known yet. Rests on no permission: it opens nothing until a member says yes on a
 * device of theirs.
 */
export async function putLink(pool: pg.Pool, workspaceId: string, link: NewLink): Promise<Date> {
  const { until } = await over(pool)
    .insertInto('signInLink')
    .values({
      ...link,
      ...unanswered,
      workspaceId,
      madeAt: sql<Date>`now()`,
      until: sql<Date>`now() + ${LINK_MS}::float8 * interval '1 ms'`,
    })
    .returning('until')
    .executeTakeFirstOrThrow()
  return until
}

/** A QR code as it stands, with the database's time; null when there is none. */
export async function findLink(
  db: Kysely<PlatformTables>,
  workspaceId: string,
  id: string,
): Promise<(LinkRow & { readonly now: Date }) | null> {
  const row = await on(db)
    .selectFrom('signInLink')
    .selectAll()
    .select(sql<Date>`now()`.as('now'))
    .where('workspaceId', '=', workspaceId)
    .where('id', '=', id)
    .executeTakeFirst()
  return row ?? null
}

/** Reads a QR code and keeps it from changing. */
export async function lockLink(act: Act, id: string): Promise<LinkRow | undefined> {
  return on(act.tx)
    .selectFrom('signInLink')
    .selectAll()
    .where('workspaceId', '=', act.workspaceId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
}

type Mark = Partial<Pick<LinkRow, 'answeredBy' | 'answeredIn' | 'answeredEpoch'>> & {
  readonly state: LinkRow['state']
}

/** Writes how a QR code stands from now on. */
export async function markLink(
  tally: Tally<'audit.self.view' | 'sec.self.manage'>,
  id: string,
  mark: Mark,
): Promise<void> {
  await on(tally.tx)
    .updateTable('signInLink')
    .set(mark)
    .where('workspaceId', '=', tally.act.workspaceId)
    .where('id', '=', id)
    .execute()
}

/** Writes from which session one was let in. */
export async function putRoot(
  tally: Tally<'audit.self.view'>,
  sessionId: string,
  rootId: string,
): Promise<void> {
  await on(tally.tx)
    .updateTable('session')
    .set({ rootId })
    .where('workspaceId', '=', tally.act.workspaceId)
    .where('id', '=', sessionId)
    .execute()
}

/** What sessions are called by, whether they have ended or not. */
export async function devicesOf(
  db: Kysely<PlatformTables>,
  workspaceId: string,
  sessionIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (sessionIds.length === 0) return new Map()
  const rows = await on(db)
    .selectFrom('session')
    .select(['id', 'device'])
    .where('workspaceId', '=', workspaceId)
    .where('id', 'in', sessionIds)
    .execute()
  return new Map(rows.map(({ id, device }) => [id, device]))
}

/** Takes away QR codes whose time is long over: they hold an address. For a timer. */
export async function sweepLinks(pool: pg.Pool): Promise<void> {
  await over(pool)
    .deleteFrom('signInLink')
    .where('until', '<', sql<Date>`now() - interval '10 minutes'`)
    .execute()
}
