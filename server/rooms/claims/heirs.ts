import { statusOf } from '@hufu/authority'
import type { Act, Tally } from '../../platform/act/index.ts'
import { handOnTheSeat } from '../authority/index.ts'
import type { Where } from '../holdings/index.ts'

/** Who becomes creator after whom. */
export type HandingOn = {
  readonly fromId: string
  readonly toId: string
  /** Of the claim, or of the recovery on the host. */
  readonly id: string
  readonly way: 'claim' | 'recovery'
  readonly because: string
}

/** What this room needs of the one that knows how the seat of the creator goes over. */
export type Heirs = {
  /** Every reason for which somebody may not become creator; none when they may. */
  readonly against: (act: Act, memberId: string) => Promise<readonly string[]>
  /** Keys of all duties that a successor confirms. */
  readonly duties: readonly string[]
  /** The seat goes over, in the transaction of the tally; whoever held it becomes a member. */
  readonly handOn: (tally: Tally<'creator.transfer'>, handing: HandingOn) => Promise<void>
}

export const whereOf = (act: Act): Where => ({ db: act.tx, workspaceId: act.workspaceId })

/** Who may become creator, and how the seat goes over. */
export const heirs: Heirs = {
  against: (act, memberId) =>
    Promise.resolve(statusOf(act.facts, memberId) === 'active' ? [] : ['member/inactive']),
  duties: [],
  async handOn(tally, { fromId, toId, because }) {
    await handOnTheSeat(tally, { fromId, toId, formerBecomes: 'member', because })
  },
}
