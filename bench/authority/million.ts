/** A million members: how long a node takes to load them from its database, and how fast it decides about them then. */
import { bitOf, check, targetOf } from '@hufu/authority'
import type { Facts, Target } from '@hufu/authority'
import { filledId, filledSizes } from '../filled/fill.ts'
import { filledDatabase } from '../filled/database.ts'
import { systemClock } from '../../server/platform/clock/index.ts'
import { quietLog } from '../../server/platform/log/index.ts'
import { startNode } from '../../server/platform/nodes/index.ts'
import { snapshotAuthority } from '../../server/rooms/authority/index.ts'
import { directoryProjections, snapshotDirectory } from '../../server/rooms/directory/index.ts'
import { identityProjections } from '../../server/rooms/identity/index.ts'
import { messagingRoom } from '../../server/rooms/messaging/index.ts'
import { coreSeconds } from '../harness/core.ts'
import { median } from '../harness/suite.ts'
import type { Suite } from '../harness/suite.ts'
import { features, offices, randomFrom } from './company.ts'
import { bytesHeld } from './memory.ts'
import { measureWho } from './reading.ts'

const size = filledSizes.million
const QUESTIONS = 1 << 19
const ROUNDS = 5
const MB = 1e6

type Questions = { readonly members: Int32Array; readonly bits: Int32Array; readonly targets: Int32Array }

/** The company, a department, a resource and a person of it. */
const places: readonly Target[] = [
  { type: 'workspace' },
  { type: 'department', id: filledId('department', 7) },
  { type: 'resource', kind: 'external', id: filledId('resource', 11) },
  { type: 'member', id: filledId('member', 13) },
]

/**
 * Loads the million as a node does when it starts, from its database over a socket, and reports `decide.load_1m`,
 * `decide.bytes_per_member_1m`, `decide.1m` and `who_can.1m`.
 */
export const part: Suite['run'] = async (report, { progress }) => {
  const database = await filledDatabase(size, progress)
  progress(`loading ${size.members} members`)
  const before = await bytesHeld()
  const started = performance.now()
  const node = await startNode({
    url: database.url,
    name: 'bench',
    log: quietLog(),
    clock: systemClock,
    snapshots: [snapshotDirectory, messagingRoom.snapshot, snapshotAuthority],
    projections: [...directoryProjections, ...identityProjections, ...messagingRoom.projections],
  })
  const seconds = (performance.now() - started) / 1000
  const { facts } = node.feed.state(filledId('workspace', 0))
  const rss = process.memoryUsage.rss() / MB
  // Every member is asked about once, so that what follows is about what was compiled and not only stored.
  const first = coreSeconds(() => warm(facts))
  const bytes = ((await bytesHeld()) - before) / size.members
  report({ metric: 'decide.load_1m', value: seconds, unit: 's', vs: { 'MB resident': rss } })
  report({ metric: 'decide.bytes_per_member_1m', value: bytes, unit: 'bytes' })
  const asked = distinct(facts)
  const rates = Array.from({ length: ROUNDS }, () => QUESTIONS / coreSeconds(() => askAll(facts, asked)))
  const allowed = askAll(facts, asked) / QUESTIONS
  const vs = { best: Math.max(...rates), allowed, 'asked first': size.members / first }
  report({ metric: 'decide.1m', value: median(rates), unit: 'ops/s', vs })
  progress('who can')
  report(measureWho(facts, places, Date.now()))
  await node.stop()
  await database.end()
}

function warm(facts: Facts): void {
  const at = Date.now()
  for (let number = 0; number < size.members; number++) check(facts, number, 0, 0, at)
}

// Members in no order, none twice: whatever a processor remembers of the one before does not help with the next.
function distinct(facts: Facts): Questions {
  const random = randomFrom(31)
  const below = (limit: number): number => Math.floor(random() * limit)
  const members = Int32Array.from({ length: size.members }, (_, number) => number)
  for (let last = size.members - 1; last > 0; last--) {
    const other = below(last + 1)
    const kept = members[last] ?? 0
    members[last] = members[other] ?? 0
    members[other] = kept
  }
  const bits = new Int32Array(QUESTIONS)
  const targets = new Int32Array(QUESTIONS)
  for (let at = 0; at < QUESTIONS; at++) {
    const list = random() < 0.3 ? offices : features
    bits[at] = bitOf(list[below(list.length)] ?? 'msg.dm')
    targets[at] = targetOf(facts, somewhere(below))
  }
  return { members: members.subarray(0, QUESTIONS), bits, targets }
}

function somewhere(below: (limit: number) => number): Target {
  const kind = below(4)
  if (kind === 0) return { type: 'department', id: filledId('department', below(size.departments)) }
  if (kind === 1)
    return { type: 'resource', kind: 'external', id: filledId('resource', below(size.members / 10)) }
  return { type: 'member', id: filledId('member', below(size.members)) }
}

function askAll(facts: Facts, { members, bits, targets }: Questions): number {
  const at = Date.now()
  let allowed = 0
  for (let each = 0; each < members.length; each++)
    // The three columns have one length.
    if (check(facts, members[each] as number, bits[each] as number, targets[each] as number, at)) allowed++
  return allowed
}
