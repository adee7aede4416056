import { liveGrants } from '@hufu/authority'
import type { RevocationReason, RevocationWhat } from '@hufu/contract'
import { assert, newId } from '@hufu/kit'
import { permit, publish, record } from '../../platform/act/index.ts'
import type { Act, Tally } from '../../platform/act/index.ts'
import { authorityCommands } from '../authority/index.ts'
import type { TakenRight } from '../authority/index.ts'
import { refuseTooMany } from './brake.ts'
import { insertRevocation } from './store.ts'
import { headsOver, tellTaken } from './told.ts'
import { lostBetween, placesOf, vectorsOf } from './vectors.ts'
import type { Vector } from './vectors.ts'

export type TakeInput = {
  readonly memberId: string
  readonly permissions: 'all' | readonly string[]
  readonly reason: RevocationReason
  readonly because: string
}
export type Taken = {
  readonly id: string
  readonly ended: readonly string[]
  readonly restricted: readonly string[]
}

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
}

/**
 * Takes rights of a person back, keeps what they could do before and after, and asks every node to try. To be performed as
 * a batch: what they can do afterwards is read from the facts as this very act leaves them.
 */
export async function takeAndKeep(
  act: Act,
  input: TakeInput,
  also?: (tally: Tally<Taking>, revocationId: string) => Promise<void>,
): Promise<Taken> {
  const { memberId, reason, because } = input
  const keeping = beginKeeping(act, { memberId, what: 'rights', reason, because })
  const { ended, restricted, rights } = await authorityCommands['members.revoke'](act, input)
  const revoking = permit(act, 'perm.revoke', { type: 'member', id: memberId })
  const id = await keeping.keep(revoking, rights)
  await also?.(revoking, id)
  return { id, ended, restricted }
}

/** What somebody could do, noted before anything is taken; `keep` writes it down with what is left afterwards. */
export type Keeping = {
  /** `direct`: how rights went that were taken one by one. What else is lost is read from before and after. */
  readonly keep: (tally: Tally<Taking>, direct: readonly TakenRight[]) => Promise<string>
}

/** Notes what somebody can do now. To be called before anything is taken, in an act that is performed as a batch. */
export function beginKeeping(act: Act, about: About): Keeping {
  const { memberId, what, reason, because } = about
  const at = act.at.getTime()
  const places = placesOf(act.facts, memberId, at)
  const before = vectorsOf(act.facts, memberId, places, at)
  const heads = headsOver(act.facts, memberId)
  return {
    async keep(tally, direct) {
      await refuseTooMany(act, what, memberId)
      const after = vectorsOf(act.facts, memberId, places, at)
      const rights = rightsOf(about, direct, before, after)
      const id = newId()
      const place = record(
        tally,
        {
          name: 'revocation.applied@1',
          data: { revocationId: id, memberId, what, reason, ...rulesOf(rights) },
        },
        { sealed: { because }, about: [memberId], aside: true },
      )
      const revision = act.facts.revision + 1
      const remaining = what === 'rights' ? remainingOf(act, memberId, rights) : []
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
      })
      askNodes(tally, { revocationId: id, round: 1, revision })
      await tellTaken(tally, { revocationId: id, memberId, what, reason, count: rights.length }, heads)
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
  direct: readonly TakenRight[],
  before: readonly Vector[],
  after: readonly Vector[],
): readonly TakenRight[] {
  const named = new Set(direct.map(({ permission }) => permission))
  assert(
    what !== 'rights' || after.every(({ permissions }) => permissions.every((key) => !named.has(key))),
    'what is taken is gone in the facts of the act itself',
  )
  const others = new Set(lostBetween(before, after).map(({ permission }) => permission))
  for (const permission of named) others.delete(permission)
  const ended = grantId === undefined ? [] : [grantId]
  return [...direct, ...[...others].map((permission) => ({ permission, ended, restricted: null }))]
}

const remainingOf = (act: Act, memberId: string, rights: readonly TakenRight[]) =>
  rights.flatMap(({ permission }) =>
    liveGrants(act.facts, memberId, permission, act.at.getTime()).map((grantId) => ({ permission, grantId })),
  )

/** What the ledger says of the rights: which grants ended and which restrictions came. */
const rulesOf = (rights: readonly TakenRight[]) => ({
  ended: rights.flatMap(({ permission, ended }) => ended.map((grantId) => ({ grantId, permission }))),
  restricted: rights.flatMap(({ permission, restricted }) =>
    restricted === null ? [] : [{ restrictionId: restricted, permission }],
  ),
})

/** Asks every node to try, in the transaction of what they are to try. */
export function askNodes(tally: Tally<Taking | 'perm.verify'>, round: Round): void {
  publish(tally, { topic: `${REVOCATION_TOPIC}:${round.revocationId}`, kind: ROUND, data: round })
}
