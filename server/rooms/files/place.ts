import type { Target } from '@hufu/authority'
import type { Kysely } from 'kysely'
import type { PlatformTables, Projection } from '../../platform/feed/index.ts'

/** Whatever shows what this node knows: an act, or a reading. */
export type Knower = { readonly projection: <S>(projection: Projection<S>) => S }

/**
 * What files need to know of the place they lie in. The room that owns the place decides who is in it; it comes later in
 * the house, so `main.ts` hands this over.
 */
export type Place = {
  /** Whether a member is in the place now. Synchronous: asked again at every chunk. */
  readonly isIn: (knower: Knower, conversationId: string, memberId: string) => boolean
  /** What came up to and including this number the member does not see; `null` when they are not in the place. */
  readonly seenFrom: (
    db: Kysely<PlatformTables>,
    where: { readonly workspaceId: string; readonly conversationId: string; readonly memberId: string },
  ) => Promise<number | null>
}

/** The place as a target of questions. */
export function targetOf(conversationId: string): Target {
  return { type: 'resource', kind: 'conversation', id: conversationId }
}
