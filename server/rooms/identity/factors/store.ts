import { sql } from 'kysely'
import type { Kysely, Selectable } from 'kysely'
import type { Act, FactorKind, Tally } from '../../../platform/act/index.ts'
import type { PlatformTables } from '../../../platform/feed/index.ts'
import type { IdentityTables } from '../tables.ts'

const on = (db: Kysely<PlatformTables>) => db.$extendTables<IdentityTables>()

/** The permissions whose tally may change what somebody proves with: one's own, or by an administrator who resets it. */
export type Changing = Tally<'sec.self.manage'> | Tally<'sec.mfa.reset'>
export type TotpRow = Selectable<IdentityTables['totp']>
/** Whose, where. */
export type Whose = { readonly workspaceId: string; readonly memberId: string }

/** The factors of a member, and since when. */
export async function factorsOf(db: Kysely<PlatformTables>, { workspaceId, memberId }: Whose) {
  return db
    .selectFrom('factor')
    .select(['id', 'kind', 'since'])
    .where('workspaceId', '=', workspaceId)
    .where('memberId', '=', memberId)
    .orderBy('since')
    .execute()
}

/** Writes a factor. One of a kind that there is once takes the place of the one before. */
export async function insertFactor(
  { tx, act, at }: Tally<'sec.self.manage'>,
  { id, memberId, kind }: { readonly id: string; readonly memberId: string; readonly kind: FactorKind },
): Promise<void> {
  if (kind !== 'passkey')
    await tx
      .deleteFrom('factor')
      .where('workspaceId', '=', act.workspaceId)
      .where('memberId', '=', memberId)
      .where('kind', '=', kind)
      .execute()
  await tx
    .insertInto('factor')
    .values({ workspaceId: act.workspaceId, id, memberId, kind, since: at })
    .execute()
}

/** Takes a factor away, and with it what refers to it. False when there was none. */
export async function deleteFactor(
  { tx, act }: Tally<'sec.self.manage'>,
  memberId: string,
  id: string,
): Promise<boolean> {
  const gone = await tx
    .deleteFrom('factor')
    .where('workspaceId', '=', act.workspaceId)
    .where('memberId', '=', memberId)
    .where('id', '=', id)
    .executeTakeFirst()
  return gone.numDeletedRows > 0n
}

/** Takes every factor of a member away. */
export async function deleteFactors(
  { tx, act }: Tally<'sec.mfa.reset' | 'creator.transfer'>,
  memberId: string,
): Promise<void> {
  for (const table of ['factor', 'totp'] as const)
    await on(tx)
      .deleteFrom(table)
      .where('workspaceId', '=', act.workspaceId)
      .where('memberId', '=', memberId)
      .execute()
}

/** Keeps with a session that one more factor was proved in it. */
export async function addSessionMethod(
  { tx, act }: Tally<'sec.self.manage'>,
  sessionId: string,
  method: 'totp' | 'passkey',
): Promise<void> {
  await on(tx)
    .updateTable('session')
    .set({ methods: sql`array_append(methods, ${method}::text)` })
    .where('workspaceId', '=', act.workspaceId)
    .where('id', '=', sessionId)
    .where(sql<boolean>`not ${method}::text = any(methods)`)
    .execute()
}

/** The seeds of a member, counting or begun, newest first. They cannot change meanwhile. */
export async function lockTotps(act: Act, memberId: string): Promise<readonly TotpRow[]> {
  return on(act.tx)
    .selectFrom('totp')
    .selectAll()
    .where('workspaceId', '=', act.workspaceId)
    .where('memberId', '=', memberId)
    .orderBy('madeAt', 'desc')
    .forUpdate()
    .execute()
}

/** Keeps a seed that somebody has begun to set up, in place of others they had begun. */
export async function insertTotp(
  { tx, act, at }: Tally<'sec.self.manage'>,
  row: Omit<TotpRow, 'workspaceId' | 'madeAt' | 'lastStep'>,
): Promise<void> {
  const { workspaceId } = act
  await on(tx)
    .deleteFrom('totp')
    .where('workspaceId', '=', workspaceId)
    .where('memberId', '=', row.memberId)
    .where('id', 'not in', (one) =>
      one.selectFrom('factor').select('id').where('workspaceId', '=', workspaceId),
    )
    .execute()
  await on(tx)
    .insertInto('totp')
    .values({ ...row, workspaceId, madeAt: at, lastStep: null })
    .execute()
}

