/** The same company in CASL: one warm ability a member, built from their rules, and targets ready to be asked. */
import type { Facts } from '@hufu/authority'
import { idOf } from './company.ts'
import { membersOf, peerHere, rulesOf } from './peers.ts'
import type { Peer, PeerQuestion, PeerRule, PeerTarget } from './peers.ts'

type RawRule = {
  readonly action: string | readonly string[]
  readonly subject: string | readonly string[]
  readonly conditions?: Readonly<Record<string, unknown>>
  readonly inverted?: boolean
}

/** What is used of CASL; its own types are not there before the bench has installed it. */
type Casl = {
  readonly createMongoAbility: (rules: readonly RawRule[]) => Ability
  readonly subject: (type: string, object: Record<string, unknown>) => object
}
type Ability = { readonly can: (action: string, subject: object) => boolean }

const PER_TURN = 1 << 14

/** Prepares everything that can be prepared before asking: abilities by member, targets by id. */
export async function caslPeer(facts: Facts, questions: readonly PeerQuestion[]): Promise<Peer> {
  // The name is a variable because the type checker runs before the peer is installed.
  const peer = '@casl/ability'
  const casl = (await import(peer)) as Casl
  const abilities = new Map(
    membersOf(questions).map((member) => [member, abilityOf(casl, facts, idOf('member', member))]),
  )
  const subjects = new Map<PeerTarget, object>()
  const prepared = questions.map(({ member, key, target }) => {
    const object = subjects.get(target) ?? casl.subject(target.kind, { ...target })
    subjects.set(target, object)
    return { ability: abilities.get(member), key, object }
  })
  return peerHere('casl', prepared.length, Math.min(PER_TURN, prepared.length), (at) => {
    const one = prepared[at]
    return one?.ability?.can(one.key, one.object) === true
  })
}

function abilityOf(casl: Casl, facts: Facts, memberId: string): Ability {
  // In CASL the last rule that fits decides, so what forbids comes last.
  return casl.createMongoAbility(rulesOf(facts, memberId).toReversed().flatMap(rawRules))
}

// One rule for all actions that share their conditions: CASL indexes rules by action and subject type itself.
function rawRules({ keys, places, below, allows }: PeerRule): readonly RawRule[] {
  const [only] = places ?? []
  const where =
    places === null ? {} : { places: only !== undefined && places.length === 1 ? only : { $in: places } }
  const rule = (
    subject: string | readonly string[],
    conditions: Readonly<Record<string, unknown>>,
  ): RawRule => ({
    action: keys,
    subject,
    ...(Object.keys(conditions).length === 0 ? {} : { conditions }),
    ...(allows ? {} : { inverted: true }),
  })
  return below === null
    ? [rule(['member', 'department', 'external'], where)]
    : [rule('member', { ...where, rank: { $lt: below } }), rule(['department', 'external'], where)]
}
