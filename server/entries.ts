/** What rooms tell of, as entries of the activity tree. */
import type { Refused } from './platform/http/index.ts'
import type { ActivityJournal } from './platform/ledger/index.ts'
import type { Export } from './rooms/audit/index.ts'
import type { Download } from './rooms/files/index.ts'
import type { SignInNote } from './rooms/identity/index.ts'

/** A refusal of a signed-in member, for the activity tree: what was asked of what, never what was sent. */
export function recordRefusal(
  journal: ActivityJournal,
  { caller, code, details, door, requestId }: Refused,
): void {
  const permission = typeof details['permission'] === 'string' ? { permission: details['permission'] } : {}
  journal.recordActivity({
    workspaceId: caller.workspaceId,
    at: Date.now(),
    actor: { type: 'member', id: caller.memberId },
    channel: 'http',
    request: requestId,
    event: 'refusal.met@1',
    data: { memberId: caller.memberId, code, door, ...permission },
    about: [caller.memberId],
  })
}

/** Somebody signing in, or trying to. */
export function signInEntry({
  workspaceId,
  event,
  memberId,
  code,
  device,
  address,
  act,
  requestId,
}: SignInNote) {
  return {
    workspaceId,
    at: Date.now(),
    actor: memberId === null ? ({ type: 'nobody' } as const) : ({ type: 'member', id: memberId } as const),
    channel: 'http' as const,
    request: requestId,
    event,
    data: { ...(memberId === null ? {} : { memberId }), ...(code === null ? {} : { code }) },
    // Device and address are personal data, and what a path holds was typed by somebody: they stand sealed.
    sealed: { device, address, ...(act === undefined ? {} : { act }) },
    about: memberId === null ? [] : [memberId],
  }
}

/** A file that was downloaded. */
export const downloadEntry = ({
  workspaceId,
  memberId,
  fileId,
  conversationId,
  name,
  requestId,
}: Download) => ({
  workspaceId,
  at: Date.now(),
  actor: { type: 'member', id: memberId } as const,
  channel: 'http' as const,
  request: requestId,
  event: 'file.downloaded@1',
  data: { memberId, fileId, conversationId },
  sealed: { name },
  about: [memberId],
})

/** A ledger that was exported. */
export const exportEntry = ({ workspaceId, memberId, tree, texts, requestId }: Export) => ({
  workspaceId,
  at: Date.now(),
  actor: { type: 'member', id: memberId } as const,
  channel: 'http' as const,
  request: requestId,
  event: 'ledger.exported@1',
  data: { memberId, tree, texts },
  about: [memberId],
})
