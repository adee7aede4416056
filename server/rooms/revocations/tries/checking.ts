/**
 * Every node tries by itself whether what was taken is gone: it asks its own facts for each right at each place where it
 * was held, tries every other way in as a shadow of the person, and says what it found. Only when all have said so, and
 * nothing was served, is a revocation verified.
 */
import { newId, refuse } from '@hufu/kit'
import { permit, publish } from '../../../platform/act/index.ts'
import type { Act } from '../../../platform/act/index.ts'
import { kyselyOver, togetherIn } from '../../../platform/db/index.ts'
import type { PlatformTables } from '../../../platform/feed/index.ts'
import { verifier } from './applied.ts'
import type { Checking } from './applied.ts'
import { newGathering } from './gathering.ts'
import { ANSWER_MS, retryNow, startLooking } from './looking.ts'
import type { Asked } from './looking.ts'
import { failures, keepFound, tellUnverified } from './settling.ts'
import type { Retry } from './settling.ts'
import { beginRound, findRevocations, lockRevocation, setState, waitingSince } from '../store.ts'
import type { RevocationRow } from '../store.ts'
import { lockRevocations, untoldSince } from './store-checks.ts'
import type { NewCheck } from './store-checks.ts'
import { trySurfaces } from './surfaces.ts'
import type { Ways } from './surfaces.ts'
import { REVOCATION_TOPIC, ROUND, askNodes } from '../take.ts'
import type { Round } from '../take.ts'
import { newFinder } from './things.ts'
import type { Finder } from './things.ts'
import { failuresOf, lostBetween } from '../vectors.ts'

export { stateAfter } from './settling.ts'

/** A node that says nothing for so long is something people have to look at. */
const SILENCE_MS = 120_000
/** Revocations tried at once on one node: each asks one thing at a time, and what they read is read together. */
const AT_ONCE_MAX = 12
/** What was found in this time is written in one transaction, at most so much. */
const GATHER_MS = 50
const GATHERED_MAX = 200

/** What tries: with the ways in of this node. */
export type Trials = Checking & { readonly ways: Ways }
type Trier = Trials & {
  readonly finder: Finder
  readonly find: (workspaceId: string, id: string) => Promise<RevocationRow | null>
  readonly retry: (workspaceId: string, retry: Retry) => void
}
type Found = { readonly workspaceId: string; readonly memberId: string; readonly check: NewCheck }

/** Listens for rounds, and tries in each; those asked while this node was away it looks up. */
export function startChecks(parts: Trials): { readonly stop: () => Promise<void> } {
  const { node } = parts
  const timers = new Set<NodeJS.Timeout>()
  let stopped = false
  const retry = (workspaceId: string, due: Retry): void => {
    const timer = setTimeout(() => {
      timers.delete(timer)
      void retryNow(parts, workspaceId, due)
    }, due.afterMs)
    timers.add(timer)
  }
  const db = kyselyOver<PlatformTables>(node.pool)
  const find = togetherIn<RevocationRow | null>(
    (workspaceId, ids) => findRevocations(db, workspaceId, ids),
    null,
  )
  const trier = { ...parts, finder: newFinder(node), find, retry }
  const gathering = newGathering<Asked, Found>({
    atOnceMax: AT_ONCE_MAX,
    gatherMs: GATHER_MS,
    gatheredMax: GATHERED_MAX,
    nameOf: ({ revocationId, round }) => `${revocationId} ${round}`,
    work: (asked) => check(trier, asked),
    keep: (found) => keepAll(trier, found),
    failed(error, asked) {
      node.log.warn({ err: error, ...asked }, 'a revocation could not be tried here; a look follows')
      looking.soon()
    },
  })
  node.content.listen((workspaceId, { topic, kind, data }) => {
    if (stopped || kind !== ROUND || !topic.startsWith(`${REVOCATION_TOPIC}:`)) return
    // Written by `askNodes`, whose rows have this form.
    gathering.add({ ...(data as Round), workspaceId })
  })
  const looking = startLooking(parts, gathering.add)
  return {
    async stop() {
      stopped = true
      await looking.stop()
      for (const timer of timers) clearTimeout(timer)
      await gathering.stop()
    },
  }
}

async function check(trier: Trier, asked: Asked): Promise<Found | null> {
  const { node, ways, finder, find } = trier
  const { workspaceId, revocationId: id, round, revision } = asked
  await node.feed.catchUp(workspaceId, revision)
  const row = await find(workspaceId, id)
  if (row === null || row.round !== round) return null
  const started = node.clock.mono()
  const lost = lostBetween(row.before, row.after)
  const facts = () => node.feed.facts(workspaceId)
  const left = new Set(row.after.flatMap(({ permissions }) => permissions))
  const gone = [...new Set(lost.map(({ permission }) => permission))].filter((key) => !left.has(key))
  const now = node.clock.wall
  const failed = failuresOf(facts(), row.memberId, lost, now())
  const surfaces = await trySurfaces({ row, lost, gone, facts, now, ways, finder })
  const tookMs = node.clock.mono() - started
  const found = { revocationId: id, round, node: node.name, tookMs, tried: lost.length, failed, surfaces }
  return { workspaceId, memberId: row.memberId, check: found }
}

async function keepAll({ perform, journal, retry }: Trier, found: readonly Found[]): Promise<void> {
  for (const [workspaceId, some] of Map.groupBy(found, (one) => one.workspaceId)) {
    const { result: retries } = await perform(
      verifier,
      { kind: 'content', name: 'revocations.check', workspaceId, channel: 'job' },
      (act) =>
        keepFound(
          act,
          some.map((one) => one.check),
        ),
    )
    for (const due of retries) retry(workspaceId, due)
    for (const one of some) journal.recordActivity(entryOf(one))
  }
}

const entryOf = ({ workspaceId, memberId, check: found }: Found) => ({
  workspaceId,
  at: Date.now(),
  actor: { type: 'system', name: verifier.name } as const,
  channel: 'job' as const,
  request: newId(),
  event: 'revocation.checked@1',
  data: {
    revocationId: found.revocationId,
    memberId,
    round: found.round,
    node: found.node,
    tried: found.tried,
    failed: failures(found),
  },
  about: [memberId],
})

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

/** Those that some node has not answered in time are unverified: nobody waits for a green light that will not come. */
export async function giveUpWaiting({ node, perform }: Checking): Promise<void> {
  const db = kyselyOver<PlatformTables>(node.pool)
  for (const { workspaceId, id } of await waitingSince(db, new Date(node.clock.wall() - ANSWER_MS)))
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

/** Tells people of those that stay unverified because some node goes on saying nothing. */
export async function tellOfSilence({ node, perform }: Checking): Promise<void> {
  const db = kyselyOver<PlatformTables>(node.pool)
  const untold = await untoldSince(db, new Date(node.clock.wall() - SILENCE_MS))
  for (const [workspaceId, some] of Map.groupBy(untold, (one) => one.workspaceId))
    await perform(
      verifier,
      { kind: 'content', name: 'revocations.silence', workspaceId, channel: 'job' },
      async (act) => {
        const rows = await lockRevocations(
          act,
          some.map(({ id }) => id),
        )
        const tally = permit(act, 'perm.verify', { type: 'workspace' })
        await tellUnverified(
          tally,
          rows.filter(({ state, retryAt }) => state === 'unverified' && retryAt === null),
        )
        return null
      },
    )
}

const tooEarly = (act: Act, row: RevocationRow): boolean =>
  row.roundAt.getTime() > act.at.getTime() - ANSWER_MS
