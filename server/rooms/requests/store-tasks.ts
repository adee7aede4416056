import { sql } from 'kysely'
import type { Selectable } from 'kysely'
import { on } from './store.ts'
import type { Db, RequestRow, RequestTally } from './store.ts'
import type { RequestTables, TaskState, TaskVia } from './tables.ts'

export type TaskRow = Selectable<RequestTables['requestTask']>

/** Everybody who was asked in some requests, in the order they were. */
export async function tasksOf(
  db: Db,
  workspaceId: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, readonly TaskRow[]>> {
  if (ids.length === 0) return new Map()
  const rows = await on(db)
    .selectFrom('requestTask')
    .selectAll()
    .where('workspaceId', '=', workspaceId)
    .where('requestId', '=', sql<string>`any(${[...ids]}::uuid[])`)
    .orderBy('round')
    .orderBy('stage')
    .orderBy('since')
    .orderBy('memberId')
    .execute()
  return Map.groupBy(rows, ({ requestId }) => requestId)
}

type Place = Pick<RequestRow, 'id' | 'round' | 'stage'>

/** Asks people in the stage where a request stands; whoever is asked there already stays as they are. */
export async function insertTasks(
  tally: RequestTally,
  { id, round, stage }: Place,
  asked: readonly { readonly memberId: string; readonly via: TaskVia }[],
  hop: number,
): Promise<void> {
  if (asked.length === 0) return
  await on(tally.tx)
    .insertInto('requestTask')
    .values(
      asked.map(({ memberId, via }) => ({
        workspaceId: tally.act.workspaceId,
        requestId: id,
        round,
        stage,
        memberId,
        via,
        state: 'open' as const,
        hop,
        since: tally.at,
        missedAt: null,
        decidedBy: null,
        decidedAt: null,
        termsHash: null,
        because: null,
        alone: false,
      })),
    )
    .onConflict((conflict) =>
      conflict
        .columns(['workspaceId', 'requestId', 'round', 'stage', 'memberId'])
        .doUpdateSet({ state: 'open', via: (set) => set.ref('excluded.via') })
        .where('requestTask.state', '=', 'gone'),
    )
    .execute()
}

export type TaskDecision = {
  readonly state: 'approved' | 'rejected'
  readonly decidedBy: string
  readonly termsHash: string
  readonly because: string
  readonly alone: boolean
}

/**
 * Notes what was decided in the row of whoever was asked; where that ends the stage, nobody else is asked any more. One
 * statement for both: a decision holds up everybody else's for as long as it takes.
 */
export async function decideTask(
  tally: RequestTally,
  { id, round, stage }: Place,
  memberId: string,
  { endsStage, ...decision }: TaskDecision & { readonly endsStage: boolean },
): Promise<void> {
  const { workspaceId } = tally.act
  await on(tally.tx)
    .with('closed', (rows) =>
      rows
        .updateTable('requestTask')
        .set({ state: 'closed' })
        .where('workspaceId', '=', workspaceId)
        .where('requestId', '=', id)
        .where('state', '=', 'open')
        .where('memberId', '<>', memberId)
        .where(sql<boolean>`${endsStage}`)
        .returning('memberId'),
    )
    .updateTable('requestTask')
    .set({ ...decision, decidedAt: tally.at })
    .where('workspaceId', '=', workspaceId)
    .where('requestId', '=', id)
    .where('round', '=', round)
    .where('stage', '=', stage)
    .where('memberId', '=', memberId)
    .execute()
}

/** Nobody is asked any more in a request; `gone` those who could not decide any longer. */
export async function closeTasks(
  tally: RequestTally,
  requestId: string,
  state: Extract<TaskState, 'closed' | 'gone'>,
  memberIds?: readonly string[],
): Promise<void> {
  let query = on(tally.tx)
    .updateTable('requestTask')
    .set({ state })
    .where('workspaceId', '=', tally.act.workspaceId)
    .where('requestId', '=', requestId)
    .where('state', '=', 'open')
  if (memberIds !== undefined)
    query = query.where('memberId', '=', sql<string>`any(${[...memberIds]}::uuid[])`)
  await query.execute()
}

/** Whoever has it now had it too long: it goes on to others, or time has run out. */
export async function missTasks(tally: RequestTally, { id, round, stage }: Place): Promise<void> {
  await on(tally.tx)
    .updateTable('requestTask')
    .set({ missedAt: tally.at })
    .where('workspaceId', '=', tally.act.workspaceId)
    .where('requestId', '=', id)
    .where('round', '=', round)
    .where('stage', '=', stage)
    .where('state', '=', 'open')
    .where('missedAt', 'is', null)
    .execute()
}
