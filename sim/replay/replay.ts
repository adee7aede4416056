import type { Client } from '../../cli/client.ts'
import { contract } from '@hufu/contract'
import type { Verification } from '@hufu/contract'
import { drive } from './drive.ts'
import type { Tally } from './drive.ts'
import type { ReplayDecision } from './events.ts'
import { compare } from './facts.ts'
import type { Difference } from './facts.ts'
import { fold, sentencesOf } from './fold.ts'
import { groupNameOf } from './plan.ts'
import { readBack } from './read-back.ts'

/** How a replay went. Times in milliseconds; `compared` counts the sentences the file makes true. */
export type Replayed = {
  readonly tally: Tally
  readonly drivingMs: number
  readonly compared: number
  readonly difference: Difference
  readonly comparingMs: number
  readonly verification: Verification
}

const VERIFY_MS = 300_000

/** Replays a file into a company as its creator, reads everything back, compares, and has the ledger verified. */
export async function replay(
  creator: Client,
  decisions: readonly ReplayDecision[],
  progress: (tally: Tally) => void,
): Promise<Replayed> {
  const started = performance.now()
  const tally = await drive(creator, decisions, progress)
  const driven = performance.now()
  const folded = fold(decisions)
  const expected = sentencesOf(folded)
  // Very long names are kept shortened: what stands in the company is matched to the file by the same rule.
  const teams = new Map([...folded.teams.keys()].map((team): [string, string] => [nameOf(team), team]))
  const found = await readBack(creator, (name) => teams.get(name) ?? name)
  const compared = performance.now()
  const verification = await creator.ask(contract.ledger.verify, { body: {} }, { timeoutMs: VERIFY_MS })
  return {
    tally,
    drivingMs: driven - started,
    compared: expected.size,
    difference: compare(expected, found),
    comparingMs: compared - driven,
    verification,
  }
}

function nameOf(path: string): string {
  const cut = path.indexOf('/')
  return groupNameOf(path.slice(0, cut), path.slice(cut + 1))
}
