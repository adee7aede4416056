import { statusOf } from '@hufu/authority'
import type { PermissionKey } from '@hufu/authority'
import type { Can, Conversation, ConversationMember, FileView, Message } from '@hufu/contract'
import { refuse } from '@hufu/kit'
import { can, hold, may } from '../../platform/http/index.ts'
import type { Reading } from '../../platform/http/index.ts'
import { mayReach } from '../directory/index.ts'
import { readFiles } from '../files/index.ts'
import { near } from './asking.ts'
import { CONVERSATIONS_MAX, HISTORY_PAGE, otherOf, person, targetOf } from './conversation.ts'
import type { Held } from './conversation.ts'
import { messageView } from './feed.ts'
import { departmentNameOf, forReader, nameOf, peopleOf } from './people.ts'
import type { People } from './people.ts'
import { conversations, conversationsOf, heldOf, isMember } from './projection.ts'
import { readHistory, readLast, readMine, readSeats } from './views-store.ts'
import type { MineRow } from './views-store.ts'
import type { MessageRow } from './store.ts'

/** A conversation one is in, held until the answer has left. What one is not in is not there. */
export function heldBy(reading: Reading, conversationId: string): Held {
  const known = reading.projection(conversations)
  const held = isMember(known, conversationId, reading.memberId) ? heldOf(known, conversationId) : null
  if (held === null) throw refuse('messaging/not-found')
  hold(reading, () =>
    isMember(reading.projection(conversations), conversationId, reading.memberId)
      ? null
      : refuse('messaging/not-found'),
  )
  return held
}

/** My conversations, newest first. One that I may not read shows neither its last message nor what is unread. */
export async function listMine(
  reading: Reading,
  search: string | undefined,
): Promise<{ readonly items: readonly Conversation[]; readonly unread: number }> {
  const ids = conversationsOf(reading.projection(conversations), reading.memberId)
  const items = await conversationViews(reading, ids)
  const readable = items.filter((item) => item.can['read']?.allowed === true)
  // Nothing to read anywhere is a refusal in words, not an empty list.
  if (readable.length === 0)
    may(reading, 'msg.read', items[0] === undefined ? person(reading.memberId) : targetOf(items[0].id))
  hold(reading, () => (stillMine(reading, items, readable) ? null : refuse('messaging/changed')))
  const wanted = search?.trim().toLowerCase() ?? ''
  return {
    items: items.filter(({ title }) => title.toLowerCase().includes(wanted)),
    unread: items.reduce((sum, { unread }) => sum + unread, 0),
  }
}

type Items = readonly Pick<Conversation, 'id'>[]

/** Whoever is taken out, or loses the right to read, while the list is under way does not get it. */
function stillMine(reading: Reading, items: Items, readable: Items): boolean {
  const known = reading.projection(conversations)
  return (
    items.every(({ id }) => isMember(known, id, reading.memberId)) &&
    readable.every(({ id }) => can(reading, 'msg.read', targetOf(id)).allowed)
  )
}

/** One conversation as its reader has it; they have to be in it. */
export async function oneOf(reading: Reading, conversationId: string): Promise<Conversation> {
  const [view] = await conversationViews(reading, [conversationId])
  if (view === undefined) throw refuse('messaging/not-found')
  return view
}

/** Views of conversations the reader is in. */
async function conversationViews(reading: Reading, ids: readonly string[]): Promise<readonly Conversation[]> {
  const { db, workspaceId, memberId } = reading
  const known = reading.projection(conversations)
  const rows = await readMine(db, workspaceId, memberId, ids, CONVERSATIONS_MAX)
  const pairs = rows.flatMap((row) => {
    const held = heldOf(known, row.id)
    return held === null ? [] : [{ row, held }]
  })
  const readable = pairs.filter(({ held }) => can(reading, 'msg.read', targetOf(held.id)).allowed)
  const last = await readLast(
    db,
    workspaceId,
    readable.map(({ row }) => row),
  )
  const others = pairs.map(({ held }) => otherOf(held, memberId))
  const senders = last.map(({ senderId }) => senderId)
  const people = await peopleOf(
    forReader(reading),
    [...others, ...senders].filter((id) => id !== null),
  )
  const messages = new Map(
    (await messageViews(reading, last, people)).map((view) => [view.conversationId, view]),
  )
  return pairs.map(({ row, held }) =>
    conversationView(reading, row, held, people, messages.get(row.id) ?? null),
  )
}

function conversationView(
  reading: Reading,
  row: MineRow,
  held: Held,
  people: People,
  last: Message | null,
): Conversation {
  const otherId = otherOf(held, reading.memberId)
  const rights = rightsIn(reading, held)
  return {
    id: row.id,
    kind: row.kind,
    title: otherId === null ? (row.name ?? '') : nameOf(people, otherId),
    memberCount: held.memberIds.length,
    ownerId: held.ownerId,
    otherId,
    otherDepartment: otherId === null ? null : departmentNameOf(people, otherId),
    lastSeq: row.lastSeq,
    readSeq: row.readSeq,
    unread: rights.can['read']?.allowed === true ? Math.max(0, row.lastCount - row.readCount) : 0,
    last,
    updatedAt: row.movedAt.toISOString(),
    ...rights,
  }
}

