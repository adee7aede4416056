import { usesOf } from '@hufu/authority'
import { newId, refuse } from '@hufu/kit'
import { permit, record } from '../../platform/act/index.ts'
import type { Act, Tally } from '../../platform/act/index.ts'
import {
  groupHere,
  ownedHere,
  permitAcross,
  permitContact,
  refuseDeparted,
  refuseShielded,
  refuseUnseen,
  selfOf,
} from './asking.ts'
import { GROUP_MEMBERS_MAX, heirOf, lineOf, pairOf, person, targetOf } from './conversation.ts'
import type { Held } from './conversation.ts'
import { publishMessage } from './feed.ts'
import { inside, nameOf, peopleOf } from './people.ts'
import {
  deleteMember,
  findPair,
  insertConversation,
  insertLine,
  insertMembers,
  lockConversation,
  readJoined,
  updateConversation,
} from './store.ts'
import type { ConversationRow } from './store.ts'

/** Opens the conversation of two people, or finds the one they have. */
export async function openDirect(
  act: Act,
  input: { readonly memberId: string },
): Promise<{ readonly id: string }> {
  const self = selfOf(act)
  if (input.memberId === self) throw refuse('messaging/not-with-oneself')
  refuseUnseen(act, input.memberId)
  refuseDeparted(act.facts, input.memberId, 'messaging/receiver-departed')
  const pair = pairOf(self, input.memberId)
  const tally = permitContact(act, input.memberId)
  const found = await findPair(act.tx, act.workspaceId, pair)
  if (found !== undefined) return { id: found }
  const memberIds = [self, input.memberId].toSorted()
  const id = newId()
  await insertConversation(tally, { id, kind: 'dm', name: null, ownerId: null, pair, memberIds })
  recordOpened(tally, { id, kind: 'dm', ownerId: null, memberIds }, null)
  return { id }
}

export type GroupInput = { readonly name: string; readonly memberIds: readonly string[] }

/** Creates a group with oneself as its owner. One may bring in only whom one may contact. */
export async function openGroup(act: Act, input: GroupInput): Promise<{ readonly id: string }> {
  const self = selfOf(act)
  const tally = permit(act, 'group.create', person(self))
  const others = [...new Set(input.memberIds)].filter((id) => id !== self)
  if (others.length >= GROUP_MEMBERS_MAX) throw refuse('messaging/group-full', { max: GROUP_MEMBERS_MAX })
  for (const other of others) mayBringIn(act, other)
  const id = newId()
  const memberIds = [self, ...others].toSorted()
  await insertConversation(tally, {
    id,
    kind: 'group',
    name: input.name,
    ownerId: self,
    pair: null,
    memberIds,
  })
  recordOpened(tally, { id, kind: 'group', ownerId: self, memberIds }, input.name)
  const people = await peopleOf(inside(act), memberIds)
  const locked = await lockKnown(act, id)
  const opened = await say(tally, locked, lineOf('opened', nameOf(people, self), [], input.name))
  if (others.length > 0)
    await say(
      tally,
      opened,
      lineOf(
        'joined',
        nameOf(people, self),
        others.map((other) => nameOf(people, other)),
      ),
    )
  return { id }
}

export type MembersInput = { readonly conversationId: string; readonly memberIds: readonly string[] }

/** Adds members to a group one is in; they see what comes from now on. Those who are in it already stay as they are. */
export async function addMembers(act: Act, input: MembersInput): Promise<null> {
  const locked = await lockConversation(act, input.conversationId)
  const held = groupHere(act, input.conversationId)
  const tally = permit(act, 'group.member.manage', targetOf(held.id))
  const added = [...new Set(input.memberIds)].filter((id) => !held.memberIds.includes(id))
  if (locked === undefined || added.length === 0) return null
  if (held.memberIds.length + added.length > GROUP_MEMBERS_MAX)
    throw refuse('messaging/group-full', { max: GROUP_MEMBERS_MAX })
  for (const memberId of added) mayBringIn(act, memberId)
  await insertMembers(tally, held.id, added, { fromSeq: locked.lastSeq, count: locked.lastCount })
  for (const memberId of added)
    record(
      tally,
      { name: 'conversation.member-added@1', data: { conversationId: held.id, memberId } },
      { about: [memberId] },
    )
  const self = selfOf(act)
  const people = await peopleOf(inside(act), [self, ...added])
  await say(
    tally,
    locked,
    lineOf(
      'joined',
      nameOf(people, self),
      added.map((id) => nameOf(people, id)),
    ),
  )
  return null
}

