/** What becomes of a revocation by what the nodes say: verified, asked again, or told to people. */
import { statusOf, topOf } from '@hufu/authority'
import type { RevocationState } from '@hufu/contract'
import { permit, publish } from '../../../platform/act/index.ts'
import type { Act, Tally } from '../../../platform/act/index.ts'
import { tell } from '../../notices/index.ts'
import { lockRevocation, nodeNames } from '../store.ts'
import type { RevocationRow } from '../store.ts'
import {
  checksOfAll,
  insertChecks,
  lockRevocations,
  retryRound,
  setRetry,
  setStates,
  setTold,
} from './store-checks.ts'
import type { NewCheck } from './store-checks.ts'
import { REVOCATION_TOPIC, askNodes } from '../take.ts'
import { UNVERIFIED } from '../told.ts'
import type { UnverifiedNotice } from '../told.ts'

/** After a round that failed the verifier asks again by itself: so often, and after so long. */
export const RETRY_AFTER_MS: readonly number[] = [1000, 5000, 20_000]

/** A round to be begun after some time, unless another was begun by then. */
export type Retry = { readonly id: string; readonly round: number; readonly afterMs: number }

/** An answer as it counts: what it found allowed, by decision and by every other way. */
type Answer = {
  readonly node: string
  readonly failed: readonly unknown[]
  readonly surfaces?: readonly { readonly failed: readonly unknown[] }[]
}

const isFailed = ({ failed, surfaces = [] }: Answer): boolean =>
  failed.length > 0 || surfaces.some((surface) => surface.failed.length > 0)

/** `unverified` with the first that was served, `verified` when every node has answered. */
export function stateAfter(answers: readonly Answer[], nodes: readonly string[]): RevocationState {
  if (answers.some(isFailed)) return 'unverified'
  const answered = new Set(answers.map(({ node }) => node))
  return nodes.every((node) => answered.has(node)) ? 'verified' : 'applied'
}

/** Keeps what a node has found of several revocations, and sets how each stands. Gives the rounds to begin later. */
export async function keepFound(act: Act, found: readonly NewCheck[]): Promise<readonly Retry[]> {
  const ids = found.map(({ revocationId }) => revocationId)
  const rows = new Map((await lockRevocations(act, ids)).map((row) => [row.id, row]))
  const tally = permit(act, 'perm.verify', { type: 'workspace' })
  const counting = found.filter(({ revocationId, round }) => rows.get(revocationId)?.round === round)
  await insertChecks(tally, counting)
  const retries = await settle(tally, [...rows.values()], ids)
  for (const check of counting)
    publish(tally, {
      topic: `${REVOCATION_TOPIC}:${check.revocationId}`,
      kind: 'revocation.checked',
      data: {
        revocationId: check.revocationId,
        round: check.round,
        node: check.node,
        failed: failures(check),
      },
    })
  return retries
}

/** Sets how rounds stand that lack no answer any more, since a node that owed one is gone. */
export async function settleAnswered(act: Act, ids: readonly string[]): Promise<null> {
  const rows = (await lockRevocations(act, ids)).filter(({ state }) => state !== 'verified')
  const tally = permit(act, 'perm.verify', { type: 'workspace' })
  if (rows.length === 0) return null
  await settle(tally, rows, ids)
  for (const { id, round } of rows)
    publish(tally, {
      topic: `${REVOCATION_TOPIC}:${id}`,
      kind: 'revocation.answered',
      data: { revocationId: id, round },
    })
  return null
}

/** How much was allowed, by whatever way. */
export const failures = ({ failed, surfaces }: Pick<NewCheck, 'failed' | 'surfaces'>): number =>
  surfaces.reduce(
    (sum, surface) => sum + (surface.kind === 'decision' ? 0 : surface.failed.length),
    failed.length,
  )

/** Sets the states that the answers of the newest rounds give. The rows are locked: nodes settle one after the other. */
async function settle(
  tally: Tally<'perm.verify'>,
  rows: readonly RevocationRow[],
  ids: readonly string[],
): Promise<readonly Retry[]> {
  const checks = Map.groupBy(await checksOfAll(tally.act, ids), ({ revocationId }) => revocationId)
  const nodes = await nodeNames(tally.tx)
  const states = new Map<RevocationState, string[]>()
  const retries: Retry[] = []
  const lasting: RevocationRow[] = []
  for (const row of rows) {
    const answers = (checks.get(row.id) ?? []).filter(({ round }) => round === row.round)
    const state = stateAfter(answers, nodes)
    // While answers are still to come, what was known stands.
    if (state !== 'applied' && state !== row.state) states.set(state, [...(states.get(state) ?? []), row.id])
    if (state !== 'unverified' || row.retryAt !== null) continue
    const afterMs = RETRY_AFTER_MS[row.retried]
    if (afterMs === undefined) lasting.push(row)
    else {
      await setRetry(tally, row.id, new Date(tally.at.getTime() + afterMs))
      retries.push({ id: row.id, round: row.round, afterMs })
    }
  }
  await tellUnverified(tally, lasting)
  for (const [state, changed] of states) await setStates(tally, changed, state)
  return retries
}

/**
 * Tells whoever took the rights, the creator and the super administrators, once for each time somebody has asked. Several at
 * once are one notice, which speaks of the first.
 */
export async function tellUnverified(
  tally: Tally<'perm.verify'>,
  rows: readonly RevocationRow[],
): Promise<void> {
  const untold = rows.filter(({ toldAt }) => toldAt === null)
  const [first] = untold
  if (first === undefined) return
  const { act } = tally
  const takers = untold
    .map(({ takenBy }) => takenBy)
    .filter((by) => by.startsWith('member:'))
    .map((by) => by.slice('member:'.length))
  const lost = new Set(untold.map(({ memberId }) => memberId))
  const top = topOf(act.facts, act.at.getTime())
  const to = [...takers, ...top].filter((id) => statusOf(act.facts, id) === 'active' && !lost.has(id))
  const data: UnverifiedNotice = { revocationId: first.id, memberId: first.memberId, count: untold.length }
  await tell(tally, { to, kind: UNVERIFIED, data, mail: true })
  await setTold(
    tally,
    untold.map(({ id }) => id),
  )
}

/** Begins the next round by itself, if it is still wanted. */
export async function beginRetry(act: Act, { id, round }: Pick<Retry, 'id' | 'round'>): Promise<null> {
  const row = await lockRevocation(act, id)
  const tally = permit(act, 'perm.verify', { type: 'workspace' })
  if (row === undefined || row.round !== round || row.retryAt === null || row.state === 'verified')
    return null
  await retryRound(tally, row)
  askNodes(tally, { revocationId: id, round: round + 1, revision: act.facts.revision })
  return null
}
