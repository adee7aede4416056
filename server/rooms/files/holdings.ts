import { record } from '../../platform/act/index.ts'
import { byHolder } from '../holdings/index.ts'
import type { Transferable } from '../holdings/index.ts'
import { countKept, filesKeptBy, setKeeper } from './store-holdings.ts'

/**
 * Files in somebody's keeping: at first whoever uploaded them. A file lies in a conversation, which has an owner of its
 * own, so none is ever without one; keeping it gives no right to read it.
 */
const files: Transferable = {
  kind: 'file',
  goes: 'successor',
  async heldBy(where, memberIds) {
    const rows = await filesKeptBy(where, memberIds)
    return byHolder(rows, ({ id, name, type, size, sha256, conversationId, uploaderId, uploadedAt }) => ({
      id,
      name,
      sole: false,
      detail: {
        type,
        size,
        sha256: sha256.toString('hex'),
        conversationId,
        uploaderId,
        uploadedAt: uploadedAt.toISOString(),
      },
    }))
  },
  countOf: countKept,
  async handOver(tally, { ids, from, to }) {
    const handed = await setKeeper(tally, ids, from, to)
    for (const fileId of handed)
      record(tally, { name: 'file.kept@1', data: { fileId, from, memberId: to } }, { about: [from, to] })
    const went = new Set(handed)
    return ids.map((id) => ({ id, fate: went.has(id) ? 'handed' : 'gone', joined: false }))
  },
}

/** What a member can hold of files. */
export const filesHoldings = [files] as const
