import type { Fate, HandedKind, OfferState } from '@hufu/contract'
import { sql } from 'kysely'
import type { Kysely, Selectable } from 'kysely'
import { actorText } from '../../platform/act/index.ts'
import type { Act } from '../../platform/act/index.ts'
import type { PlatformTables } from '../../platform/feed/index.ts'
import type { HeldItem, ItemFate, Passing, Where } from '../holdings/index.ts'
import type { HandoverTables } from './tables.ts'

type Db = Kysely<PlatformTables>
export const on = (db: Db) => db.$extendTables<HandoverTables>()

export type OfferRow = Selectable<HandoverTables['handover']>
export type ItemRow = Selectable<HandoverTables['handoverItem']>

export type NewOffer = Pick<
  OfferRow,
  'id' | 'kind' | 'occasion' | 'fromId' | 'toId' | 'state' | 'because' | 'until' | 'settledAt'
>

/** Writes an offer with its things. */
export async function insertOffer(
  tally: Passing,
  offer: NewOffer,
  items: readonly Pick<HeldItem, 'id' | 'name'>[],
): Promise<void> {
  const { workspaceId, actor } = tally.act
  await on(tally.tx)
    .insertInto('handover')
    .values({
      ...offer,
      workspaceId,
      madeBy: actorText(actor),
      madeAt: tally.at,
      answeredAt: null,
      answer: null,
      reversedAt: null,
      reversedBy: null,
    })
    .execute()
  await sql`
    insert into handover_item (workspace_id, handover_id, kind, item_id, name, open)
    select ${workspaceId}, ${offer.id}, ${offer.kind}, item_id, name, ${offer.state === 'offered'}
    from unnest(${items.map(({ id }) => id)}::uuid[], ${items.map(({ name }) => name)}::text[]) as given (item_id, name)`.execute(
    tally.tx,
  )
}

