import type { Message } from '@hufu/contract'
import dayjs from 'dayjs'
import type { Outgoing } from '../data/outbox.ts'
import { otherDay } from './when.ts'

/** One line of what was said: where history begins, a day, a message, or one of mine on its way. */
export type Row =
  | { readonly type: 'start'; readonly key: string; readonly more: boolean }
  | { readonly type: 'day'; readonly key: string; readonly at: string }
  | { readonly type: 'message'; readonly key: string; readonly message: Message; readonly first: boolean }
  | { readonly type: 'outgoing'; readonly key: string; readonly outgoing: Outgoing }

/** Messages of one person within this time stand together under one picture. */
const TOGETHER_MINUTES = 3

/** The lines of a conversation, oldest first. */
export function rowsOf(
  items: readonly Message[],
  more: boolean,
  outgoing: readonly Outgoing[],
): readonly Row[] {
  const rows: Row[] = [{ type: 'start', key: 'start', more }]
  let before: Message | null = null
  const sent = new Set<string>()
  for (const message of items) {
    const day = before === null || otherDay(before.at, message.at)
    if (day) rows.push({ type: 'day', key: `day ${message.at.slice(0, 10)} ${message.seq}`, at: message.at })
    rows.push({
      type: 'message',
      key: keyOf(message),
      message,
      first: day || before === null || !together(before, message),
    })
    if (message.clientId !== null) sent.add(message.clientId)
    before = message
  }
  for (const one of outgoing)
    if (!sent.has(one.clientId)) rows.push({ type: 'outgoing', key: `c ${one.clientId}`, outgoing: one })
  return rows
}

// A message of mine keeps its place on the page when the server has taken it.
const keyOf = (message: Message): string => (message.clientId === null ? message.id : `c ${message.clientId}`)

const together = (one: Message, next: Message): boolean =>
  one.kind !== 'system' &&
  next.kind !== 'system' &&
  one.senderId === next.senderId &&
  dayjs(next.at).diff(one.at, 'minute') < TOGETHER_MINUTES
