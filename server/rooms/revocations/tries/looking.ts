/** What a node looks for by itself: rounds, retries and notes that somebody who is gone has left behind. */
import { kyselyOver } from '../../../platform/db/index.ts'
import type { PlatformTables } from '../../../platform/feed/index.ts'
import { keepBarrier, verifier } from './applied.ts'
import type { Checking } from './applied.ts'
import { beginRetry, settleAnswered } from './settling.ts'
import type { Retry } from './settling.ts'
import { dueRetries, quietRounds, unansweredBy, unkeptSince } from './store-checks.ts'
import type { Round } from '../take.ts'

export type Asked = Round & { readonly workspaceId: string }

/** How long nodes may take to answer before a revocation counts as unverified. */
export const ANSWER_MS = 30_000
/** How often a node looks. */
const LOOK_EVERY_MS = 10_000
/** What could not be tried or written is looked for again after this. */
const LOOK_SOON_MS = 1000
/** A retry this late was noted by a node that is gone. */
const LATE_MS = 2000
/** Longer than a barrier takes, and than a node that is alive takes to answer. */
const LEFT_MS = 7000

export type Looking = {
  /** Something has failed here: looks again in a moment. */
  readonly soon: () => void
  readonly stop: () => Promise<void>
}

/** Looks at once, every ten seconds, and soon after something has failed. Rounds to be tried here go to `add`. */
export function startLooking(parts: Checking, add: (asked: Asked) => void): Looking {
  const { log } = parts.node
  let running: Promise<void> | null = null
  let soon: NodeJS.Timeout | null = null
  let stopped = false
  const look = (): Promise<void> =>
    (running ??= lookAround(parts, add)
      .catch((error: unknown) => log.warn({ err: error }, 'what was left behind could not be looked for'))
      .finally(() => {
        running = null
      }))
  void look()
  const looking = setInterval(() => void look(), LOOK_EVERY_MS)
  return {
    soon() {
      if (stopped) return
      soon ??= setTimeout(() => {
        soon = null
        void look()
      }, LOOK_SOON_MS)
    },
    async stop() {
      stopped = true
      clearInterval(looking)
      if (soon !== null) clearTimeout(soon)
      await running
    },
  }
}

async function lookAround(parts: Checking, add: (asked: Asked) => void): Promise<void> {
  const { node } = parts
  if (!node.lease.fresh()) return
  const db = kyselyOver<PlatformTables>(node.pool)
  for (const asked of await unansweredBy(db, node.name, ANSWER_MS)) add(asked)
  for (const { workspaceId, id, round } of await dueRetries(db, LATE_MS))
    await retryNow(parts, workspaceId, { id, round })
  await keepWhatNobodyKept(parts)
  await settleWithoutTheGone(parts)
}

/** Begins a round anew; what does not work a later look does. */
export async function retryNow(
  { node, perform }: Pick<Checking, 'node' | 'perform'>,
  workspaceId: string,
  due: Pick<Retry, 'id' | 'round'>,
): Promise<void> {
  const command = { kind: 'content', name: 'revocations.retry', workspaceId, channel: 'job' } as const
  await perform(verifier, command, (act) => beginRetry(act, due)).catch((error: unknown) =>
    node.log.warn({ err: error, ...due }, 'a round could not be begun; a later look tries again'),
  )
}

/** The server that took something may have gone before it could say that every node has it applied. */
async function keepWhatNobodyKept({ node, perform }: Checking): Promise<void> {
  const unkept = await unkeptSince(kyselyOver<PlatformTables>(node.pool), LEFT_MS)
  for (const [workspaceId, some] of Map.groupBy(unkept, (one) => one.workspaceId)) {
    const revision = Math.max(...some.map((one) => one.revision))
    await node.feed.catchUp(workspaceId, revision)
    const applied = await node.barrier.wait(workspaceId, revision, node.clock.mono())
    const ids = some.map(({ id }) => id)
    if (applied.state === 'applied') await keepBarrier({ perform }, workspaceId, ids, applied, 'later')
  }
}

/** A node that owes an answer may be gone: once its lease has run out for certain, the answers of the others are all. */
async function settleWithoutTheGone(parts: Checking): Promise<void> {
  const { node, perform } = parts
  const quiet = () => quietRounds(kyselyOver<PlatformTables>(node.pool), LEFT_MS)
  if ((await quiet()).some(({ isAnswered }) => !isAnswered)) await node.barrier.waitOutSilent()
  const answered = (await quiet()).filter(({ isAnswered }) => isAnswered)
  for (const [workspaceId, some] of Map.groupBy(answered, (one) => one.workspaceId))
    await perform(
      verifier,
      { kind: 'content', name: 'revocations.settle', workspaceId, channel: 'job' },
      (act) =>
        settleAnswered(
          act,
          some.map(({ id }) => id),
        ),
    )
}
