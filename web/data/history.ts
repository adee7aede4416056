import { contract } from '@hufu/contract'
import type { Message } from '@hufu/contract'
import { queryOptions } from '@tanstack/react-query'
import { ask } from './ask.ts'
import { hasGap, inOrder, joined } from './history-pages.ts'
import type { History } from './history-pages.ts'
import { queryClient } from './queries.ts'

const PAGE = 50
const GAP_MS_MAX = 700

const keyOf = (conversationId: string): readonly [string, string] => ['history', conversationId]

/** What was said while the first page of a conversation was on its way; the page may have been read before it. */
const saidMeanwhile = new Map<string, readonly Message[]>()

/** Options of the read of a conversation's newest messages; what was read before stays when it fits without a gap. */
export function historyQuery(conversationId: string) {
  return queryOptions<History>({
    queryKey: keyOf(conversationId),
    queryFn: async ({ signal }) => {
      saidMeanwhile.set(conversationId, [])
      try {
        const page = await ask(
          contract.messaging.messages,
          { params: { conversationId }, query: { limit: PAGE } },
          signal,
        )
        const whole = joined(queryClient.getQueryData<History>(keyOf(conversationId)), page)
        const later = saidMeanwhile.get(conversationId) ?? []
        return { items: inOrder([...whole.items, ...later]), more: whole.more }
      } finally {
        saidMeanwhile.delete(conversationId)
      }
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
  const { conversationId } = message
  const key = keyOf(conversationId)
  const meanwhile = saidMeanwhile.get(conversationId)
  if (meanwhile !== undefined) saidMeanwhile.set(conversationId, [...meanwhile, message])
  queryClient.setQueryData<History>(key, (now) => {
    const first = now?.items[0]
    if (now === undefined || (first !== undefined && message.seq < first.seq)) return now
    return { items: inOrder([...now.items, message]), more: now.more }
  })
  const known = queryClient.getQueryData<History>(key)
  if (known !== undefined && hasGap(known.items)) setTimeout(() => void fillGap(conversationId), GAP_MS_MAX)
}

/** Forgets what was said in a conversation one is no longer in. */
export function forgetHistory(conversationId: string): void {
  saidMeanwhile.delete(conversationId)
  queryClient.removeQueries({ queryKey: keyOf(conversationId) })
}

/** Reads again what could not be read: one may be back in. */
export async function readRefusedAgain(conversationId: string): Promise<void> {
  await queryClient.invalidateQueries({
    queryKey: keyOf(conversationId),
    predicate: ({ state }) => state.status === 'error',
  })
}

async function fillGap(conversationId: string): Promise<void> {
  const known = queryClient.getQueryData<History>(keyOf(conversationId))
  if (known !== undefined && hasGap(known.items))
    await queryClient.invalidateQueries({ queryKey: keyOf(conversationId) })
}
