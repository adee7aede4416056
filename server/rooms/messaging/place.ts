import type { Place } from '../files/index.ts'
import { conversations, isMember } from './projection.ts'
import { readMine } from './views-store.ts'

/** What the room of files asks of this one. */
export const conversationPlace: Place = {
  isIn: (knower, conversationId, memberId) =>
    isMember(knower.projection(conversations), conversationId, memberId),
  async seenFrom(db, { workspaceId, conversationId, memberId }) {
    const [mine] = await readMine(db, workspaceId, memberId, [conversationId], 1)
    return mine?.fromSeq ?? null
  },
}
