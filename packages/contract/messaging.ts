import { z } from 'zod'
import { MESSAGE_MAX, can, change, id, instant, line, name, nothing, pageQuery, text } from './common.ts'
import { route } from './define.ts'
import { memberStatus } from './identity.ts'

const byConversation = z.strictObject({ conversationId: id })
export const fileView = z.object({ id, name: z.string(), size: z.number().int(), type: z.string() })
export type FileView = z.infer<typeof fileView>

/** What a system message tells, as parts, so that each reader has it in their own language (`lineWords`). */
export const systemLine = z.object({
  what: z.enum(['opened', 'joined', 'removed', 'left', 'renamed', 'owner']),
  actor: z.string(),
  /** Names of those it happened to; of many only the first, `count` says how many there are. */
  names: z.array(z.string()),
  count: z.number().int(),
  /** The group's name, of `opened` and `renamed`. */
  title: z.string().nullable(),
})
export type SystemLine = z.infer<typeof systemLine>
export const message = z.object({
  id,
  conversationId: id,
  seq: z.number().int(),
  kind: z.enum(['text', 'file', 'system']),
  senderId: id.nullable(),
  senderName: z.string(),
  body: z.string(),
  file: fileView.nullable(),
  at: instant,
  /** Of a system message: its parts. `body` then holds them as a Chinese sentence. */
  line: systemLine.nullable(),
  /** The sender's own id of the message, so that a retry shows once. */
  clientId: z.string().nullable(),
})
export type Message = z.infer<typeof message>
export const conversation = z.object({
  id,
  kind: z.enum(['dm', 'group']),
  title: z.string(),
  memberCount: z.number().int(),
  ownerId: id.nullable(),
  /** Of a direct conversation: the other person. */
  otherId: id.nullable(),
  otherDepartment: z.string().nullable(),
  lastSeq: z.number().int(),
  readSeq: z.number().int(),
  unread: z.number().int(),
  last: message.nullable(),
  updatedAt: instant,
  /** Keys: read, send, upload, download, invite (bring in members), manage (take members out, rename), dissolve, leave. */
  can: z.record(z.string(), can),
  /** Which permission each of these rests on, to name it in a reason. */
  asked: z.record(z.string(), z.string()),
})
export type Conversation = z.infer<typeof conversation>
export type ConversationView = Conversation & { readonly members: readonly ConversationMember[] }
export const conversationMember = z.object({
  memberId: id,
  name: z.string(),
  department: z.string(),
  status: memberStatus,
  owner: z.boolean(),
  readSeq: z.number().int(),
  joinedAt: instant,
})
export type ConversationMember = z.infer<typeof conversationMember>

export const messaging = {
  conversations: route(
    'GET',
    '/api/v1/conversations',
    { summary: 'My conversations, newest first, with unread counts', asks: ['msg.read'] },
    {
      query: z.strictObject({ search: z.string().max(100).optional() }),
      answer: z.object({ items: z.array(conversation), unread: z.number().int() }),
    },
  ),
  conversation: route(
    'GET',
    '/api/v1/conversations/:conversationId',
    { summary: 'One conversation', asks: ['msg.read'] },
    { params: byConversation, answer: conversation.extend({ members: z.array(conversationMember) }) },
  ),
  open: route(
    'POST',
    '/api/v1/conversations',
    {
      summary: 'Open a direct conversation or create a group',
      asks: ['msg.dm', 'msg.cross_dept', 'group.create', 'msg.read'],
    },
    {
      body: z.discriminatedUnion('kind', [
        z.strictObject({ kind: z.literal('dm'), memberId: id }),
        z.strictObject({ kind: z.literal('group'), name, memberIds: z.array(id).min(1).max(500) }),
      ]),
      answer: conversation,
    },
  ),
  rename: route(
    'PATCH',
    '/api/v1/conversations/:conversationId',
    { summary: 'Rename a group', asks: ['group.member.manage'] },
    { params: byConversation, body: z.strictObject({ name }), answer: change },
  ),
  addMembers: route(
    'POST',
    '/api/v1/conversations/:conversationId/members',
    { summary: 'Add members to a group', asks: ['group.member.manage', 'msg.cross_dept'] },
    {
      params: byConversation,
      body: z.strictObject({ memberIds: z.array(id).min(1).max(500) }),
      answer: change,
    },
  ),
  removeMember: route(
    'DELETE',
    '/api/v1/conversations/:conversationId/members/:memberId',
    {
      summary: 'Remove a member from a group; one may remove oneself (leave)',
      asks: ['group.member.manage', 'msg.read'],
    },
    { params: byConversation.extend({ memberId: id }), answer: change },
  ),
  dissolve: route(
    'POST',
    '/api/v1/conversations/:conversationId/dissolve',
    { summary: 'Dissolve a group', asks: ['group.dissolve'] },
    { params: byConversation, body: nothing, answer: change },
  ),
  messages: route(
    'GET',
    '/api/v1/conversations/:conversationId/messages',
    { summary: 'History, oldest first within a page; `before` a sequence number', asks: ['msg.read'] },
    {
      params: byConversation,
      query: z.strictObject({
        before: z.coerce.number().int().optional(),
        after: z.coerce.number().int().optional(),
        limit: pageQuery.limit,
      }),
      answer: z.object({ items: z.array(message), more: z.boolean() }),
    },
  ),
  send: route(
    'POST',
    '/api/v1/conversations/:conversationId/messages',
    { summary: 'Send a message', asks: ['msg.dm', 'msg.cross_dept', 'msg.group', 'file.upload'] },
    {
      params: byConversation,
      body: z.strictObject({ clientId: line(64), body: text(MESSAGE_MAX), fileId: id.optional() }),
      answer: message,
    },
  ),
  markRead: route(
    'PUT',
    '/api/v1/conversations/:conversationId/read',
    { summary: 'Read up to a sequence number', asks: ['msg.read'] },
    {
      params: byConversation,
      body: z.strictObject({ seq: z.number().int().min(0) }),
      answer: z.object({ unread: z.number().int() }),
    },
  ),
}

export const files = {
  upload: route(
    'POST',
    '/api/v1/conversations/:conversationId/files',
    {
      summary: 'Upload a file into a conversation (then send a message with its id)',
      asks: ['file.upload'],
      sends: 'bytes',
    },
    {
      params: byConversation,
      query: z.strictObject({ name: line(200), type: line(100).optional() }),
      answer: fileView,
    },
  ),
  download: route(
    'GET',
    '/api/v1/files/:fileId',
    { summary: 'Download a file of a conversation', asks: ['file.download'], answers: 'bytes' },
    { params: z.strictObject({ fileId: id }), answer: z.unknown() },
  ),
}
