import { liveGrants } from '@hufu/authority'
import type { PermissionKey } from '@hufu/authority'
import type { RevocationReason, RevocationWhat } from '@hufu/contract'
import { assert, newId } from '@hufu/kit'
import { publish, record } from '../../platform/act/index.ts'
import type { Act, Tally } from '../../platform/act/index.ts'
import type { KeptPath, TakenRight } from '../authority/index.ts'
import { refuseTooMany } from './brake.ts'
import { insertRevocation } from './store.ts'
import { headsOver, tellTaken } from './told.ts'
import { lostBetween, placesOf, vectorsOf } from './vectors.ts'
import type { RemainingPath } from './tables.ts'
import type { Vector } from './vectors.ts'

/** What may take something of a person, and so leaves a revocation. */
export type Taking = 'perm.revoke' | 'org.member.disable' | 'org.member.delete'

/** Where nodes hear that there is something to try. */
export const REVOCATION_TOPIC = 'revocation'
export const ROUND = 'revocation.round'

/** A round as the content feed carries it: to be tried once a node has this revision. */
export type Round = { readonly revocationId: string; readonly round: number; readonly revision: number }

/** Of whom something is taken, what, and why. */
export type About = {
  readonly memberId: string
  readonly what: RevocationWhat
  readonly reason: RevocationReason
  readonly because: string
  /** The grant that ends, where that is what takes the rights. */
  readonly grantId?: string
  /** Whom they name as their manager, where the caller has read it. */
  readonly managerId?: string | null
}

/** What somebody could do, noted before anything is taken; `keep` writes it down with what is left afterwards. */
export type Keeping = {
  /** What else is lost than what went one by one is read from before and after. */
  readonly keep: (tally: Tally<Taking>, how?: How) => Promise<string>
}

/** How rights went that were taken one by one. */
export type How = {
  readonly rights: readonly TakenRight[]
  /** Paths that go on giving one of them, on purpose. */
  readonly kept?: readonly KeptPath[]
  /** Until when what runs by them may finish. */
  readonly finishing?: Date
}
const whole: How = { rights: [] }

/** Notes what somebody can do now. To be called before anything is taken, in an act that is performed as a batch. */
export function beginKeeping(act: Act, about: About): Keeping {
  const { memberId, what, reason, because } = about
  const at = act.at.getTime()
  const places = placesOf(act.facts, memberId, at)
  const before = vectorsOf(act.facts, memberId, places, at)
  const heads = headsOver(act.facts, memberId)
  return {
    async keep(tally, how = whole) {
      await refuseTooMany(act, what, memberId)
      const after = vectorsOf(act.facts, memberId, places, at)
      const kept = how.kept ?? []
      const rights = rightsOf(about, how, before, after)
      const id = newId()
      const place = record(
        tally,
        {
          name: 'revocation.applied@1',
          data: { revocationId: id, memberId, what, reason, ...rulesOf(rights, kept) },
        },
        { sealed: { because }, about: [memberId], aside: true },
      )
      const revision = act.facts.revision + 1
      const remaining = what === 'rights' ? remainingOf(act, memberId, rights, kept) : []
      await insertRevocation(tally, {
        memberId,
        what,
        reason,
        because,
        id,
        revision,
        place,
        rights,
        remaining,
        before,
        after,
        finishing: how.finishing ?? null,
      })
      askNodes(tally, { revocationId: id, round: 1, revision })
      const above = { heads, managerId: about.managerId }
      await tellTaken(tally, { revocationId: id, memberId, what, reason, count: rights.length }, above)
      return id
    },
  }
}

/**
 * What was taken: the rights that went one by one, and every other that is nowhere held any more. Where rights are taken
 * whole, none of them is left anywhere; where one grant ends, others may still give the same.
 */
function rightsOf(
  { what, grantId }: About,
  { rights: direct, kept = [] }: How,
  before: readonly Vector[],
  after: readonly Vector[],
): readonly TakenRight[] {
  const named = new Set(direct.map(({ permission }) => permission))
  const staying = new Set(kept.map(({ permission }) => permission))
  const isGone = (key: PermissionKey): boolean => !named.has(key) || staying.has(key)
  assert(
    what !== 'rights' || after.every(({ permissions }) => permissions.every(isGone)),
    'what is taken is gone in the facts of the act itself',
  )
  const others = new Set(lostBetween(before, after).map(({ permission }) => permission))
  for (const permission of named) others.delete(permission)
  const ended = grantId === undefined ? [] : [grantId]
  return [...direct, ...[...others].map((permission) => ({ permission, ended, left: [], restricted: null }))]
}

/** What still gives one of the rights: stopped by the restriction, or kept on purpose. */
const remainingOf = (
  act: Act,
  memberId: string,
  rights: readonly TakenRight[],
  kept: readonly KeptPath[],
): readonly RemainingPath[] => [
  ...rights
    .filter(({ restricted }) => restricted !== null)
    .flatMap(({ permission }) =>
      liveGrants(act.facts, memberId, permission, act.at.getTime()).map((grantId) => ({
        permission,
        grantId,
        because: null,
      })),
    ),
  ...kept,
]

/** What the ledger says of the rights: which grants ended, which groups were left, which restrictions came, and what stays. */
const rulesOf = (rights: readonly TakenRight[], kept: readonly KeptPath[]) => {
  const left = rights.flatMap(({ permission, left: groups }) =>
    groups.map((groupId) => ({ groupId, permission })),
  )
  return {
    ended: rights.flatMap(({ permission, ended }) => ended.map((grantId) => ({ grantId, permission }))),
    restricted: rights.flatMap(({ permission, restricted }) =>
      restricted === null ? [] : [{ restrictionId: restricted, permission }],
    ),
    ...(left.length === 0 ? {} : { left }),
    ...(kept.length === 0 ? {} : { kept: kept.map(({ grantId, permission }) => ({ grantId, permission })) }),
  }
}

/** Asks every node to try, in the transaction of what they are to try. */
export function askNodes(tally: Tally<Taking | 'perm.verify'>, round: Round): void {
  publish(tally, { topic: `${REVOCATION_TOPIC}:${round.revocationId}`, kind: ROUND, data: round })
}
