import { sql } from 'kysely'
import type { Kysely, Selectable } from 'kysely'
import type { Act, Proved, Tally } from '../../platform/act/index.ts'
import type { PlatformTables } from '../../platform/feed/index.ts'
import type { Where } from '../holdings/index.ts'
import type { Evidence } from './evidence.ts'
import type { ClaimTables } from './tables.ts'

type Db = Kysely<PlatformTables>
export const on = (db: Db) => db.$extendTables<ClaimTables>()

export type ClaimRow = Selectable<ClaimTables['claim']>
export type EvidenceRow = Omit<Selectable<ClaimTables['claimEvidence']>, 'content'> & {
  readonly bytes: number | null
}
export type VoteRow = Selectable<ClaimTables['claimVote']>

/** What may change a claim: a vote, minding its clocks, the successor's own yes, the creator's own no, the seat itself. */
export type ClaimTally = Tally<'creator.recovery.vote' | 'sec.self.manage' | 'creator.transfer'>

const open = ['gathering', 'challenge'] as const

/** Writes a claim with what was put forward. Of two at once, one gets in. */
export async function insertClaim(
  tally: Tally<'creator.recovery.vote'>,
  claim: Pick<
    ClaimRow,
    'id' | 'byId' | 'creatorId' | 'successorId' | 'because' | 'hash' | 'signs' | 'lapseAt' | 'days'
  >,
  evidence: readonly Evidence[],
): Promise<void> {
  const { workspaceId } = tally.act
  await on(tally.tx)
    .insertInto('claim')
    .values({
      ...claim,
      workspaceId,
      state: 'gathering',
      madeAt: tally.at,
      acceptedAt: null,
      acceptedBy: null,
      challengeSince: null,
      told: 0,
      tellAt: null,
      dueAt: null,
      endedAt: null,
    })
    .execute()
  const rows = evidence.map(({ words, file }, place) => ({
    workspaceId,
    claimId: claim.id,
    place,
    words,
    fileName: file?.name ?? null,
    fileType: file?.type ?? null,
    sha256: file?.sha256 ?? null,
    content: file?.content ?? null,
  }))
  await on(tally.tx).insertInto('claimEvidence').values(rows).execute()
}

/** Reads a claim and keeps it from changing until the transaction ends. */
export async function lockClaim(act: Act, id: string): Promise<ClaimRow | undefined> {
  return on(act.tx)
    .selectFrom('claim')
    .selectAll()
    .where('workspaceId', '=', act.workspaceId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
}

/** The open claim of the company. */
export async function openClaim({ db, workspaceId }: Where): Promise<ClaimRow | undefined> {
  return on(db)
    .selectFrom('claim')
    .selectAll()
    .where('workspaceId', '=', workspaceId)
    .where('state', 'in', open)
    .executeTakeFirst()
}

/** The open claims of all companies, and what time it is for the database. */
export async function openClaims(db: Db): Promise<readonly (ClaimRow & { readonly now: Date })[]> {
  return on(db)
    .selectFrom('claim')
    .selectAll()
    .select(sql<Date>`now()`.as('now'))
    .where('state', 'in', open)
    .execute()
}

export async function findClaim({ db, workspaceId }: Where, id: string): Promise<ClaimRow | undefined> {
  return on(db)
    .selectFrom('claim')
    .selectAll()
    .where('workspaceId', '=', workspaceId)
    .where('id', '=', id)
    .executeTakeFirst()
}

/** The newest claims of the company. */
export async function claimsOf({ db, workspaceId }: Where, limit: number): Promise<readonly ClaimRow[]> {
  return on(db)
    .selectFrom('claim')
    .selectAll()
    .where('workspaceId', '=', workspaceId)
    .orderBy('madeAt', 'desc')
    .limit(limit)
    .execute()
}

type Changes = Partial<
  Pick<
    ClaimRow,
    'state' | 'acceptedAt' | 'challengeSince' | 'days' | 'told' | 'tellAt' | 'dueAt' | 'lapseAt' | 'endedAt'
  >
> & { readonly acceptedBy?: string }

/** Moves a claim on. */
export async function setClaim(tally: ClaimTally, id: string, changes: Changes): Promise<void> {
  await on(tally.tx)
    .updateTable('claim')
    .set(changes)
    .where('workspaceId', '=', tally.act.workspaceId)
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
}

/** Keeps a vote with what it was proved by. False when that member has voted before. */
export async function insertVote(
  tally: Tally<'creator.recovery.vote'>,
  vote: { readonly claimId: string; readonly memberId: string; readonly proof: Proved },
): Promise<boolean> {
  const done = await on(tally.tx)
    .insertInto('claimVote')
    .values({
      ...vote,
      workspaceId: tally.act.workspaceId,
      at: tally.at,
      proof: JSON.stringify(vote.proof),
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return done.numInsertedOrUpdatedRows === 1n
}

/** The votes of claims, oldest first. */
export async function votesOf(
  { db, workspaceId }: Where,
  claimIds: readonly string[],
): Promise<readonly VoteRow[]> {
  if (claimIds.length === 0) return []
  return on(db)
    .selectFrom('claimVote')
    .selectAll()
    .where('workspaceId', '=', workspaceId)
    .where('claimId', 'in', claimIds)
    .orderBy('at')
    .orderBy('memberId')
    .execute()
}

/** What was put forward with claims, without the bytes. */
export async function evidenceOf(
  { db, workspaceId }: Where,
  claimIds: readonly string[],
): Promise<readonly EvidenceRow[]> {
  if (claimIds.length === 0) return []
  return on(db)
    .selectFrom('claimEvidence')
    .select(['workspaceId', 'claimId', 'place', 'words', 'fileName', 'fileType', 'sha256'])
    .select(sql<number | null>`length(content)`.as('bytes'))
    .where('workspaceId', '=', workspaceId)
    .where('claimId', 'in', claimIds)
    .orderBy('place')
    .execute()
}

/** The bytes of one file put forward; undefined where there is none. */
export async function evidenceFile(
  { db, workspaceId }: Where,
  { claimId, place }: { readonly claimId: string; readonly place: number },
): Promise<{ readonly name: string; readonly type: string; readonly content: Buffer } | undefined> {
  const row = await on(db)
    .selectFrom('claimEvidence')
    .select(['fileName', 'fileType', 'content'])
    .where('workspaceId', '=', workspaceId)
    .where('claimId', '=', claimId)
    .where('place', '=', place)
    .executeTakeFirst()
  if (row === undefined || row.fileName === null || row.fileType === null || row.content === null)
    return undefined
  return { name: row.fileName, type: row.fileType, content: row.content }
}
