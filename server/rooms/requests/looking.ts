/** Who may look at a request. */
import { refuse } from '@hufu/kit'
import { may, see } from '../../platform/http/index.ts'
import type { Reading } from '../../platform/http/index.ts'
import { standsInFor } from './store-flow.ts'
import { tasksOf } from './store-tasks.ts'
import { endorsementsOf } from './store-told.ts'
import { findRequest } from './store.ts'
import type { RequestRow } from './store.ts'

/**
 * A request is there for whom it concerns, for those who are or were asked and their deputies, for colleagues whose word was
 * asked, and for administrators of requests over the person. For everybody else it is not there.
 */
export async function requestSeen(reading: Reading, id: string): Promise<RequestRow> {
  const { db, workspaceId, memberId: me } = reading
  const self = { type: 'member', id: me } as const
  const row = await findRequest(db, { workspaceId, id })
  if (row === undefined || (row.state === 'draft' && row.requesterId !== me))
    throw refuse('access-request/not-found')
  if (me === row.requesterId || me === row.memberId) {
    may(reading, 'request.submit', self)
    return row
  }
  const [tasks, invited, steads] = await Promise.all([
    tasksOf(db, workspaceId, [id]).then((all) => all.get(id) ?? []),
    endorsementsOf(db, workspaceId, id),
    standsInFor(db, workspaceId, me, new Date(reading.at)),
  ])
  const isAsked = tasks.some(
    ({ memberId, decidedBy, state }) =>
      (memberId === me && state !== 'gone') || decidedBy === me || steads.includes(memberId),
  )
  if (isAsked) see(reading, 'request.answer', self, 'access-request/not-found')
  else if (invited.some(({ memberId }) => memberId === me)) may(reading, 'request.submit', self)
  else {
    if (row.submittedAt === null) throw refuse('access-request/not-found')
    see(reading, 'request.approve', { type: 'member', id: row.memberId }, 'access-request/not-found')
  }
  return row
}
