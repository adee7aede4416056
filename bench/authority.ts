/**
 * Decisions in a company of 100,000 members and 5,000 departments: how many a second on one core, how many times the best
 * of the peers on the same questions, what else the facts are asked and told, and a million members from their database.
 */
import { apply, bitOf, check, emptyFacts, handleOf, targetOf } from '@hufu/authority'
import type { Facts } from '@hufu/authority'
import { casbinPeer } from './authority/casbin.ts'
import { caslPeer } from './authority/casl.ts'
import { cedarPeer } from './authority/cedar.ts'
import { cerbosPeer, hasCerbos } from './authority/cerbos.ts'
import { NOW, company, idOf, questions, size } from './authority/company.ts'
import type { Asked } from './authority/company.ts'
import { agree, compare } from './authority/comparing.ts'
import { bytesHeld } from './authority/memory.ts'
import { measureMillion } from './authority/million.ts'
import { installPeers, prepareQuestions } from './authority/peers.ts'
import type { Peer, PeerQuestion, ResourcePlaces } from './authority/peers.ts'
import { measureReading, measureWho } from './authority/reading.ts'
import { sqlPeer } from './authority/sql.ts'
import { measureApply, measureExplain, measureMove } from './authority/timing.ts'
import type { Measure } from './harness/budgets.ts'
import { coreSeconds } from './harness/core.ts'
import { median } from './harness/suite.ts'
import type { Suite } from './harness/suite.ts'

const QUESTIONS = 1 << 18
const ROUNDS = 9
/** Questions of a round are asked so often over: some systems count a thread's time in ticks of 10 ms. */
const TURNS = 8
const PEER_QUESTIONS = 1 << 14
const PEER_MEMBERS = 2_000

// Questions as the server asks them: by handle, bit and packed target.
type Packed = { readonly members: Int32Array; readonly bits: Int32Array; readonly targets: Int32Array }

const pack = (facts: Facts, asked: readonly Asked[]): Packed => ({
  members: Int32Array.from(asked, ({ member }) => handleOf(facts, idOf('member', member))),
  bits: Int32Array.from(asked, ({ permission }) => bitOf(permission)),
  targets: Int32Array.from(asked, ({ target }) => targetOf(facts, target)),
})

function askAll(facts: Facts, { members, bits, targets }: Packed): number {
  let allowed = 0
  for (let at = 0; at < members.length; at++)
    // The three columns have one length.
    if (check(facts, members[at] as number, bits[at] as number, targets[at] as number, NOW)) allowed++
  return allowed
}

function load(): Facts {
  const facts = emptyFacts()
  for (const event of company()) apply(facts, event)
  // Every member is asked about once, so that what is measured is compiled and not only stored.
  for (let member = 0; member < size.members; member++) check(facts, member, 0, 0, NOW)
  return facts
}

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
    // Once for nothing, so that code and tables of the runtime are not counted as facts.
    load()
    const before = await bytesHeld()
    const facts = load()
    const bytes = ((await bytesHeld()) - before) / size.members
    report({ metric: 'decide.bytes_per_member', value: bytes, unit: 'bytes' })
    progress('asking')
    report(measureRate(facts))
    report(await measurePeers(facts, progress))
    progress('explaining and changing')
    report(measureExplain(facts))
    measureReading(facts, report)
    report(measureApply(facts))
    report(measureMove())
    const million = await measureMillion(report, options)
    progress('who can')
    report(measureWho(million.facts, million.places, Date.now()))
    await million.end()
  },
}

function measureRate(facts: Facts): Measure {
  const packed = pack(facts, questions(9, QUESTIONS, size.members))
  const rates = Array.from({ length: ROUNDS }, () => {
    const spent = coreSeconds(() => {
      for (let turn = 0; turn < TURNS; turn++) askAll(facts, packed)
    })
    return (TURNS * QUESTIONS) / spent
  })
  const allowed = askAll(facts, packed) / QUESTIONS
  const vs = { best: Math.max(...rates), allowed }
  return { metric: 'decide.100k', value: median(rates), unit: 'ops/s', vs }
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
