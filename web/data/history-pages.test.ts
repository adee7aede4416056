import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Message } from '@hufu/contract'
import { hasGap, inOrder, joined } from './history-pages.ts'

const message = (seq: number, body = ''): Message => ({
  id: `m${seq}`,
  conversationId: 'c',
  seq,
  kind: 'text',
  senderId: 'a',
  senderName: 'a',
  body,
  file: null,
  at: '2026-11-21T00:00:00.000Z',
  line: null,
  clientId: null,
})
const from = (first: number, last: number): readonly Message[] =>
  Array.from({ length: last - first + 1 }, (_, place) => message(first + place))
const seqs = ({ items }: { readonly items: readonly Message[] }): readonly number[] =>
  items.map(({ seq }) => seq)

test('a fresh page joins what was read before, when nothing is missing between them', () => {
  const whole = joined({ items: from(11, 60), more: true }, { items: from(41, 90), more: true })
  assert.deepEqual(
    seqs(whole),
    Array.from({ length: 80 }, (_, place) => place + 11),
  )
  assert.equal(whole.more, true)
  assert.equal(joined({ items: from(1, 40), more: false }, { items: from(41, 90), more: true }).more, false)
})

test('what was read before is forgotten when something is missing', () => {
  const apart = joined({ items: from(1, 30), more: false }, { items: from(41, 90), more: true })
  assert.deepEqual([seqs(apart)[0], apart.more], [41, true])
  const holed = joined(
    { items: [...from(1, 9), ...from(11, 40)], more: false },
    { items: from(41, 90), more: true },
  )
  assert.equal(seqs(holed)[0], 41)
  // Nothing is left for me to see: an empty answer is the truth.
  assert.deepEqual(joined({ items: from(1, 9), more: false }, { items: [], more: false }).items, [])
})

test('messages that come in any order stand by their numbers, each once', () => {
  const items = inOrder([message(3), message(1), message(2, 'old'), message(2, 'new')])
  assert.deepEqual(
    items.map(({ seq, body }) => `${seq}${body}`),
    ['1', '2new', '3'],
  )
  assert.equal(hasGap(items), false)
  assert.equal(hasGap([message(1), message(3)]), true)
})
