/**
 * Every node tries by itself whether what was taken is gone: it asks its own facts for each right at each place where it
 * was held, and says what it found. Only when all have said so, and none was served, is a revocation verified.
 */
import type { Applied, RevocationState } from '@hufu/contract'
import { newId, refuse } from '@hufu/kit'
import { permit, publish } from '../../platform/act/index.ts'
import type { Act, Actor, Perform, Tally } from '../../platform/act/index.ts'
import type { ActivityJournal } from '../../platform/ledger/index.ts'
import type { HufuNode } from '../../platform/nodes/index.ts'
import { kyselyOver } from '../../platform/db/index.ts'
import type { PlatformTables } from '../../platform/feed/index.ts'
import {
  beginRound,
  checksOf,
  findRevocation,
  insertCheck,
  keepApplied,
  lockRevocation,
  nodeNames,
  setState,
  waitingSince,
} from './store.ts'
import type { RevocationRow } from './store.ts'
import { REVOCATION_TOPIC, ROUND, askNodes } from './take.ts'
import type { Round } from './take.ts'
import { failuresOf, lostBetween } from './vectors.ts'

/** Tries what was taken back, and nothing else. */
export const verifier = { type: 'system', name: 'verifier' } as const satisfies Actor

/** How long nodes may take to answer before a revocation counts as unverified. */
export const ANSWER_MS = 30_000

export type Checking = {
  readonly node: HufuNode
  readonly perform: Perform
  readonly journal: Pick<ActivityJournal, 'recordActivity'>
}

/** Listens for rounds, and tries in each. */
export function startChecks(parts: Checking): void {
  const { node } = parts
  node.content.listen((workspaceId, { topic, kind, data }) => {
    if (kind !== ROUND || !topic.startsWith(`${REVOCATION_TOPIC}:`)) return
    // Written by `askNodes`, whose rows have this form.
    const round = data as Round
    check(parts, workspaceId, round).catch((error: unknown) =>
      node.log.warn({ err: error, workspaceId, ...round }, 'a revocation could not be tried here'),
    )
  })
}

async function check(parts: Checking, workspaceId: string, asked: Round): Promise<void> {
  const { node, perform, journal } = parts
  const { revocationId: id, round, revision } = asked
  await node.feed.catchUp(workspaceId, revision)
  const row = await findRevocation(kyselyOver<PlatformTables>(node.pool), { workspaceId, id })
  if (row === undefined || row.round !== round) return
  const found = tryHere(node, row)
  await perform(
    verifier,
    { kind: 'content', name: 'revocations.check', workspaceId, channel: 'job' },
    (act) => keepFound(act, id, { revocationId: id, round, node: node.name, ...found }),
  )
  journal.recordActivity({
    workspaceId,
    at: Date.now(),
    actor: { type: 'system', name: verifier.name },
    channel: 'job',
    request: newId(),
    event: 'revocation.checked@1',
    data: {
      revocationId: id,
      memberId: row.memberId,
      round,
      node: node.name,
      tried: found.tried,
      failed: found.failed.length,
    },
    about: [row.memberId],
  })
}

// One synchronous stretch: all answers are of one revision of this node's facts, whatever that is by now.
function tryHere(node: HufuNode, row: RevocationRow) {
  const tries = lostBetween(row.before, row.after)
  const started = node.clock.mono()
  const failed = failuresOf(node.feed.facts(row.workspaceId), row.memberId, tries, Date.now())
  return { tookMs: node.clock.mono() - started, tried: tries.length, failed }
}

async function keepFound(act: Act, id: string, found: Parameters<typeof insertCheck>[1]): Promise<null> {
  const row = await lockRevocation(act, id)
  const tally = permit(act, 'perm.verify', { type: 'workspace' })
  if (row === undefined || row.round !== found.round) throw refuse('revocation/not-found')
  await insertCheck(tally, found)
  await settle(tally, row)
  publish(tally, {
    topic: `${REVOCATION_TOPIC}:${id}`,
    kind: 'revocation.checked',
    data: { revocationId: id, round: found.round, node: found.node, failed: found.failed.length },
  })
  return null
}

/** Sets the state that the answers of the newest round give. The row is locked: two nodes settle one after the other. */
async function settle(tally: Tally<'perm.verify'>, row: RevocationRow): Promise<void> {
  const checks = await checksOf(tally.tx, row)
  const answers = checks.filter(({ round }) => round === row.round)
  const state = stateAfter(answers, await nodeNames(tally.tx))
  if (state !== row.state) await setState(tally, row.id, state)
}

/** `unverified` with the first that was served, `verified` when every node has answered. */
export function stateAfter(
  answers: readonly { readonly node: string; readonly failed: readonly unknown[] }[],
  nodes: readonly string[],
): RevocationState {
  if (answers.some(({ failed }) => failed.length > 0)) return 'unverified'
  const answered = new Set(answers.map(({ node }) => node))
  return nodes.every((node) => answered.has(node)) ? 'verified' : 'applied'
}

/** Asks every node once more. */
export async function verifyAgain(act: Act, id: string): Promise<{ readonly round: number }> {
  const row = await lockRevocation(act, id)
  if (row === undefined) throw refuse('revocation/not-found')
  const tally = permit(act, 'perm.verify', { type: 'member', id: row.memberId })
  const round = row.round + 1
  await beginRound(tally, id, round)
  askNodes(tally, { revocationId: id, round, revision: act.facts.revision })
  return { round }
}

/** Keeps what the barrier said, in the verifier's name: whoever took the right need not hold anything any more. */
export async function keepBarrier(
  { perform }: Pick<Checking, 'perform'>,
  workspaceId: string,
  ids: readonly string[],
  applied: Applied,
) {
  await perform(
    verifier,
    { kind: 'content', name: 'revocations.applied', workspaceId, channel: 'job' },
    async (act) => {
      const tally = permit(act, 'perm.verify', { type: 'workspace' })
      await keepApplied(tally, ids, applied)
      for (const id of ids)
        publish(tally, {
          topic: `${REVOCATION_TOPIC}:${id}`,
          kind: 'revocation.settled',
          data: { revocationId: id, state: applied.state },
        })
      return null
    },
  )
}

/** Those that some node has not answered in time are unverified: nobody waits for a green light that will not come. */
export async function giveUpWaiting({ node, perform }: Checking): Promise<void> {
  const db = kyselyOver<PlatformTables>(node.pool)
  for (const { workspaceId, id } of await waitingSince(db, new Date(Date.now() - ANSWER_MS)))
    await perform(
      verifier,
      { kind: 'content', name: 'revocations.unanswered', workspaceId, channel: 'job' },
      async (act) => {
        const row = await lockRevocation(act, id)
        if (row === undefined || row.state !== 'applied' || tooEarly(act, row)) return null
        const tally = permit(act, 'perm.verify', { type: 'workspace' })
        await setState(tally, id, 'unverified')
        publish(tally, {
          topic: `${REVOCATION_TOPIC}:${id}`,
          kind: 'revocation.unanswered',
          data: { revocationId: id, round: row.round },
        })
        return null
      },
    )
}

const tooEarly = (act: Act, row: RevocationRow): boolean =>
  row.roundAt.getTime() > act.at.getTime() - ANSWER_MS
