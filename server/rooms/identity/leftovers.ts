/** What may still let somebody in after their rights were taken: looked for, and tried without any of their secrets. */
import { isRefusal } from '@hufu/kit'
import { tryOn } from '../../platform/act/index.ts'
import { togetherIn } from '../../platform/db/index.ts'
import { accept } from './commands/invite.ts'
import type { Parts } from './parts.ts'
import { hashOf, newToken } from './secrets.ts'
import { lastingSessions, openInvitations, pendingSessions } from './store-leftovers.ts'

type Whose = { readonly workspaceId: string; readonly memberId: string }

export type Leftovers = {
  /** Sessions of the last 90 days, newest first, whether their row is open or not. */
  readonly sessions: (
    whose: Whose,
  ) => Promise<readonly { readonly id: string; readonly createdAt: Date; readonly open: boolean }[]>
  /** Sessions for which a ticket of a socket or a proof is still out. */
  readonly pending: (whose: Whose) => Promise<readonly string[]>
  /** Every open invitation, redeemed as in earnest and rolled back: the code of the refusal, or null where it let in. */
  readonly invitations: (
    whose: Whose,
  ) => Promise<readonly { readonly id: string; readonly code: string | null }[]>
}

const ofEach = <R extends { readonly memberId: string }>(rows: readonly R[]) =>
  Map.groupBy(rows, ({ memberId }) => memberId)

const SESSION_DAYS = 90
const SESSIONS_MAX = 50

/** Makes the search of one node. */
export function newLeftovers(parts: Parts): Leftovers {
  const { pool } = parts.node
  const tryOut = tryOn(parts.node)
  // Nobody's password: it goes into a row that is rolled back.
  const next = { memoryKib: 1, passes: 1, lanes: 1, salt: hashOf(newToken()), hash: hashOf(newToken()) }
  const whence = { address: '', deviceName: '', mark: null, deviceKnown: false }
  const redeem = async (workspaceId: string, hash: Buffer): Promise<string | null> => {
    const command = { name: 'invitations.try', kind: 'authority', workspaceId, channel: 'job' } as const
    const invited = { type: 'system', name: 'invitation' } as const
    try {
      await tryOut(invited, command, (act) => accept(act, { hash, next, whence }, parts))
      return null
    } catch (error) {
      if (isRefusal(error)) return error.code
      throw error
    }
  }
  const sessions = togetherIn(
    async (workspaceId, memberIds) =>
      ofEach(await lastingSessions(pool, { workspaceId, memberIds }, SESSION_DAYS, SESSIONS_MAX)),
    [],
  )
  const pending = togetherIn(
    async (workspaceId, memberIds) => ofEach(await pendingSessions(pool, { workspaceId, memberIds })),
    [],
  )
  const invitations = togetherIn(
    async (workspaceId, memberIds) => ofEach(await openInvitations(pool, { workspaceId, memberIds })),
    [],
  )
  return {
    sessions: ({ workspaceId, memberId }) => sessions(workspaceId, memberId),
    pending: async ({ workspaceId, memberId }) => (await pending(workspaceId, memberId)).map(({ id }) => id),
    async invitations(whose) {
      const tried = []
      for (const { id, hash } of await invitations(whose.workspaceId, whose.memberId))
        tried.push({ id, code: await redeem(whose.workspaceId, hash) })
      return tried
    },
  }
}
