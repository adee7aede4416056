/** What shows the need of a request: it has to be there, and to be its writer's to see. */
import type { Evidence, RequestView } from '@hufu/contract'
import { refuse } from '@hufu/kit'
import { readFiles } from '../files/index.ts'
import { messagesSeen } from '../messaging/index.ts'
import type { Db } from './store.ts'

const idsOf = (evidence: readonly Evidence[]) => ({
  messageIds: evidence.flatMap((one) => (one.type === 'message' ? [one.messageId] : [])),
  fileIds: evidence.flatMap((one) => (one.type === 'file' ? [one.id] : [])),
})

/** Refuses what is not there, or not there for whoever brings it. */
export async function refuseUnseen(
  db: Db,
  workspaceId: string,
  memberId: string,
  evidence: readonly Evidence[],
): Promise<void> {
  const ids = idsOf(evidence)
  const seen = await messagesSeen(db, workspaceId, memberId, ids)
  const messages = new Set(seen.map(({ id, conversationId }) => `${conversationId} ${id}`))
  const files = new Set(seen.map(({ fileId }) => fileId))
  for (const one of evidence) {
    const isThere =
      one.type === 'ticket' ||
      (one.type === 'message' ? messages.has(`${one.conversationId} ${one.messageId}`) : files.has(one.id))
    if (!isThere) throw refuse('access-request/evidence-missing', { type: one.type })
  }
}

const SHOWN_CHARACTERS = 120

/** Evidence as people read it. What whoever reads may not see is named by its kind alone. */
export async function showEvidence(
  db: Db,
  workspaceId: string,
  readerId: string,
  evidence: readonly Evidence[],
): Promise<RequestView['evidence']> {
  if (evidence.length === 0) return []
  const ids = idsOf(evidence)
  const [seen, files] = await Promise.all([
    messagesSeen(db, workspaceId, readerId, ids),
    readFiles(db, workspaceId, ids.fileIds),
  ])
  return evidence.map((one) => {
    if (one.type === 'ticket') return { type: 'ticket', label: one.number, at: null, ref: one }
    const message =
      one.type === 'message'
        ? seen.find(({ id }) => id === one.messageId)
        : seen.find(({ fileId }) => fileId === one.id)
    if (message === undefined) return { type: one.type, label: '', at: null, ref: null }
    const name = one.type === 'file' ? (files.get(one.id)?.name ?? '') : message.body
    return { type: one.type, label: name.slice(0, SHOWN_CHARACTERS), at: message.conversationId, ref: one }
  })
}
