/** Compares with the peers: decisions first, then by turns, so that whatever else the machine does meets all of them. */
import assert from 'node:assert/strict'
import { coreSeconds } from '../harness/core.ts'
import type { Measure } from '../harness/budgets.ts'
import { median } from '../harness/suite.ts'
import type { Peer } from './peers.ts'

const ROUNDS = 3
const TURNS = 8
/** Ours are short, so they are asked so often over. */
const REPEATS = 10

export type Ours = {
  readonly count: number
  readonly answers: readonly boolean[]
  /** Asks all questions once. */
  readonly askAll: () => void
}

/** Throws, and names the question, when a peer decides differently: comparing their speed would say nothing. */
export async function agree(ours: Ours, peer: Peer, questionAt: (at: number) => unknown): Promise<void> {
  const theirs = await peer.answers()
  ours.answers.forEach((answer, at) =>
    assert.equal(theirs[at], answer, `${peer.name} and Hufu differ on ${JSON.stringify(questionAt(at))}`),
  )
}

/** `decide.vs_best`: how many times the best of the peers, the median of three rounds; beside it what each answers. */
export async function compare(
  ours: Ours,
  peers: readonly Peer[],
  progress: (text: string) => void,
): Promise<Measure> {
  const rounds: { readonly times: number; readonly rates: ReadonlyMap<string, number> }[] = []
  for (let round = 1; round <= ROUNDS; round++) {
    let spent = 0
    const seconds = new Map<string, number>()
    for (let turn = 0; turn < TURNS; turn++) {
      spent += coreSeconds(() => {
        for (let again = 0; again < REPEATS; again++) ours.askAll()
      })
      for (const peer of peers) seconds.set(peer.name, (seconds.get(peer.name) ?? 0) + (await peer.turn()))
    }
    const rate = (TURNS * REPEATS * ours.count) / spent
    const rates = new Map(
      peers.map(({ name, perTurn }) => [name, (TURNS * perTurn) / (seconds.get(name) ?? 0)]),
    )
    rounds.push({ times: rate / Math.max(...rates.values()), rates: new Map([['hufu', rate], ...rates]) })
    progress(`round ${round} with all peers`)
  }
  const names = ['hufu', ...peers.map(({ name }) => name)]
  const vs = names.map(
    (name) => [`${name}/s`, median(rounds.map(({ rates }) => rates.get(name) ?? 0))] as const,
  )
  const fewer = peers.map(({ name, perTurn }) => [`${name} questions`, perTurn] as const)
  return {
    metric: 'decide.vs_best',
    value: median(rounds.map(({ times }) => times)),
    unit: 'times',
    vs: Object.fromEntries([...vs, ...fewer]),
  }
}