/** Takes the seeds of a member away, but for one. */
export async function deleteTotps(
  { tx, act }: Tally<'sec.self.manage'>,
  memberId: string,
  but: string | null,
): Promise<void> {
  let all = on(tx)
    .deleteFrom('totp')
    .where('workspaceId', '=', act.workspaceId)
    .where('memberId', '=', memberId)
  if (but !== null) all = all.where('id', '!=', but)
  await all.execute()
}

/** Moves a seed on to a step: false when that one, or a later one, was accepted before. */
export async function spendStep(
  { tx, act }: Tally<'audit.self.view' | 'sec.self.manage'>,
  id: string,
  step: number,
): Promise<boolean> {
  const moved = await on(tx)
    .updateTable('totp')
    .set({ lastStep: step })
    .where('workspaceId', '=', act.workspaceId)
    .where('id', '=', id)
    .where((eb) => eb.or([eb('lastStep', 'is', null), eb('lastStep', '<', step)]))
    .executeTakeFirst()
  return moved.numUpdatedRows > 0n
}

/** Writes the codes of a set. */
export async function insertRecoveryCodes(
  { tx, act }: Tally<'sec.self.manage'>,
  {
    factorId,
    memberId,
    hashes,
  }: { readonly factorId: string; readonly memberId: string; readonly hashes: readonly Buffer[] },
): Promise<void> {
  const own = { workspaceId: act.workspaceId, factorId, memberId, usedAt: null }
  await on(tx)
    .insertInto('recoveryCode')
    .values(hashes.map((hash) => ({ ...own, hash })))
    .execute()
}

/** Uses a code up: of many who bring the same, one does. False when it is none, or was used. */
export async function spendRecoveryCode(
  { tx, act, at }: Tally<'audit.self.view'>,
  memberId: string,
  hash: Buffer,
): Promise<boolean> {
  const used = await on(tx)
    .updateTable('recoveryCode')
    .set({ usedAt: at })
    .where('workspaceId', '=', act.workspaceId)
    .where('memberId', '=', memberId)
    .where('hash', '=', hash)
    .where('usedAt', 'is', null)
    .executeTakeFirst()
  return used.numUpdatedRows > 0n
}

/** How many codes of a member are left. */
export async function recoveryCodesLeft(
  db: Kysely<PlatformTables>,
  { workspaceId, memberId }: Whose,
): Promise<number> {
  const row = await on(db)
    .selectFrom('recoveryCode')
    .select((eb) => eb.fn.countAll<string>().as('left'))
    .where('workspaceId', '=', workspaceId)
    .where('memberId', '=', memberId)
    .where('usedAt', 'is', null)
    .executeTakeFirstOrThrow()
  return Number(row.left)
}

/** Since when a member has their password; null when they have none. */
export async function passwordSetAt(
  db: Kysely<PlatformTables>,
  { workspaceId, memberId }: Whose,
): Promise<Date | null> {
  const row = await on(db)
    .selectFrom('credential')
    .select('setAt')
    .where('workspaceId', '=', workspaceId)
    .where('memberId', '=', memberId)
    .executeTakeFirst()
  return row?.setAt ?? null
}

/** Which of some people have made a passkey. */
export async function holdersOfPasskeys(
  { db, workspaceId }: Pick<Whose, 'workspaceId'> & { readonly db: Kysely<PlatformTables> },
  memberIds: readonly string[],
): Promise<ReadonlySet<string>> {
  if (memberIds.length === 0) return new Set()
  const rows = await db
    .selectFrom('factor')
    .select('memberId')
    .where('workspaceId', '=', workspaceId)
    .where('kind', '=', 'passkey')
    .where('memberId', 'in', memberIds)
    .execute()
  return new Set(rows.map(({ memberId }) => memberId))
}
