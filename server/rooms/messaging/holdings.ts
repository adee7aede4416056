import { record } from '../../platform/act/index.ts'
import { byHolder } from '../holdings/index.ts'
import type { EndingHolding, HandOver, ItemFate, Passing, Transferable } from '../holdings/index.ts'
import { GROUP_MEMBERS_MAX, lineOf } from './conversation.ts'
import { publishMessage } from './feed.ts'
import { inside, nameOf, peopleOf } from './people.ts'
import {
  deleteMember,
  insertLine,
  insertMembers,
  lockConversation,
  readJoined,
  updateConversation,
} from './store.ts'
import type { ConversationRow } from './store.ts'
import { conversationsJoined, countOwned, groupsOwnedBy } from './store-holdings.ts'

/** Groups somebody owns: without an owner nobody could add, remove or dissolve. */
const groups: Transferable = {
  kind: 'group',
  goes: 'successor',
  async heldBy(where, memberIds) {
    const rows = await groupsOwnedBy(where, memberIds)
    return byHolder(rows, ({ id, name, members }) => ({
      id,
      name: name ?? '',
      sole: true,
      detail: { members: Number(members ?? 0) },
    }))
  },
  countOf: countOwned,
  async handOver(tally, given) {
    const fates: ItemFate[] = []
    // In the order of their ids, as everybody locks them who locks several.
    for (const id of given.ids.toSorted()) fates.push(await handGroup(tally, id, given))
    return fates
  },
}

async function handGroup(tally: Passing, id: string, { from, to, leaving }: HandOver): Promise<ItemFate> {
  const locked = await lockConversation(tally.act, id)
  if (locked === undefined || locked.dissolvedAt !== null || locked.ownerId !== from)
    return { id, fate: 'gone', joined: false }
  const members = (await readJoined(tally.act, id)).map(({ memberId }) => memberId)
  const joined = !members.includes(to)
  if (joined && members.length >= GROUP_MEMBERS_MAX) return { id, fate: 'stays', joined: false }
  if (joined) await letIn(tally, locked, to)
  await updateConversation(tally, id, { ownerId: to })
  record(
    tally,
    { name: 'conversation.owner-changed@1', data: { conversationId: id, ownerId: to } },
    { about: [from, to] },
  )
  const people = await peopleOf(inside(tally.act), [to])
  const row = await insertLine(tally, locked, lineOf('owner', '', [nameOf(people, to)]))
  publishMessage(tally, row, '', null)
  if (leaving?.has(id) === true && members.includes(from)) await letOut(tally, id, from)
  return { id, fate: 'handed', joined }
}

// Like anybody who joins, they see what comes from now on.
async function letIn(tally: Passing, { id, lastSeq, lastCount }: ConversationRow, to: string): Promise<void> {
  await insertMembers(tally, id, [to], { fromSeq: lastSeq, count: lastCount })
  record(
    tally,
    { name: 'conversation.member-added@1', data: { conversationId: id, memberId: to } },
    { about: [to] },
  )
}

async function letOut(tally: Passing, conversationId: string, memberId: string): Promise<void> {
  await deleteMember(tally, conversationId, memberId)
  record(
    tally,
    { name: 'conversation.member-removed@1', data: { conversationId, memberId } },
    { about: [memberId] },
  )
}

/** Conversations somebody is in. */
const memberships: EndingHolding = {
  kind: 'conversation',
  goes: 'ends',
  async heldBy(where, memberIds) {
    const rows = await conversationsJoined(where, memberIds)
    return byHolder(rows, ({ id, name, kind }) => ({ id, name: name ?? '', sole: false, detail: { kind } }))
  },
}

/** What a member can hold in conversations. */
export const messagingHoldings = [groups, memberships] as const
