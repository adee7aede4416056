import { liveGrants } from '@hufu/authority'
import type { RevocationReason } from '@hufu/contract'
import { assert, newId } from '@hufu/kit'
import { permit, publish, record } from '../../platform/act/index.ts'
import type { Act, Tally } from '../../platform/act/index.ts'
import { authorityCommands } from '../authority/index.ts'
import type { TakenRight } from '../authority/index.ts'
import { insertRevocation } from './store.ts'
import { placesOf, vectorsOf } from './vectors.ts'

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

/** Where nodes hear that there is something to try. */
export const REVOCATION_TOPIC = 'revocation'
export const ROUND = 'revocation.round'

/** A round as the content feed carries it: to be tried once a node has this revision. */
export type Round = { readonly revocationId: string; readonly round: number; readonly revision: number }

/**
 * Takes rights of a person back, keeps what they could do before and after, and asks every node to try. To be performed as
 * a batch: what they can do afterwards is read from the facts as this very act leaves them.
 */
export async function takeAndKeep(act: Act, input: TakeInput): Promise<Taken> {
  const { memberId, reason, because } = input
  const at = act.at.getTime()
  const places = placesOf(act.facts, memberId, at)
  const before = vectorsOf(act.facts, memberId, places, at)
  const { ended, restricted, rights } = await authorityCommands['members.revoke'](act, input)
  const revoking = permit(act, 'perm.revoke', { type: 'member', id: memberId })
  const after = vectorsOf(act.facts, memberId, places, at)
  assert(
    after.every(({ permissions }) => rights.every(({ permission }) => !permissions.includes(permission))),
    'what is taken is gone in the facts of the act itself',
  )
  const id = newId()
  const revision = act.facts.revision + 1
  const remaining = rights.flatMap(({ permission }) =>
    liveGrants(act.facts, memberId, permission, at).map((grantId) => ({ permission, grantId })),
  )
  const place = record(
    revoking,
    { name: 'revocation.applied@1', data: { revocationId: id, memberId, reason, ...rulesOf(rights) } },
    { sealed: { because }, about: [memberId] },
  )
  const kept = { id, memberId, reason, because, revision, place, rights, remaining, before, after }
  await insertRevocation(revoking, kept)
  askNodes(revoking, { revocationId: id, round: 1, revision })
  return { id, ended, restricted }
}

/** What the ledger says of the rights: which grants ended and which restrictions came. */
const rulesOf = (rights: readonly TakenRight[]) => ({
  ended: rights.flatMap(({ permission, ended }) => ended.map((grantId) => ({ grantId, permission }))),
  restricted: rights.flatMap(({ permission, restricted }) =>
    restricted === null ? [] : [{ restrictionId: restricted, permission }],
  ),
})

/** Asks every node to try, in the transaction of what they are to try. */
export function askNodes(tally: Tally<'perm.revoke' | 'perm.verify'>, round: Round): void {
  publish(tally, { topic: `${REVOCATION_TOPIC}:${round.revocationId}`, kind: ROUND, data: round })
}
