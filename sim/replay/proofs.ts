import { setTimeout as pause } from 'node:timers/promises'
import { PAGE_MAX, contract } from '@hufu/contract'
import type { RevocationLine, RevocationState } from '@hufu/contract'
import type { Client } from '../../cli/client.ts'

/** The revocations that departures have left, by their state. */
export type Proofs = Readonly<Record<RevocationState, number>>

const LOOK_EVERY_MS = 1000
/** Longer than a node may take to answer, and than the verifier waits before it asks again for the last time. */
const QUIET_MS = 60_000

/** Waits until every departure is verified, or nothing has changed for so long that it will not be. */
export async function proofsOf(creator: Client): Promise<Proofs> {
  let last = await count(creator)
  for (let since = performance.now(); last.verified < total(last);) {
    if (performance.now() - since > QUIET_MS) break
    await pause(LOOK_EVERY_MS)
    const now = await count(creator)
    if (now.verified !== last.verified) since = performance.now()
    last = now
  }
  return last
}

/** All of them, in whatever state. */
export const total = ({ applied, verified, unverified }: Proofs): number => applied + verified + unverified

async function count(creator: Client): Promise<Proofs> {
  const lines: RevocationLine[] = []
  for (let cursor: string | null = ''; cursor !== null;) {
    const query = { what: 'departure', limit: PAGE_MAX, ...(cursor === '' ? {} : { cursor }) } as const
    const page: { readonly items: readonly RevocationLine[]; readonly next: string | null } =
      await creator.ask(contract.revocations.list, { query })
    lines.push(...page.items)
    cursor = page.next
  }
  const of = (state: RevocationState): number => lines.filter((line) => line.state === state).length
  return { applied: of('applied'), verified: of('verified'), unverified: of('unverified') }
}
