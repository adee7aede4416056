import type { HandedKind, HoldingKind } from '@hufu/contract'
import type { Json } from '@hufu/kit'
import type { Kysely } from 'kysely'
import type { Tally } from '../../platform/act/index.ts'
import type { PlatformTables } from '../../platform/feed/index.ts'

/** Where holdings are looked up: a pool, or an act's own transaction. */
export type Where = { readonly db: Kysely<PlatformTables>; readonly workspaceId: string }

/** One thing that somebody holds. */
export type HeldItem = {
  readonly id: string
  /** What people call it; empty where it has no name of its own. */
  readonly name: string
  /** True when it would have no owner, were the person gone. */
  readonly sole: boolean
  /** What else a backup keeps of it. */
  readonly detail: Readonly<Record<string, Json>>
}

/**
 * The permissions under which a thing goes over: who gives it on, who takes it over or gives it back (whoever asked them
 * to is judged by then), and who sees somebody off.
 */
export type Passing = Tally<
  'handover.run' | 'handover.inservice' | 'audit.self.view' | 'perm.revoke' | 'org.member.delete'
>

export type HandOver = {
  readonly ids: readonly string[]
  readonly from: string
  readonly to: string
  /** Things whose giver does not stay in them: what was joined by a hand-over is left when it is reversed. */
  readonly leaving?: ReadonlySet<string>
}

/** What became of one thing: `gone` was not the giver's any more, `stays` cannot go to this receiver. */
export type ItemFate = {
  readonly id: string
  readonly fate: 'handed' | 'gone' | 'stays'
  /** True when the receiver came in by it. */
  readonly joined: boolean
}

/** What each of several members holds of one kind; whoever holds nothing of it is missing. */
export type HeldByEach = ReadonlyMap<string, readonly HeldItem[]>

type Held = {
  /** Everything of this kind that these members hold, of each by name: one statement, however many they are. */
  readonly heldBy: (where: Where, memberIds: readonly string[]) => Promise<HeldByEach>
}

/** What goes to a successor who accepts it. */
export type Transferable = Held & {
  readonly kind: HandedKind
  readonly goes: 'successor'
  /** Hands things over, each with an entry of its own in the ledger. What cannot go is told, not refused. */
  readonly handOver: (tally: Passing, given: HandOver) => Promise<readonly ItemFate[]>
  /** How many things of this kind these members hold together; of everybody, when none are named. */
  readonly countOf: (where: Where, memberIds?: readonly string[]) => Promise<number>
}

/**
 * What no successor accepts: `administrator` because taking it would be giving oneself rights, so it takes an act of its
 * own such as appointing; `ends` because it ends with the person.
 */
export type EndingHolding = Held & {
  readonly kind: Exclude<HoldingKind, HandedKind>
  readonly goes: 'administrator' | 'ends'
}

export type Holding = Transferable | EndingHolding

/** What one member holds of a kind. */
export const heldByOne = async (
  { heldBy }: Pick<Holding, 'heldBy'>,
  where: Where,
  memberId: string,
): Promise<readonly HeldItem[]> => (await heldBy(where, [memberId])).get(memberId) ?? []

/** Rows of several holders as the things of each, in the order of the rows. */
export function byHolder<R extends { readonly holderId: string | null }>(
  rows: readonly R[],
  itemOf: (row: R) => HeldItem,
): HeldByEach {
  const held = new Map<string, HeldItem[]>()
  for (const row of rows) {
    if (row.holderId === null) continue
    const items = held.get(row.holderId) ?? []
    items.push(itemOf(row))
    held.set(row.holderId, items)
  }
  return held
}

/** How many things of every transferable kind these members hold together. */
export async function totalIn(
  where: Where,
  holdings: readonly Transferable[],
  memberIds?: readonly string[],
): Promise<ReadonlyMap<HandedKind, number>> {
  const counts = new Map<HandedKind, number>()
  for (const { kind, countOf } of holdings) counts.set(kind, await countOf(where, memberIds))
  return counts
}
