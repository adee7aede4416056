/**
 * The same company in casbin: one enforcer a member, which holds that member's policies only, asked by `enforceSync`, its
 * quickest way. Policies stand in the order in which the first that fits decides, so that it may stop there.
 */
import type { Facts } from '@hufu/authority'
import { idOf } from './company.ts'
import { membersOf, peerHere, rulesOf } from './peers.ts'
import type { Peer, PeerQuestion, PeerRule, PeerTarget } from './peers.ts'

/** What is used of casbin; its own types are not there before the bench has installed it. */
type Casbin = {
  readonly newEnforcer: (model: unknown) => Promise<Enforcer>
  readonly newModelFromString: (text: string) => unknown
}
type Enforcer = {
  readonly enforceSync: (...given: readonly unknown[]) => boolean
  readonly addPolicies: (policies: readonly (readonly string[])[]) => Promise<boolean>
  readonly addFunction: (name: string, work: (...given: readonly unknown[]) => unknown) => Promise<void>
}

const PER_TURN = 1 << 12

const model = `
[request_definition]
r = act, obj
[policy_definition]
p = acts, where, eft
[policy_effect]
e = priority(p.eft) || deny
[matchers]
m = lists(p.acts, r.act) && covers(p.where, r.obj)
`

export async function casbinPeer(facts: Facts, questions: readonly PeerQuestion[]): Promise<Peer> {
  // The name is a variable because the type checker runs before the peer is installed.
  const peer = 'casbin'
  const casbin = (await import(peer)) as Casbin
  const enforcers = new Map<number, Enforcer>()
  for (const member of membersOf(questions))
    enforcers.set(member, await enforcerOf(casbin, rulesOf(facts, idOf('member', member))))
  const prepared = questions.map(({ member, key, target }) => ({
    enforcer: enforcers.get(member),
    key,
    target,
  }))
  return peerHere('casbin', prepared.length, Math.min(PER_TURN, prepared.length), (at) => {
    const one = prepared[at]
    return one?.enforcer?.enforceSync(one.key, one.target) === true
  })
}

// Policies are texts: each names its rule by number, and functions of the model look into the rule itself.
async function enforcerOf(casbin: Casbin, rules: readonly PeerRule[]): Promise<Enforcer> {
  const enforcer = await casbin.newEnforcer(casbin.newModelFromString(model))
  const known = new Map(
    rules.map(({ keys, places, below }, at) => [
      String(at),
      { keys: new Set<unknown>(keys), places: places === null ? null : new Set(places), below },
    ]),
  )
  await enforcer.addFunction('lists', (rule, key) => known.get(String(rule))?.keys.has(key) === true)
  await enforcer.addFunction('covers', (rule, given) => {
    const one = known.get(String(rule))
    // The second value of every question is a target.
    const target = given as PeerTarget
    if (one === undefined || (one.below !== null && target.kind === 'member' && target.rank >= one.below))
      return false
    return one.places === null || target.places.some((place) => one.places?.has(place))
  })
  if (rules.length > 0)
    await enforcer.addPolicies(
      rules.map(({ allows }, at) => [String(at), String(at), allows ? 'allow' : 'deny']),
    )
  return enforcer
}