/** Reads an offer and keeps it from changing until the transaction ends. */
export async function lockOffer(act: Act, id: string): Promise<OfferRow | undefined> {
  return on(act.tx)
    .selectFrom('handover')
    .selectAll()
    .where('workspaceId', '=', act.workspaceId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
}

/** The offers that stand open over any of these things, locked in the order of their ids. */
export async function lockOpenOver(
  act: Act,
  kind: HandedKind,
  itemIds: readonly string[],
): Promise<readonly OfferRow[]> {
  const { rows } = await sql<{ id: string }>`
    select distinct handover_id as id from handover_item
    where workspace_id = ${act.workspaceId} and kind = ${kind} and open
      and item_id = any(${[...itemIds]}::uuid[])
    order by id`.execute(act.tx)
  const found: OfferRow[] = []
  for (const { id } of rows) {
    const row = await lockOffer(act, id)
    if (row !== undefined) found.push(row)
  }
  return found
}

export type Answer = {
  readonly state: OfferState
  readonly answeredAt?: Date
  readonly answer?: string
  readonly settledAt?: Date
}

/** Moves an offer on to its next state; its things are offered no more. */
export async function answerOffer(tally: Passing, id: string, answer: Answer): Promise<void> {
  await on(tally.tx)
    .updateTable('handover')
    .set(answer)
    .where('workspaceId', '=', tally.act.workspaceId)
    .where('id', '=', id)
    .execute()
  await on(tally.tx)
    .updateTable('handoverItem')
    .set({ open: false })
    .where('workspaceId', '=', tally.act.workspaceId)
    .where('handoverId', '=', id)
    .execute()
}

/** Marks an offer as given back. */
export async function markReversed(tally: Passing, id: string): Promise<void> {
  await on(tally.tx)
    .updateTable('handover')
    .set({ state: 'reversed', reversedAt: tally.at, reversedBy: actorText(tally.act.actor) })
    .where('workspaceId', '=', tally.act.workspaceId)
    .where('id', '=', id)
    .execute()
}

/** Notes what became of things. */
export async function keepFates(
  tally: Passing,
  offerId: string,
  fates: readonly (Omit<ItemFate, 'fate'> & { readonly fate: Fate })[],
): Promise<void> {
  await sql`
    update handover_item i set fate = given.fate, joined = given.joined
    from unnest(
      ${fates.map(({ id }) => id)}::uuid[], ${fates.map(({ fate }) => fate)}::text[],
      ${fates.map(({ joined }) => joined)}::boolean[]
    ) as given (id, fate, joined)
    where i.workspace_id = ${tally.act.workspaceId} and i.handover_id = ${offerId} and i.item_id = given.id`.execute(
    tally.tx,
  )
}

/** The things of an offer, by name. */
export async function itemsOf({ db, workspaceId }: Where, offerId: string): Promise<readonly ItemRow[]> {
  return on(db)
    .selectFrom('handoverItem')
    .selectAll()
    .where('workspaceId', '=', workspaceId)
    .where('handoverId', '=', offerId)
    .orderBy('name')
    .orderBy('itemId')
    .execute()
}

/** How many things of an offer had which fate; null for those nobody has answered for. */
export type FateRow = { readonly handoverId: string; readonly fate: Fate | null; readonly count: number }

/** What became of the things of these offers, counted. */
export async function fatesOf(
  { db, workspaceId }: Where,
  ids: readonly string[],
): Promise<readonly FateRow[]> {
  const { rows } = await sql<FateRow>`
    select handover_id, fate, count(*)::int as count from handover_item
    where workspace_id = ${workspaceId} and handover_id = any(${[...ids]}::uuid[])
    group by handover_id, fate`.execute(db)
  return rows
}

/** The first things of each of these offers, by name. */
export async function firstItems(
  { db, workspaceId }: Where,
  ids: readonly string[],
  each: number,
): Promise<readonly Pick<ItemRow, 'handoverId' | 'itemId' | 'name' | 'fate'>[]> {
  const { rows } = await sql<Pick<ItemRow, 'handoverId' | 'itemId' | 'name' | 'fate'>>`
    select i.handover_id, i.item_id, i.name, i.fate
    from unnest(${[...ids]}::uuid[]) as wanted (id) cross join lateral (
      select * from handover_item
      where workspace_id = ${workspaceId} and handover_id = wanted.id order by name, item_id limit ${each}
    ) i`.execute(db)
  return rows
}

/** Whose hand-overs are listed. */
export type OfferFilter = {
  readonly fromId?: string
  readonly toId?: string
  /** From or to this member. */
  readonly of?: string
  readonly before: string | null
  readonly limit: number
}

/** Hand-overs, newest first. */
export async function listOffers(
  { db, workspaceId }: Where,
  { fromId, toId, of, before, limit }: OfferFilter,
): Promise<readonly OfferRow[]> {
  let query = on(db).selectFrom('handover').selectAll().where('workspaceId', '=', workspaceId)
  if (fromId !== undefined) query = query.where('fromId', '=', fromId)
  if (toId !== undefined) query = query.where('toId', '=', toId)
  if (of !== undefined) query = query.where((row) => row.or([row('fromId', '=', of), row('toId', '=', of)]))
  if (before !== null) query = query.where('id', '<', before)
  return query.orderBy('id', 'desc').limit(limit).execute()
}

/** How many of somebody's open offers are over which things: ids that are offered now. */
export async function openItems(
  { db, workspaceId }: Where,
  fromId: string,
  at: Date,
): Promise<readonly { readonly kind: HandedKind; readonly itemId: string; readonly offerId: string }[]> {
  return on(db)
    .selectFrom('handoverItem as i')
    .innerJoin('handover as h', (join) =>
      join.onRef('h.workspaceId', '=', 'i.workspaceId').onRef('h.id', '=', 'i.handoverId'),
    )
    .select(['i.kind', 'i.itemId', 'h.id as offerId'])
    .where('i.workspaceId', '=', workspaceId)
    .where('i.open', '=', true)
    .where('h.fromId', '=', fromId)
    .where('h.until', '>', at)
    .execute()
}

/**
 * Whether somebody took over anything of a person's: from the person, or from whoever had it from them. What went back
 * does not count.
 */
export async function tookOver({ db, workspaceId }: Where, fromId: string, toId: string): Promise<boolean> {
  const { rows } = await sql<{ took: boolean }>`
    with recursive went (kind, item_id, holder) as (
      select i.kind, i.item_id, h.to_id from handover h
        join handover_item i on i.workspace_id = h.workspace_id and i.handover_id = h.id and i.fate = 'handed'
        where h.workspace_id = ${workspaceId} and h.from_id = ${fromId}
      union
      select i.kind, i.item_id, h.to_id from went
        join handover_item i on i.workspace_id = ${workspaceId} and i.kind = went.kind
          and i.item_id = went.item_id and i.fate = 'handed'
        join handover h on h.workspace_id = i.workspace_id and h.id = i.handover_id and h.from_id = went.holder
    ) select exists (select from went where holder = ${toId}) as took`.execute(db)
  return rows[0]?.took === true
}
