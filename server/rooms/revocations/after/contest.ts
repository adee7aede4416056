/** The person contests what was taken, once; somebody else decides. It stays taken until then, and after it until restored. */
import { administratorsOf, decide, statusOf, tierOf } from '@hufu/authority'
import type { Tier } from '@hufu/authority'
import type { ContestState } from '@hufu/contract'
import { machine, refuse } from '@hufu/kit'
import { permit, record } from '../../../platform/act/index.ts'
import type { Act } from '../../../platform/act/index.ts'
import { tell } from '../../notices/index.ts'
import { contestOf, insertContest, settleContest } from './store-contest.ts'
import { lockRevocation } from '../store.ts'
import type { RevocationRow } from '../store.ts'
import { CONTESTED, DECIDED } from '../told.ts'
import type { ContestNotice } from '../told.ts'
import { alarmed } from './watch.ts'

/** The life of a contest. A deed that does not fit is refused as `contest/not-now`. */
export const contestLife = machine('contest', {
  open: { uphold: 'upheld', overturn: 'overturned' },
  upheld: {},
  overturned: {},
})

async function locked(act: Act, id: string): Promise<RevocationRow> {
  const row = await lockRevocation(act, id)
  if (row === undefined) throw refuse('revocation/not-found')
  return row
}

/** The person says what is wrong with it. Asked of what cannot be taken from anybody, also not by a suspension. */
export async function contest(
  act: Act,
  input: { readonly revocationId: string; readonly words: string },
): Promise<null> {
  const row = await locked(act, input.revocationId)
  const { memberId } = row
  // Of somebody else's it is not even said that it is there.
  if (act.actor.type !== 'member' || act.actor.memberId !== memberId) throw refuse('revocation/not-found')
  const tally = permit(act, 'audit.self.view', { type: 'member', id: memberId })
  if ((await contestOf(act.tx, act.workspaceId, row.id)) !== undefined)
    throw refuse('revocation/contested-already')
  await insertContest(tally, row.id, input.words)
  record(
    tally,
    { name: 'revocation.contested@1', data: { revocationId: row.id, memberId } },
    { sealed: { because: input.words }, about: [memberId] },
  )
  await tell(tally, {
    to: alarmed(act, row.takenBy, memberId),
    kind: CONTESTED,
    data: { revocationId: row.id, memberId, state: 'open' } satisfies ContestNotice,
  })
  return null
}

const height: Readonly<Record<Tier, number>> = { creator: 3, super: 2, scoped: 1 }
const heightOf = (act: Pick<Act, 'facts' | 'at'>, memberId: string): number => {
  const tier = tierOf(act.facts, memberId, act.at.getTime())
  return tier === null ? 0 : height[tier]
}

const takerOf = ({ takenBy }: Pick<RevocationRow, 'takenBy'>): string | null =>
  takenBy.startsWith('member:') ? takenBy.slice('member:'.length) : null

type When = Pick<Act, 'facts' | 'at'>

/** Everybody who could decide: of the taker's tier or above, with `perm.revoke` over the person; neither of these two. */
function others(when: When, row: RevocationRow): readonly string[] {
  const taker = takerOf(row)
  const least = taker === null ? 0 : heightOf(when, taker)
  const members = new Set(administratorsOf(when.facts).map(({ memberId }) => memberId))
  return [...members].filter(
    (id) =>
      id !== taker &&
      id !== row.memberId &&
      statusOf(when.facts, id) === 'active' &&
      heightOf(when, id) >= least &&
      decide(when.facts, {
        memberId: id,
        permission: 'perm.revoke',
        target: { type: 'member', id: row.memberId },
        at: when.at.getTime(),
      }).allowed,
  )
}

/** Why somebody may not decide a contest, beside holding `perm.revoke`; null when they may, with whether they are alone. */
export function mayDecide(
  when: When,
  row: RevocationRow,
  memberId: string,
): { readonly because: string | null; readonly alone: boolean } {
  if (memberId === row.memberId) return { because: 'revocation/own-contest', alone: false }
  const able = others(when, row)
  if (able.includes(memberId)) return { because: null, alone: false }
  if (memberId === takerOf(row))
    return able.length === 0
      ? { because: null, alone: true }
      : { because: 'revocation/decided-by-another', alone: false }
  return { because: 'revocation/lower-tier', alone: false }
}

/** Decides. What was taken comes back by restoring only. */
export async function decideContest(
  act: Act,
  input: {
    readonly revocationId: string
    readonly decision: 'uphold' | 'overturn'
    readonly because: string
  },
): Promise<{ readonly state: ContestState; readonly alone: boolean }> {
  const row = await locked(act, input.revocationId)
  const { memberId } = row
  const tally = permit(act, 'perm.revoke', { type: 'member', id: memberId })
  const open = await contestOf(act.tx, act.workspaceId, row.id)
  if (open === undefined) throw refuse('revocation/not-contested')
  const verdict =
    act.actor.type === 'member' ? mayDecide(act, row, act.actor.memberId) : { because: null, alone: false }
  if (verdict.because === 'revocation/own-contest') throw refuse('revocation/own-contest')
  if (verdict.because === 'revocation/decided-by-another') throw refuse('revocation/decided-by-another')
  if (verdict.because !== null) throw refuse('revocation/lower-tier')
  const state = contestLife.next(open.state, input.decision)
  const { alone } = verdict
  await settleContest(tally, row.id, { state, answer: input.because, alone })
  record(
    tally,
    { name: 'revocation.contest-decided@1', data: { revocationId: row.id, memberId, state, alone } },
    { sealed: { because: input.because }, about: [memberId] },
  )
  const taker = takerOf(row)
  const by = act.actor.type === 'member' ? act.actor.memberId : null
  await tell(tally, {
    to: [memberId, ...(taker === null ? [] : [taker])].filter((id) => id !== by),
    kind: DECIDED,
    data: { revocationId: row.id, memberId, state } satisfies ContestNotice,
  })
  return { state, alone }
}
