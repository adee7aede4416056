import type { AuthorityEvent } from '@hufu/authority'
import type { Reader } from '../../platform/feed/index.ts'
import { readPlaced } from './store.ts'

/** Conversations as the resources they are to authority. */
export async function* snapshotConversations(reader: Reader): AsyncGenerator<readonly AuthorityEvent[]> {
  const placed = await readPlaced(reader.db, reader.workspaceId)
  yield placed.map(({ id }) => ({
    name: 'resource.placed@1',
    data: { kind: 'conversation', id, departmentId: null },
  }))
}
