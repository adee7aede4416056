/** What the barrier said of a change that took something, kept with each revocation it left. */
import type { Applied } from '@hufu/contract'
import { permit, publish } from '../../platform/act/index.ts'
import type { Act, Actor, Perform, Tally } from '../../platform/act/index.ts'
import type { ActivityJournal } from '../../platform/ledger/index.ts'
import type { HufuNode } from '../../platform/nodes/index.ts'
import { keepApplied } from './store.ts'
import type { RevocationRow } from './store.ts'
import { lockRevocations } from './store-checks.ts'
import { REVOCATION_TOPIC } from './take.ts'

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
      const rows = await lockRevocations(act, ids)
      const tally = permit(act, 'perm.verify', { type: 'workspace' })
      // What was kept first stands: a repetition of the call was told less, or later.
      for (const row of rows) if (row.applied?.state !== 'applied') await keep(tally, row, applied, waited)
      return null
    },
  )
}

async function keep(
  tally: Tally<'perm.verify'>,
  row: RevocationRow,
  applied: Applied,
  waited: Waited,
): Promise<void> {
  await keepApplied(tally, row.id, sinceTaken(tally.act, row, applied, waited))
  publish(tally, {
    topic: `${REVOCATION_TOPIC}:${row.id}`,
    kind: 'revocation.settled',
    data: { revocationId: row.id, state: applied.state },
  })
}

/** Counted from the taking, and never less than it took: whoever waited later, or heard it from others, began later. */
function sinceTaken(act: Act, row: RevocationRow, applied: Applied, waited: Waited): Applied {
  if (waited === 'at-once' && applied.nodes.length > 0) return applied
  const tookMs = Math.max(applied.tookMs, act.at.getTime() - row.at.getTime())
  const laterMs = tookMs - applied.tookMs
  const nodes = applied.nodes.map((one) => ({ ...one, afterMs: one.afterMs + laterMs }))
  return { ...applied, tookMs, nodes }
}
