import { contract } from '@hufu/contract'
import type { Applied } from '@hufu/contract'
import type { Act } from '../../platform/act/index.ts'
import { may } from '../../platform/http/index.ts'
import type { Call, Doors } from '../../platform/http/index.ts'
import { addMembers, dissolve, openDirect, openGroup, removeMember, renameGroup } from './commands.ts'
import { pairOf, targetOf } from './conversation.ts'
import { markRead, send } from './sending.ts'
import { findPair } from './store.ts'
import { heldBy, historyOf, listMine, membersOf, oneOf } from './views.ts'

const { messaging } = contract

/** Hangs the doors of this room. */
export function messagingRoutes(doors: Doors): void {
  reads(doors)
  changes(doors)

  doors.handle(messaging.open, open)

  doors.handle(messaging.send, async (call) => {
    const { clientId, body, fileId = null } = call.body
    const input = { conversationId: call.params.conversationId, clientId, body, fileId }
    // The message's own id makes a retry harmless; the answer need not be remembered beside it.
    const done = await call.perform('content', 'messaging.send', (act) => send(act, input), {
      remember: false,
      turn: input.conversationId,
    })
    return done.result
  })

  doors.handle(messaging.markRead, async (call) => {
    const input = { conversationId: call.params.conversationId, seq: call.body.seq }
    const done = await call.perform('content', 'messaging.markRead', (act) => markRead(act, input), {
      remember: false,
    })
    return done.result
  })
}

function reads(doors: Doors): void {
  doors.handle(messaging.conversations, (call) => listMine(call.reading, call.query.search))

  doors.handle(messaging.conversation, async (call) => {
    const { conversationId } = call.params
    const held = heldBy(call.reading, conversationId)
    may(call.reading, 'msg.read', targetOf(conversationId))
    const view = await oneOf(call.reading, conversationId)
    return { ...view, members: await membersOf(call.reading, held) }
  })

  doors.handle(messaging.messages, (call) => {
    const { conversationId } = call.params
    heldBy(call.reading, conversationId)
    may(call.reading, 'msg.read', targetOf(conversationId))
    return historyOf(call.reading, conversationId, call.query)
  })
}

function changes(doors: Doors): void {
  doors.handle(messaging.rename, (call) =>
    changed(call, 'messaging.rename', (act) => renameGroup(act, { ...call.params, ...call.body })),
  )
  doors.handle(messaging.addMembers, (call) =>
    changed(call, 'messaging.addMembers', (act) => addMembers(act, { ...call.params, ...call.body })),
  )
  doors.handle(messaging.removeMember, (call) =>
    changed(call, 'messaging.removeMember', (act) => removeMember(act, call.params), true),
  )
  doors.handle(messaging.dissolve, (call) =>
    changed(call, 'messaging.dissolve', (act) => dissolve(act, call.params), true),
  )
}

type Changing = Pick<Call, 'perform'>

async function changed(
  call: Changing,
  name: string,
  work: (act: Act) => Promise<null>,
  urgent = false,
): Promise<{ readonly applied: Applied }> {
  const { applied } = await call.perform('authority', name, work, { urgent })
  return { applied }
}

/** Opens a conversation. Two people who have one get it without a change, also when they could not open it today. */
async function open(call: Call<typeof messaging.open>) {
  const { body, reading } = call
  if (body.kind === 'dm') {
    const found = await findPair(reading.db, reading.workspaceId, pairOf(reading.memberId, body.memberId))
    if (found !== undefined) return shown(call, found)
    const done = await call.perform('authority', 'messaging.openDirect', (act) => openDirect(act, body))
    return shown(call, done.result.id)
  }
  const done = await call.perform('authority', 'messaging.openGroup', (act) => openGroup(act, body))
  return shown(call, done.result.id)
}

function shown({ reading }: Pick<Call, 'reading'>, conversationId: string) {
  heldBy(reading, conversationId)
  may(reading, 'msg.read', targetOf(conversationId))
  return oneOf(reading, conversationId)
}
