import { refuse } from '@hufu/kit'
import type { Clock } from '../../platform/clock/index.ts'
import { networkLane, networkOf } from './lanes.ts'
import { tries } from './limits.ts'
import type { Parts } from './parts.ts'
import { giveBackTries, spendTry } from './store-codes.ts'

/** What strangers may do only so often from one network. */
export type Counted = 'links' | 'challenges' | 'redeeming' | 'scanning'

/** Spends a try of a network; what was right may be given back. Throws `identity/too-many-attempts`. */
export async function spendOf(
  { node }: Pick<Parts, 'node'>,
  what: Counted,
  address: string,
): Promise<{ readonly giveBack: () => Promise<void> }> {
  const lane = networkLane(what, address, tries[what])
  const wait = await spendTry(node.pool, lane.key, lane.tries, tries.windowSeconds)
  if (wait !== null) throw tooMany(wait)
  return { giveBack: () => giveBackTries(node.pool, [lane.key]) }
}

const tooMany = (seconds: number) =>
  refuse('identity/too-many-attempts', { seconds: Math.max(1, Math.ceil(seconds)) })

const MINUTE_MS = 60_000
const NETWORKS_MAX = 10_000

/** Bounds what is asked every second or two, in the memory of the node: a write each time would cost more than the answer. */
export function newPace(clock: Clock, aMinute: number): (address: string) => void {
  let counts = new Map<string, number>()
  let since = clock.mono()
  return (address) => {
    const now = clock.mono()
    if (now - since >= MINUTE_MS || counts.size > NETWORKS_MAX)
      [counts, since] = [new Map<string, number>(), now]
    const network = networkOf(address)
    const count = (counts.get(network) ?? 0) + 1
    counts.set(network, count)
    if (count > aMinute) throw tooMany((since + MINUTE_MS - now) / 1000)
  }
}
