import type { Message } from '@hufu/contract'

/** What is known of a conversation's messages, oldest first. `more`: there are earlier ones. */
export type History = { readonly items: readonly Message[]; readonly more: boolean }

/** The newest page beside what was known; the older part stays only when nothing is missing between both. */
export function joined(known: History | undefined, page: History): History {
  const first = page.items[0]
  const older = known?.items.filter(({ seq }) => first !== undefined && seq < first.seq) ?? []
  const last = older.at(-1)
  if (known === undefined || first === undefined || last === undefined) return page
  const fits = last.seq === first.seq - 1 && !hasGap(older)
  return fits ? { items: [...older, ...page.items], more: known.more } : page
}

/** Messages by their numbers, each once; of two with one number the later given. */
export function inOrder(items: readonly Message[]): readonly Message[] {
  const bySeq = new Map(items.map((message) => [message.seq, message]))
  return [...bySeq.values()].toSorted((a, b) => a.seq - b.seq)
}

/** True when a number is missing in between. */
export const hasGap = (items: readonly Message[]): boolean =>
  items.some(({ seq }, place) => place > 0 && seq !== (items[place - 1]?.seq ?? 0) + 1)
