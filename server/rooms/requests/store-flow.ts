import type { Flow } from '@hufu/contract'
import { actorText } from '../../platform/act/index.ts'
import type { Act, Tally } from '../../platform/act/index.ts'
import { defaultFlow } from './flow.ts'
import { on } from './store.ts'
import type { Db, Whose } from './store.ts'

export type FlowSet = {
  readonly flow: Flow
  /** 0: as delivered. */
  readonly version: number
  readonly setBy: string | null
  readonly setAt: Date | null
}

/** How rights are asked for now. */
export async function readFlow(db: Db, workspaceId: string): Promise<FlowSet> {
  const row = await on(db)
    .selectFrom('requestFlow')
    .select(['flow', 'version', 'setBy', 'setAt'])
    .where('workspaceId', '=', workspaceId)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row ?? { flow: defaultFlow, version: 0, setBy: null, setAt: null }
}

/** Writes a flow as the newest. */
export async function insertFlow(
  tally: Tally<'request.flow.manage'>,
  set: { readonly flow: Flow; readonly version: number; readonly because: string },
): Promise<void> {
  await on(tally.tx)
    .insertInto('requestFlow')
    .values({
      workspaceId: tally.act.workspaceId,
      version: set.version,
      flow: JSON.stringify(set.flow),
      setBy: actorText(tally.act.actor),
      setAt: tally.at,
      because: set.because,
    })
    .execute()
}

export type DeputyRow = {
  readonly id: string
  readonly memberId: string
  readonly deputyId: string
  readonly fromAt: Date
  readonly untilAt: Date
  readonly because: string
}

const deputies = (db: Db, workspaceId: string) =>
  on(db)
    .selectFrom('deputy')
    .select(['id', 'memberId', 'deputyId', 'fromAt', 'untilAt', 'because'])
    .where('workspaceId', '=', workspaceId)
    .where('endedAt', 'is', null)

/** Who stands in for whom, of one person on either side; those that are over are left out after a month. */
export async function deputiesAround(
  db: Db,
  workspaceId: string,
  memberId: string,
  since: Date,
): Promise<readonly DeputyRow[]> {
  return deputies(db, workspaceId)
    .where((where) => where.or([where('memberId', '=', memberId), where('deputyId', '=', memberId)]))
    .where('untilAt', '>', since)
    .orderBy('fromAt', 'desc')
    .execute()
}

/** In whose stead somebody may decide at an instant. INVARIANT Q11: theirs alone, not that of those whom they in turn stand in for. */
export async function standsInFor(
  db: Db,
  workspaceId: string,
  deputyId: string,
  at: Date,
): Promise<readonly string[]> {
  const rows = await deputies(db, workspaceId)
    .where('deputyId', '=', deputyId)
    .where('fromAt', '<=', at)
    .where('untilAt', '>', at)
    .execute()
  return [...new Set(rows.map(({ memberId }) => memberId))]
}

/** Who may decide in the stead of some people at an instant. */
export async function deputiesOf(
  db: Db,
  workspaceId: string,
  memberIds: readonly string[],
  at: Date,
): Promise<readonly string[]> {
  if (memberIds.length === 0) return []
  const rows = await deputies(db, workspaceId)
    .where('memberId', 'in', [...memberIds])
    .where('fromAt', '<=', at)
    .where('untilAt', '>', at)
    .execute()
  return [...new Set(rows.map(({ deputyId }) => deputyId))]
}

/** Has somebody decide in one's stead for a time. */
export async function insertDeputy(tally: Tally<'request.answer'>, deputy: DeputyRow): Promise<void> {
  await on(tally.tx)
    .insertInto('deputy')
    .values({ workspaceId: tally.act.workspaceId, madeAt: tally.at, endedAt: null, ...deputy })
    .execute()
}

/** A standing-in, kept from changing until the transaction ends. */
export async function lockDeputy(act: Act, id: string): Promise<DeputyRow | undefined> {
  return deputies(act.tx, act.workspaceId).where('id', '=', id).forUpdate().executeTakeFirst()
}

/** Ends it. */
export async function endDeputyRow(tally: Tally<'request.answer'>, { id }: Pick<Whose, 'id'>): Promise<void> {
  await on(tally.tx)
    .updateTable('deputy')
    .set({ endedAt: tally.at })
    .where('workspaceId', '=', tally.act.workspaceId)
    .where('id', '=', id)
    .execute()
}
