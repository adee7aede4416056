/**
 * Decisions in a company of 100,000 members and 5,000 departments: how many a second on one core, how many times CASL
 * with warm abilities on the same questions, and how many bytes the facts take for each member.
 */
import assert from 'node:assert/strict'
import { apply, bitOf, check, emptyFacts, handleOf, targetOf } from '@hufu/authority'
import type { Facts } from '@hufu/authority'
import { loadCasl, prepareCasl } from './authority/casl.ts'
import type { CaslQuestion } from './authority/casl.ts'
import { NOW, company, idOf, questions, size } from './authority/company.ts'
import type { Asked } from './authority/company.ts'
import { bytesHeld } from './authority/memory.ts'
import { median } from './harness/suite.ts'
import type { Suite } from './harness/suite.ts'

const QUESTIONS = 1 << 18
const ROUNDS = 9
/** Questions of a round are asked so often over: some systems count a thread's time in ticks of 10 ms. */
const TURNS = 8
const PEER_QUESTIONS = 1 << 14
const PEER_MEMBERS = 2_000
const PEER_ROUNDS = 3
/** In a round both answer by turns; ours are short and repeated. */
const PEER_TURNS = 8
const PEER_REPEATS = 10

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

// Seconds of one core that some work takes: the thread's own time, so that whatever else the machine runs in between
// does not count as deciding.
function coreSeconds(work: () => void): number {
  const before = process.threadCpuUsage()
  work()
  const { user, system } = process.threadCpuUsage(before)
  return (user + system) / 1e6
}

function load(): Facts {
  const facts = emptyFacts()
  for (const event of company()) apply(facts, event)
  // Every member is asked about once, so that what is measured is compiled and not only stored.
  for (let member = 0; member < size.members; member++) check(facts, member, 0, 0, NOW)
  return facts
}

// Departments of the resources, which the facts know but do not tell.
function placesOf(): ReadonlyMap<string, string | null> {
  const places = new Map<string, string | null>()
  for (const event of company())
    if (event.name === 'resource.placed@1') places.set(event.data.id, event.data.departmentId)
  return places
}

export const suite: Suite = {
  name: 'authority',
  async run(report, { progress }) {
    const casl = await loadCasl(progress)
    progress(`telling the story of ${size.members} members and ${size.departments} departments`)
    // Once for nothing, so that code and tables of the runtime are not counted as facts.
    load()
    const before = await bytesHeld()
    const facts = load()
    const bytes = ((await bytesHeld()) - before) / size.members
    report({ metric: 'decide.bytes_per_member', value: bytes, unit: 'bytes' })

    progress('asking')
    const packed = pack(facts, questions(9, QUESTIONS, size.members))
    const rates = Array.from({ length: ROUNDS }, () => {
      const spent = coreSeconds(() => {
        for (let turn = 0; turn < TURNS; turn++) askAll(facts, packed)
      })
      return (TURNS * QUESTIONS) / spent
    })
    const allowed = askAll(facts, packed) / QUESTIONS
    report({
      metric: 'decide.100k',
      value: median(rates),
      unit: 'ops/s',
      vs: { best: Math.max(...rates), allowed },
    })

    progress('asking CASL the same')
    report({ metric: 'decide.vs_casl', unit: 'times', ...comparePeer(facts, prepare(casl, facts)) })
  },
}

type Peer = { readonly packed: Packed; readonly prepared: readonly CaslQuestion[] }

function prepare(casl: Awaited<ReturnType<typeof loadCasl>>, facts: Facts): Peer {
  const asked = questions(10, PEER_QUESTIONS, PEER_MEMBERS)
  const prepared = prepareCasl(casl, facts, placesOf(), asked)
  const packed = pack(facts, asked)
  // Decisions first: a comparison of speed between two that answer differently says nothing.
  prepared.forEach(({ ability, action, target }, at) => {
    const ours = check(facts, packed.members[at] ?? -1, packed.bits[at] ?? -1, packed.targets[at] ?? -1, NOW)
    assert.equal(ability.can(action, target), ours, `CASL and Hufu differ on ${JSON.stringify(asked[at])}`)
  })
  return { packed, prepared }
}

// Turn by turn, so that whatever else the machine does meets both; the median of three rounds.
function comparePeer(
  facts: Facts,
  { packed, prepared }: Peer,
): { value: number; vs: Record<string, number> } {
  const rounds = Array.from({ length: PEER_ROUNDS }, () => {
    let ours = 0
    let theirs = 0
    for (let turn = 0; turn < PEER_TURNS; turn++) {
      ours += coreSeconds(() => {
        for (let again = 0; again < PEER_REPEATS; again++) askAll(facts, packed)
      })
      theirs += coreSeconds(() => {
        for (const { ability, action, target } of prepared) ability.can(action, target)
      })
    }
    return { casl: (PEER_TURNS * PEER_QUESTIONS) / theirs, times: theirs / (ours / PEER_REPEATS) }
  })
  return {
    value: median(rounds.map(({ times }) => times)),
    vs: { casl: median(rounds.map(({ casl }) => casl)) },
  }
}
