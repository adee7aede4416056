/** Who is told what of a transfer. */
import { topOf } from '@hufu/authority'
import type { PermissionKey } from '@hufu/authority'
import { isCritical } from '../../platform/act/index.ts'
import type { Tally } from '../../platform/act/index.ts'
import { tellEach } from '../notices/index.ts'
import { insertEvent } from './store.ts'
import type { TransferRow } from './store.ts'

export const TRANSFER_MOVED = 'transfer.moved@1'
export const CHECKLIST_OPEN = 'transfer.checklist-open@1'

export type Moved =
  | 'offered'
  | 'consented'
  | 'accepted'
  | 'armed'
  | 'cooling'
  | 'soon'
  | 'vetoed'
  | 'objected'
  | 'declined'
  | 'cancelled'
  | 'stopped'
  | 'lapsed'
  | 'done'
  | 'revert-asked'
  | 'reverted'

/** What such a notice knows; names and reasons are read when it is shown. */
export type TransferTold = { readonly transferId: string; readonly what: Moved; readonly code: string | null }

type Who = Pick<TransferRow, 'id' | 'formerId' | 'successorId'>

/**
 * Tells both and everybody entitled: the creator and super administrators as they were before the act. Not who acts. Of what
 * a member does by a critical permission those entitled are told anyway.
 */
export async function tellAll<P extends PermissionKey>(
  tally: Tally<P>,
  row: Who,
  what: Moved,
  code: string | null = null,
): Promise<void> {
  const { act } = tally
  const isTold = act.actor.type === 'member' && isCritical(tally.permission)
  const top = isTold ? [] : topOf(act.facts, act.at.getTime())
  await tellThese(tally, [row.formerId, row.successorId, ...top], row, what, code)
}

/** Tells some people, whoever acts aside. */
export async function tellThese<P extends PermissionKey>(
  tally: Tally<P>,
  people: readonly string[],
  row: Who,
  what: Moved,
  code: string | null = null,
): Promise<void> {
  const { actor } = tally.act
  const self = actor.type === 'member' && actor.sessionId !== null ? actor.memberId : null
  const to = [...new Set(people)].filter((id) => id !== self)
  const data: TransferTold = { transferId: row.id, what, code }
  await tellEach(tally, [{ to, kind: TRANSFER_MOVED, data, mail: true }])
}

/** Writes one line of what has happened. */
export async function note<P extends PermissionKey>(
  tally: Tally<P>,
  transferId: string,
  what: string,
  { method = null, words = '' }: { readonly method?: string | null; readonly words?: string } = {},
): Promise<void> {
  const { actor } = tally.act
  const byId = actor.type === 'member' ? actor.memberId : null
  await insertEvent(tally, { transferId, what, byId, method, words })
}
