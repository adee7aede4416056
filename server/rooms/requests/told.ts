/** Who is told what, when something moves. */
import type { RequestEvent } from '@hufu/contract'
import { tellEach } from '../notices/index.ts'
import type { Telling } from '../notices/index.ts'
import { deputiesOf } from './store-flow.ts'
import type { RequestRow, RequestTally } from './store.ts'

/** Somebody is asked to decide. */
export const REQUEST_WAITS = 'request.waits@1'
/** Somebody who was asked has not answered yet. */
export const REQUEST_REMINDER = 'request.reminder@1'
/** Whom somebody else asks for is to say whether they want it. */
export const REQUEST_CONFIRM = 'request.confirm@1'
/** A colleague asks for one's word. */
export const REQUEST_ENDORSE = 'request.endorse@1'
/** Something happened to one's request. */
export const REQUEST_MOVED = 'request.moved@1'
/** What was given for a time is about to end. */
export const GRANT_ENDING = 'request.grant-ending@1'

export type RequestKindOfNotice =
  | typeof REQUEST_WAITS
  | typeof REQUEST_REMINDER
  | typeof REQUEST_CONFIRM
  | typeof REQUEST_ENDORSE
  | typeof REQUEST_MOVED
  | typeof GRANT_ENDING

/** What a notice of a request knows. */
export type RequestTold = {
  readonly requestId: string
  readonly memberId: string
  readonly what: RequestEvent['what']
  /** When something ends, for a warning. */
  readonly until: string | null
}

export const toldOf = (
  { id, memberId }: Pick<RequestRow, 'id' | 'memberId'>,
  what: RequestEvent['what'],
  until: string | null = null,
): RequestTold => ({ requestId: id, memberId, what, until })

const actorId = ({ act }: RequestTally): string | null =>
  act.actor.type === 'member' ? act.actor.memberId : null

/** Tells both whom it is for and whoever asks; not whoever acts. */
export async function tellBoth(
  tally: RequestTally,
  row: Pick<RequestRow, 'id' | 'memberId' | 'requesterId'>,
  what: RequestEvent['what'],
): Promise<void> {
  const to = [...new Set([row.requesterId, row.memberId])].filter((id) => id !== actorId(tally))
  await tellSome(tally, to, REQUEST_MOVED, toldOf(row, what))
}

/** Tells those who are asked, and whoever stands in for them. */
export async function tellAsked(
  tally: RequestTally,
  row: Pick<RequestRow, 'id' | 'memberId' | 'requesterId'>,
  memberIds: readonly string[],
  kind: typeof REQUEST_WAITS | typeof REQUEST_REMINDER,
): Promise<void> {
  const deputies = await deputiesOf(tally.tx, tally.act.workspaceId, memberIds, tally.at)
  const to = [...new Set([...memberIds, ...deputies])].filter(
    (id) => id !== row.memberId && id !== row.requesterId && id !== actorId(tally),
  )
  await tellSome(tally, to, kind, toldOf(row, 'submitted'))
}

/** Tells some people one thing. */
export async function tellSome(
  tally: RequestTally,
  to: readonly string[],
  kind: RequestKindOfNotice,
  data: RequestTold,
): Promise<void> {
  if (to.length === 0) return
  await tellEach(tally, [{ to, kind, data, mail: true } satisfies Telling])
}
