import type { Facts } from '@hufu/authority'
import type { Kysely } from 'kysely'
import type { PoolClient } from 'pg'
import type { PlatformTables, Projection } from '../feed/index.ts'
import type { LedgerActor } from '../ledger/index.ts'

/** Who does something. Systems and operators have no tier and never count in a quorum. */
export type Actor =
  | { readonly type: 'member'; readonly memberId: string; readonly sessionId: string | null }
  | { readonly type: 'system'; readonly name: string }
  | { readonly type: 'operator' }

export type Channel = 'http' | 'socket' | 'cli' | 'job' | 'import' | 'setup'

/**
 * `authority`: may turn a yes into a no or a no into a yes; exclusive lock, a revision, the barrier.
 * `content`: messages, reads, sessions begun; number, fence, ask.
 */
export type Kind = 'authority' | 'content'

/** One command under way: the transaction, who, when, and what was known at its fence. */
export type Act = {
  readonly workspaceId: string
  readonly actor: Actor
  readonly kind: Kind
  /** The database's time of this transaction, to the millisecond: all nodes agree on it. */
  readonly at: Date
  /** When the decision took effect in the world, on imports and replays only. */
  readonly effectiveAt: Date | null
  readonly requestId: string
  readonly channel: Channel
  readonly tx: Kysely<PlatformTables>
  readonly client: PoolClient
  /** Brought to the fence of this transaction. In a batch they include what the batch itself has recorded so far. */
  readonly facts: Facts
  readonly projection: <S>(projection: Projection<S>) => S
}

/** `member:<id>`, `system:<name>` or `operator`: how rows and the feed name an actor. */
export function actorText(actor: Actor): string {
  if (actor.type === 'member') return `member:${actor.memberId}`
  return actor.type === 'system' ? `system:${actor.name}` : 'operator'
}

/** An actor as the ledger's leaf has it. */
export function ledgerActorOf(actor: Actor): LedgerActor {
  if (actor.type === 'member') return { type: 'member', id: actor.memberId }
  return actor.type === 'system' ? { type: 'system', name: actor.name } : { type: 'operator' }
}
