import { z } from 'zod'
import { id, instant, locale } from './common.ts'
import { message } from './messaging.ts'

/** The socket's address. The first frame from the client is `{type: 'open', ticket}`, within 5 s. */
export const SOCKET_URL = '/api/v1/socket'
export const FRAME_BYTES_MAX = 64 * 1024

/** What a client may say. Sending goes over HTTP, where every write has its answer. */
export const clientFrame = z.discriminatedUnion('type', [
  /** `locale` is the language in which this socket is spoken to; without it, what the browser asks for. */
  z.strictObject({ type: z.literal('open'), ticket: z.string().max(100), locale: locale.optional() }),
  z.strictObject({ type: z.literal('typing'), conversationId: id }),
])
export type ClientFrame = z.infer<typeof clientFrame>

/** What the server says. A client that gets an unknown type ignores it; after a reconnect it reads again over HTTP. */
export const serverFrame = z.discriminatedUnion('type', [
  z.object({ type: z.literal('hello'), memberId: id, revision: z.number().int(), at: instant }),
  z.object({ type: z.literal('message'), message }),
  z.object({ type: z.literal('read'), conversationId: id, memberId: id, seq: z.number().int() }),
  /** Something about a conversation changed (members, name, dissolved, opened): read it again. */
  z.object({ type: z.literal('conversation'), conversationId: id, gone: z.boolean() }),
  /** My own rights changed at this revision: `lost` and `gained` are permission keys with the reason people gave. */
  z.object({
    type: z.literal('rights'),
    revision: z.number().int(),
    lost: z.array(z.object({ key: z.string(), because: z.string(), by: z.string(), words: z.string() })),
    gained: z.array(z.object({ key: z.string(), because: z.string(), by: z.string(), words: z.string() })),
  }),
  /** Who sees whom has changed at this revision: read people, departments and numbers again. */
  z.object({ type: z.literal('sight'), revision: z.number().int() }),
  /** I was told something: read my notices again. */
  z.object({ type: z.literal('notice'), noticeId: id }),
  /** The session ends; the connection closes after this. */
  z.object({ type: z.literal('ended'), because: z.string(), words: z.string() }),
])
export type ServerFrame = z.infer<typeof serverFrame>