type Asked = { readonly can: Can; readonly key: PermissionKey }

/** What the reader may do in a conversation, with the reason of each no and the permission it rests on. */
function rightsIn(reading: Reading, held: Held): Pick<Conversation, 'can' | 'asked'> {
  const send = sendingIn(reading, held)
  const upload = askedHere(reading, held, 'file.upload')
  const inGroup = (key: PermissionKey, ownerOnly = false): Asked => {
    if (held.kind !== 'group') return { can: no('messaging/not-a-group'), key }
    if (ownerOnly && held.ownerId !== reading.memberId) return { can: no('messaging/not-owner'), key }
    return askedHere(reading, held, key)
  }
  const rights = Object.entries({
    read: askedHere(reading, held, 'msg.read'),
    send,
    upload: send.can.allowed ? upload : send,
    download: askedHere(reading, held, 'file.download'),
    invite: inGroup('group.member.manage'),
    manage: inGroup('group.member.manage', true),
    dissolve: inGroup('group.dissolve', true),
    leave: inGroup('msg.read'),
  })
  return {
    can: Object.fromEntries(rights.map(([verb, right]) => [verb, right.can])),
    asked: Object.fromEntries(rights.map(([verb, right]) => [verb, right.key])),
  }
}

const no = (because: string): Can => ({ allowed: false, because })

function askedHere(reading: Reading, held: Held, key: PermissionKey): Asked {
  return { can: can(reading, key, targetOf(held.id)), key }
}

function sendingIn(reading: Reading, held: Held): Asked {
  if (held.kind === 'group') return askedHere(reading, held, 'msg.group')
  const other = otherOf(held, reading.memberId)
  if (other === null) return { can: no('messaging/not-found'), key: 'msg.dm' }
  if (statusOf(reading.facts, other) === 'departed')
    return { can: no('messaging/receiver-departed'), key: 'msg.dm' }
  const direct = can(reading, 'msg.dm', person(other))
  if (!direct.allowed) return { can: direct, key: 'msg.dm' }
  const across = can(reading, 'msg.cross_dept', person(other))
  if (!near(reading.facts, reading.memberId, other) && !across.allowed)
    return { can: across, key: 'msg.cross_dept' }
  return mayReach(reading, reading.memberId, other)
    ? { can: direct, key: 'msg.dm' }
    : { can: no('messaging/shielded'), key: 'msg.dm' }
}

/** Who is in a conversation. */
export async function membersOf(reading: Reading, held: Held): Promise<readonly ConversationMember[]> {
  const seats = await readSeats(reading.db, reading.workspaceId, held.id)
  const people = await peopleOf(
    forReader(reading),
    seats.map(({ memberId }) => memberId),
  )
  return seats.map(({ memberId, joinedAt, readSeq }) => ({
    memberId,
    name: nameOf(people, memberId),
    department: departmentNameOf(people, memberId) ?? '',
    status: statusOf(reading.facts, memberId) ?? 'departed',
    owner: held.ownerId === memberId,
    readSeq,
    joinedAt: joinedAt.toISOString(),
  }))
}

export type HistoryQuery = {
  readonly before?: number | undefined
  readonly after?: number | undefined
  readonly limit?: number | undefined
}

/** A page of history, oldest first. What came before the reader joined is not part of it. */
export async function historyOf(
  reading: Reading,
  conversationId: string,
  query: HistoryQuery,
): Promise<{ readonly items: readonly Message[]; readonly more: boolean }> {
  const { db, workspaceId, memberId } = reading
  const [mine] = await readMine(db, workspaceId, memberId, [conversationId], 1)
  if (mine === undefined) throw refuse('messaging/not-found')
  const { rows, more } = await readHistory(db, workspaceId, conversationId, {
    fromSeq: mine.fromSeq,
    before: query.before ?? null,
    after: query.after ?? null,
    limit: query.limit ?? HISTORY_PAGE,
  })
  const senders = rows.flatMap(({ senderId }) => (senderId === null ? [] : [senderId]))
  const people = await peopleOf(reading, senders)
  return { items: await messageViews(reading, rows, people), more }
}

async function messageViews(
  { db, workspaceId }: Reading,
  rows: readonly MessageRow[],
  people: People,
): Promise<readonly Message[]> {
  const files: ReadonlyMap<string, FileView> = await readFiles(
    db,
    workspaceId,
    rows.flatMap(({ fileId }) => (fileId === null ? [] : [fileId])),
  )
  return rows.map((row) => {
    const name = row.senderId === null ? '' : nameOf(people, row.senderId)
    return messageView(row, name, row.fileId === null ? null : (files.get(row.fileId) ?? null))
  })
}
