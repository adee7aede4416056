/** What the barrier said of a change that took something, kept with each revocation it left. */
import type { Applied } from '@hufu/contract'
import { permit, publish } from '../../../platform/act/index.ts'
import type { Act, Actor, Perform } from '../../../platform/act/index.ts'
import type { ActivityJournal } from '../../../platform/ledger/index.ts'
import type { HufuNode } from '../../../platform/nodes/index.ts'
import type { RevocationRow } from '../store.ts'
import { keepApplied, lockRevocations } from './store-checks.ts'
import { REVOCATION_TOPIC } from '../take.ts'

/** Tries what was taken back, and nothing else. */
export const verifier = { type: 'system', name: 'verifier' } as const satisfies Actor

export type Checking = {
  readonly node: HufuNode
  readonly perform: Perform
  readonly journal: Pick<ActivityJournal, 'recordActivity'>
}

/** How the barrier was waited for: by the call that took something, or later, because that call did not get to it. */
export type Waited = 'at-once' | 'later'

/** Keeps what the barrier said, in the verifier's name: whoever took the right need not hold anything any more. */
export async function keepBarrier(
  { perform }: Pick<Checking, 'perform'>,
  workspaceId: string,
  ids: readonly string[],
  applied: Applied,
  waited: Waited = 'at-once',
): Promise<void> {
  await perform(
    verifier,
    { kind: 'content', name: 'revocations.applied', workspaceId, channel: 'job' },
    async (act) => {
      // What was kept first stands: a repetition of the call was told less, or later.
      const rows = (await lockRevocations(act, ids)).filter((row) => row.applied?.state !== 'applied')
      const tally = permit(act, 'perm.verify', { type: 'workspace' })
      if (rows.length === 0) return null
      const kept = rows.map((row) => ({ id: row.id, applied: sinceTaken(act, row, applied, waited) }))
      await keepApplied(tally, kept)
      for (const { id } of kept)
        publish(tally, {
          topic: `${REVOCATION_TOPIC}:${id}`,
          kind: 'revocation.settled',
          data: { revocationId: id, state: applied.state },
        })
      return null
    },
  )
}

/** Counted from the taking, and never less than it took: whoever waited later, or heard it from others, began later. */
function sinceTaken(act: Act, row: RevocationRow, applied: Applied, waited: Waited): Applied {
  if (waited === 'at-once' && applied.nodes.length > 0) return applied
  const tookMs = Math.max(applied.tookMs, act.at.getTime() - row.at.getTime())
  const laterMs = tookMs - applied.tookMs
  const nodes = applied.nodes.map((one) => ({ ...one, afterMs: one.afterMs + laterMs }))
  return { ...applied, tookMs, nodes }
}
