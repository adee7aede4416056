import { contract } from '@hufu/contract'
import type { Message } from '@hufu/contract'
import { queryOptions } from '@tanstack/react-query'
import { ask } from './ask.ts'
import { queryClient } from './queries.ts'

/** What is known of a conversation's messages: without gaps, oldest first. `more`: there are earlier ones. */
export type History = { readonly items: readonly Message[]; readonly more: boolean }

const PAGE = 50
const GAP_MS_MAX = 700

const keyOf = (conversationId: string): readonly [string, string] => ['history', conversationId]

/** Options of the read of a conversation's newest messages; what was read before stays when it fits without a gap. */
export function historyQuery(conversationId: string) {
  return queryOptions<History>({
    queryKey: keyOf(conversationId),
    queryFn: async ({ signal }) => {
      const page = await ask(
        contract.messaging.messages,
        { params: { conversationId }, query: { limit: PAGE } },
        signal,
      )
      return joined(queryClient.getQueryData<History>(keyOf(conversationId)), page)
    },
    staleTime: 60_000,
  })
}

/** Reads one page of earlier messages. */
export async function readEarlier(conversationId: string): Promise<void> {
  const known = queryClient.getQueryData<History>(keyOf(conversationId))
  const first = known?.items[0]
  if (known === undefined || first === undefined || !known.more) return
  const page = await ask(contract.messaging.messages, {
    params: { conversationId },
    query: { before: first.seq, limit: PAGE },
  })
  queryClient.setQueryData<History>(keyOf(conversationId), (now) =>
    now === undefined ? undefined : { items: inOrder([...page.items, ...now.items]), more: page.more },
  )
}

/** Puts a message into what is known of its conversation. One that came before those in between waits for them. */
export function putMessage(message: Message): void {
  const key = keyOf(message.conversationId)
  queryClient.setQueryData<History>(key, (now) => {
    const first = now?.items[0]
    if (now === undefined || (first !== undefined && message.seq < first.seq)) return now
    return { items: inOrder([...now.items, message]), more: now.more }
  })
  const known = queryClient.getQueryData<History>(key)
  if (known !== undefined && hasGap(known.items))
    setTimeout(() => void fillGap(message.conversationId), GAP_MS_MAX)
}

/** Forgets what was said in a conversation one is no longer in. */
export function forgetHistory(conversationId: string): void {
  queryClient.removeQueries({ queryKey: keyOf(conversationId) })
}

async function fillGap(conversationId: string): Promise<void> {
  const known = queryClient.getQueryData<History>(keyOf(conversationId))
  if (known !== undefined && hasGap(known.items))
    await queryClient.invalidateQueries({ queryKey: keyOf(conversationId) })
}

/** The newest page beside what was known; the older part stays only when nothing is missing between both. */
function joined(known: History | undefined, page: History): History {
  const first = page.items[0]
  const older = known?.items.filter(({ seq }) => first !== undefined && seq < first.seq) ?? []
  const last = older.at(-1)
  if (known === undefined || first === undefined || last === undefined) return page
  const fits = last.seq === first.seq - 1 && !hasGap(older)
  return fits ? { items: [...older, ...page.items], more: known.more } : page
}

function inOrder(items: readonly Message[]): readonly Message[] {
  const bySeq = new Map(items.map((message) => [message.seq, message]))
  return [...bySeq.values()].toSorted((a, b) => a.seq - b.seq)
}

const hasGap = (items: readonly Message[]): boolean =>
  items.some(({ seq }, place) => place > 0 && seq !== (items[place - 1]?.seq ?? 0) + 1)