/** Takes a member out of a group: its owner may, and everybody may leave. From then on they see nothing of it. */
export async function removeMember(
  act: Act,
  input: { readonly conversationId: string; readonly memberId: string },
): Promise<null> {
  const self = selfOf(act)
  const locked = await lockConversation(act, input.conversationId)
  const leaving = input.memberId === self
  const held = leaving ? groupHere(act, input.conversationId) : ownedHere(act, input.conversationId)
  const tally = permit(act, leaving ? 'msg.read' : 'group.member.manage', targetOf(held.id))
  if (locked === undefined || !held.memberIds.includes(input.memberId)) throw refuse('messaging/not-found')
  const people = await peopleOf(inside(act), [self, input.memberId])
  const names = leaving ? [] : [nameOf(people, input.memberId)]
  const left = await say(tally, locked, lineOf(leaving ? 'left' : 'removed', nameOf(people, self), names))
  await deleteMember(tally, held.id, input.memberId)
  record(
    tally,
    { name: 'conversation.member-removed@1', data: { conversationId: held.id, memberId: input.memberId } },
    { about: [input.memberId] },
  )
  if (held.ownerId === input.memberId) await passOn(act, tally, left)
  return null
}

/** The owner has left: the one who joined first owns the group. */
async function passOn(
  act: Act,
  tally: Tally<'msg.read' | 'group.member.manage'>,
  locked: ConversationRow,
): Promise<void> {
  const heir = heirOf(await readJoined(act, locked.id), selfOf(act))
  await updateConversation(tally, locked.id, { ownerId: heir })
  record(
    tally,
    { name: 'conversation.owner-changed@1', data: { conversationId: locked.id, ownerId: heir } },
    { about: heir === null ? [] : [heir] },
  )
  if (heir === null) return
  const people = await peopleOf(inside(act), [heir])
  await say(tally, locked, lineOf('owner', '', [nameOf(people, heir)]))
}

/** Renames a group. */
export async function renameGroup(
  act: Act,
  input: { readonly conversationId: string; readonly name: string },
): Promise<null> {
  const locked = await lockConversation(act, input.conversationId)
  const held = ownedHere(act, input.conversationId)
  const tally = permit(act, 'group.member.manage', targetOf(held.id))
  if (locked === undefined || locked.name === input.name) return null
  await updateConversation(tally, held.id, { name: input.name })
  record(
    tally,
    { name: 'conversation.renamed@1', data: { conversationId: held.id } },
    { sealed: { name: input.name } },
  )
  const people = await peopleOf(inside(act), [selfOf(act)])
  await say(tally, locked, lineOf('renamed', nameOf(people, selfOf(act)), [], input.name))
  return null
}

/** Dissolves a group: nobody sees it any more. */
export async function dissolve(act: Act, input: { readonly conversationId: string }): Promise<null> {
  await lockConversation(act, input.conversationId)
  const held = ownedHere(act, input.conversationId)
  const tally = permit(act, 'group.dissolve', targetOf(held.id))
  const resource = { type: 'resource', kind: 'conversation', id: held.id } as const
  // What a grant or a restriction still names stays on the list, so that none of them vanishes unseen.
  const placed = usesOf(act.facts, resource).length > 0
  await updateConversation(tally, held.id, { dissolvedAt: tally.at, placed })
  record(
    tally,
    { name: 'conversation.dissolved@1', data: { conversationId: held.id, memberIds: held.memberIds } },
    { about: held.memberIds },
  )
  if (!placed) record(tally, { name: 'resource.removed@1', data: { kind: 'conversation', id: held.id } })
  return null
}

/** Bringing somebody into a group is a contact too. */
function mayBringIn(act: Act, memberId: string): void {
  refuseUnseen(act, memberId)
  refuseDeparted(act.facts, memberId, 'messaging/member-departed')
  permitAcross(act, memberId)
  refuseShielded(act, memberId)
}

async function lockKnown(act: Act, id: string): Promise<ConversationRow> {
  const locked = await lockConversation(act, id)
  if (locked === undefined) throw refuse('messaging/not-found')
  return locked
}

type Changing = Tally<'msg.dm' | 'group.create' | 'group.member.manage' | 'msg.read'>

/** Writes a system line; answers the conversation with its numbers moved on, still locked. */
async function say(
  tally: Changing,
  locked: ConversationRow,
  line: Parameters<typeof insertLine>[2],
): Promise<ConversationRow> {
  const row = await insertLine(tally, locked, line)
  publishMessage(tally, row, line.actor, null)
  return { ...locked, lastSeq: row.seq }
}

function recordOpened(
  tally: Tally<'msg.dm' | 'group.create'>,
  opened: Pick<Held, 'id' | 'kind' | 'ownerId' | 'memberIds'>,
  name: string | null,
): void {
  const { id, kind, ownerId, memberIds } = opened
  record(tally, { name: 'resource.placed@1', data: { kind: 'conversation', id, departmentId: null } })
  record(
    tally,
    { name: 'conversation.opened@1', data: { conversationId: id, kind, ownerId, memberIds } },
    { about: memberIds, ...(name === null ? {} : { sealed: { name } }) },
  )
}
