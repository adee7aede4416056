import type { Conversation, Message } from '@hufu/contract'
import { kyselyOver } from '../../platform/db/index.ts'
import type { PlatformTables } from '../../platform/feed/index.ts'
import type { Reading } from '../../platform/http/index.ts'
import type { Office, Who } from './messaging-fixture.ts'
import { heldBy, historyOf, listMine } from './views.ts'
import type { HistoryQuery } from './views.ts'

/** A reading as the doors make one, for somebody on a node. */
export function readingOf({ nodes, workspaceId, id }: Office, who: Who, node = 0): Reading {
  const at = nodes[node]
  if (at === undefined) throw new Error('there are two nodes')
  return {
    workspaceId,
    memberId: id[who],
    at: Date.now(),
    db: kyselyOver<PlatformTables>(at.pool),
    get facts() {
      return at.feed.facts(workspaceId)
    },
    projection: (projection) => at.feed.projection(workspaceId, projection),
    past: () => Promise.reject(new Error('a reading of these tests is about now')),
  }
}

/** What somebody sees in their list. */
export async function listFor(it: Office, who: Who): Promise<readonly Conversation[]> {
  return (await listMine(readingOf(it, who), undefined)).items
}

/** A page of history as somebody sees it. */
export async function pageFor(
  it: Office,
  who: Who,
  conversationId: string,
  query: HistoryQuery,
): Promise<{ readonly items: readonly Message[]; readonly more: boolean }> {
  const reading = readingOf(it, who)
  heldBy(reading, conversationId)
  return historyOf(reading, conversationId, query)
}
