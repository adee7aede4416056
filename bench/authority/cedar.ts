/**
 * The same company in Cedar, its own engine as WebAssembly: one policy set a member, parsed beforehand and kept inside,
 * and with each question the one entity it needs. Entities cannot be kept inside; they go in with every call.
 */
import type { Facts } from '@hufu/authority'
import { idOf } from './company.ts'
import { membersOf, peerHere, rulesOf } from './peers.ts'
import type { Peer, PeerQuestion, PeerRule } from './peers.ts'

type Uid = { readonly type: string; readonly id: string }
type Call = {
  readonly principal: Uid
  readonly action: Uid
  readonly resource: Uid
  readonly context: Readonly<Record<string, never>>
  readonly preparsedPolicySetId: string
  readonly entities: readonly {
    readonly uid: Uid
    readonly attrs: Readonly<Record<string, number>>
    readonly parents: readonly Uid[]
  }[]
}
type Answer = {
  readonly type: 'success' | 'failure'
  readonly response?: {
    readonly decision: 'allow' | 'deny'
    readonly diagnostics: { readonly errors: readonly unknown[] }
  }
}

/** What is used of Cedar; its own types are not there before the bench has installed it. */
type Cedar = {
  readonly preparsePolicySet: (
    id: string,
    policies: { readonly staticPolicies: string },
  ) => { readonly type: string }
  readonly statefulIsAuthorized: (call: Call) => Answer
}

const PER_TURN = 1 << 10

export async function cedarPeer(facts: Facts, questions: readonly PeerQuestion[]): Promise<Peer> {
  // The name is a variable because the type checker runs before the peer is installed.
  const peer = '@cedar-policy/cedar-wasm/nodejs'
  const cedar = (await import(peer)) as Cedar
  for (const member of membersOf(questions)) {
    const text = rulesOf(facts, idOf('member', member)).map(policyText).join('\n')
    const parsed = cedar.preparsePolicySet(idOf('member', member), { staticPolicies: text })
    if (parsed.type !== 'success') throw new Error(`Cedar does not take a policy: ${JSON.stringify(parsed)}`)
  }
  const calls = questions.map(callOf)
  return peerHere('cedar', calls.length, Math.min(PER_TURN, calls.length), (at) => {
    const call = calls[at]
    if (call === undefined) return false
    const { type, response } = cedar.statefulIsAuthorized(call)
    if (type !== 'success' || response === undefined || response.diagnostics.errors.length > 0)
      throw new Error('Cedar could not decide')
    return response.decision === 'allow'
  })
}

function policyText({ keys, places, below, allows }: PeerRule): string {
  const named = (type: string, ids: readonly string[]): string =>
    ids.map((id) => `${type}::"${id}"`).join(', ')
  const conditions = [
    ...(places === null ? [] : [`resource in [${named('Place', places)}]`]),
    ...(below === null ? [] : [`(!(resource is Member) || resource.rank < ${below})`]),
  ]
  const when = conditions.length === 0 ? '' : ` when { ${conditions.join(' && ')} }`
  return `${allows ? 'permit' : 'forbid'} (principal, action in [${named('Action', keys)}], resource)${when};`
}

const types = { member: 'Member', department: 'Department', external: 'External' }

function callOf({ member, key, target }: PeerQuestion): Call {
  const memberId = idOf('member', member)
  const resource = { type: types[target.kind], id: target.id }
  return {
    principal: { type: 'Member', id: memberId },
    action: { type: 'Action', id: key },
    resource,
    context: {},
    preparsedPolicySetId: memberId,
    entities: [
      {
        uid: resource,
        attrs: target.kind === 'member' ? { rank: target.rank } : {},
        parents: target.places.map((id) => ({ type: 'Place', id })),
      },
    ],
  }
}
