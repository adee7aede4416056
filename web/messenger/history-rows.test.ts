import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ConversationMember, Message } from '@hufu/contract'
import type { Outgoing } from '../data/outbox.ts'
import { rowsOf } from './history-rows.ts'
import { readersOf } from './readers.ts'

const message = (seq: number, senderId: string, at: string, clientId: string | null = null): Message => ({
  id: `m${seq}`,
  conversationId: 'c',
  seq,
  kind: 'text',
  senderId,
  senderName: senderId,
  body: String(seq),
  file: null,
  at,
  line: null,
  clientId,
})
const day = '2026-11-21T04:'

test('messages of one person within minutes stand together, and each day begins with its date', () => {
  const said = [
    message(1, 'lina', '2026-11-19T04:00:00.000Z'),
    message(2, 'lina', `${day}00:00.000Z`),
    message(3, 'lina', `${day}01:00.000Z`),
    message(4, 'wangwei', `${day}01:30.000Z`),
    message(5, 'wangwei', `${day}09:00.000Z`),
  ]
  const rows = rowsOf(said, false, [])
  assert.deepEqual(
    rows.map(({ type }) => type),
    ['start', 'day', 'message', 'day', 'message', 'message', 'message', 'message'],
  )
  assert.deepEqual(
    rows.flatMap((row) => (row.type === 'message' ? [row.first] : [])),
    [true, true, false, true, true],
  )
})

test('a message of mine shows once while it is on its way and once it has arrived, in the same place', () => {
  const outgoing: Outgoing = {
    clientId: 'x',
    conversationId: 'c',
    body: '在路上',
    at: `${day}02:00.000Z`,
    file: null,
    words: null,
    waits: false,
  }
  const under = rowsOf([message(1, 'me', `${day}00:00.000Z`)], false, [outgoing])
  const arrived = rowsOf(
    [message(1, 'me', `${day}00:00.000Z`), message(2, 'me', `${day}02:00.000Z`, 'x')],
    false,
    [outgoing],
  )
  assert.equal(under.at(-1)?.type, 'outgoing')
  assert.equal(arrived.at(-1)?.type, 'message')
  assert.equal(under.length, arrived.length)
  assert.equal(under.at(-1)?.key, arrived.at(-1)?.key)
})

test('who came after a message, or has left the company, is not counted as not having read it', () => {
  const member = (
    memberId: string,
    readSeq: number,
    joinedAt: string,
    status: ConversationMember['status'] = 'active',
  ): ConversationMember => ({
    memberId,
    name: memberId,
    department: '',
    status,
    owner: false,
    readSeq,
    joinedAt,
  })
  const members = [
    member('me', 9, `${day}00:00.000Z`),
    member('lina', 7, `${day}00:00.000Z`),
    member('zhoujie', 3, `${day}00:00.000Z`),
    member('new', 0, `${day}30:00.000Z`),
    member('gone', 0, `${day}00:00.000Z`, 'departed'),
  ]
  const { read, unread } = readersOf(message(5, 'me', `${day}10:00.000Z`), members, 'me')
  assert.deepEqual(
    [read.map(({ memberId }) => memberId), unread.map(({ memberId }) => memberId)],
    [['lina'], ['zhoujie']],
  )
})
