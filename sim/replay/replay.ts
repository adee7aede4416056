import type { Client } from '../../cli/client.ts'
import { contract } from '@hufu/contract'
import type { Verification } from '@hufu/contract'
import { drive } from './drive.ts'
import type { Progress, Tally } from './drive.ts'
import type { ReplayDecision } from './events.ts'
import { compare } from './facts.ts'
import type { Difference } from './facts.ts'
import { fold, sentencesOf } from './fold.ts'
import type { Folded } from './fold.ts'
import { leftoversIn } from './leftovers.ts'
import type { Leftovers } from './leftovers.ts'
import { groupNameOf, loginOf } from './names.ts'
import { proofsOf } from './proofs.ts'
import type { Proofs } from './proofs.ts'
import { readBack } from './read-back.ts'
import type { Account, FileNames } from './read-back.ts'

/** How a replay went. Times in milliseconds; `compared` counts the sentences the file makes true. */
export type Replayed = {
  readonly tally: Tally
  readonly drivingMs: number
  readonly compared: number
  readonly difference: Difference
  readonly comparingMs: number
  /** What departures have left of revocations, after the nodes were waited for; and of anything else, at any revision. */
  readonly proofs: Proofs
  readonly provingMs: number
  readonly leftovers: Leftovers
  readonly verification: Verification
}

const VERIFY_MS = 300_000

/**
 * Replays a file into a company as its creator, reads everything back, compares, waits for what the nodes say of those
 * who departed, and has the ledger folded and verified.
 */
export async function replay(
  creator: Client,
  decisions: readonly ReplayDecision[],
  progress: Progress,
): Promise<Replayed> {
  const started = performance.now()
  const tally = await drive(creator, decisions, progress)
  const driven = performance.now()
  const folded = fold(decisions)
  const expected = sentencesOf(folded)
  const found = await readBack(creator, namesIn(folded))
  const compared = performance.now()
  const proofs = await proofsOf(creator)
  const proved = performance.now()
  const leftovers = await leftoversIn(creator, tally.revision)
  const verification = await creator.ask(contract.ledger.verify, { body: {} }, { timeoutMs: VERIFY_MS })
  return {
    tally,
    drivingMs: driven - started,
    compared: expected.size,
    difference: compare(expected, found),
    comparingMs: compared - driven,
    proofs,
    provingMs: proved - compared,
    leftovers,
    verification,
  }
}

/** What stands in the company is matched to the file by the rules by which it was named. */
export function namesIn({ teams, departures }: Folded): FileNames {
  const shortened = new Map([...teams.keys()].map((team): [string, string] => [nameOf(team), team]))
  const accounts = new Map<string, Account>()
  for (const [person, times] of departures)
    for (let before = 0; before <= times; before++)
      accounts.set(loginOf(person, before), { person, nth: before + 1 })
  return {
    teamOf: (name) => shortened.get(name) ?? name,
    accountOf: (login) => accounts.get(login) ?? { person: login, nth: 1 },
  }
}

function nameOf(path: string): string {
  const cut = path.indexOf('/')
  return groupNameOf(path.slice(0, cut), path.slice(cut + 1))
}
