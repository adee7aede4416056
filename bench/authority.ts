/**
 * Decisions in a company of 100,000 members and 5,000 departments: how many a second on one core, how many times the best
 * of the peers on the same questions, what else the facts are asked and told, and a million members from their database.
 */
import { check } from '@hufu/authority'
import type { Facts } from '@hufu/authority'
import { askAll, load, pack } from './authority/asking.ts'
import { casbinPeer } from './authority/casbin.ts'
import { caslPeer } from './authority/casl.ts'
import { cedarPeer } from './authority/cedar.ts'
import { cerbosPeer, hasCerbos } from './authority/cerbos.ts'
import { NOW, company, questions, size } from './authority/company.ts'
import { agree, compare } from './authority/comparing.ts'
import { installPeers, prepareQuestions } from './authority/peers.ts'
import type { Peer, PeerQuestion, ResourcePlaces } from './authority/peers.ts'
import { sqlPeer } from './authority/sql.ts'
import { apart } from './harness/apart.ts'
import type { Measure } from './harness/budgets.ts'
import type { Suite } from './harness/suite.ts'

const PEER_QUESTIONS = 1 << 14
const PEER_MEMBERS = 2_000

// Departments of the resources, which the facts know but do not tell.
function placesOf(): ResourcePlaces {
  const places = new Map<string, string | null>()
  for (const event of company())
    if (event.name === 'resource.placed@1') places.set(event.data.id, event.data.departmentId)
  return places
}

export const suite: Suite = {
  name: 'authority',
  async run(report, options) {
    const { progress } = options
    installPeers(progress)
    progress(`telling the story of ${size.members} members and ${size.departments} departments`)
    await apart(new URL('authority/alone.ts', import.meta.url), report, options)
    report(await measurePeers(load(), progress))
    await apart(new URL('authority/million.ts', import.meta.url), report, options)
  },
}

const peersInOrder: readonly ((facts: Facts, asked: readonly PeerQuestion[]) => Promise<Peer>)[] = [
  caslPeer,
  casbinPeer,
  cedarPeer,
  cerbosPeer,
  sqlPeer,
]

async function measurePeers(facts: Facts, progress: (text: string) => void): Promise<Measure> {
  const asked = questions(10, PEER_QUESTIONS, PEER_MEMBERS)
  const prepared = prepareQuestions(facts, placesOf(), asked)
  const packed = pack(facts, asked)
  const ours = {
    count: PEER_QUESTIONS,
    answers: asked.map((_, at) =>
      check(facts, packed.members[at] ?? -1, packed.bits[at] ?? -1, packed.targets[at] ?? -1, NOW),
    ),
    askAll: () => void askAll(facts, packed),
  }
  const peers: Peer[] = []
  try {
    if (!hasCerbos()) progress('without cerbos, whose binary is there for Linux on x64 only')
    for (const make of peersInOrder) {
      if (make === cerbosPeer && !hasCerbos()) continue
      const peer = await make(facts, prepared)
      peers.push(peer)
      progress(`asking ${peer.name} the same`)
      await agree(ours, peer, (at) => asked[at])
    }
    return await compare(ours, peers, progress)
  } finally {
    for (const peer of peers) await peer.end()
  }
}
