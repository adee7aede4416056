import { UPLOAD_BYTES_MAX } from '@hufu/contract'
import type { Route } from '@hufu/contract'
import { assert, refuse } from '@hufu/kit'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Readable, Transform } from 'node:stream'
import type { TransformCallback } from 'node:stream'
import { asRefusal } from '../act/index.ts'
import type { Door } from './doors.ts'
import { stamp } from './emission.ts'
import { watchGone } from './gone.ts'
import { refuseDecided, wouldServe } from './shadow.ts'
import { flow, isStream, streamHeaders } from './streams.ts'
import type { Stream } from './streams.ts'
import { mayFinish } from './finishing.ts'
import { refusalNow, visitOf } from './visit.ts'
import type { Visit } from './visit.ts'
import { callOf } from './visit-call.ts'
import type { Inside } from './visit-call.ts'
import { writtenIn } from './written.ts'

/** Answers one request at one door: parse, ask the room, send JSON or bytes. */
export async function serveDoor(
  inside: Inside,
  { route, handler, options }: Door,
  request: FastifyRequest,
  reply: FastifyReply,
  rawBody: Buffer | null,
): Promise<unknown> {
  const visit = visitOf(request.raw)
  assert(visit !== undefined, 'every request has its visit')
  const gone = watchGone(reply.raw)
  if (route.sends === 'bytes') request.body = limited(request.raw, options.bodyBytesMax ?? UPLOAD_BYTES_MAX)
  let answer: unknown
  try {
    answer = await handler(callOf({ inside, route, visit, request, reply, rawBody, gone }))
  } catch (error) {
    if (error === wouldServe) return reply.code(204).send()
    // A read that ran into a limit of the database is an expected no, as it is for a command.
    throw asRefusal(error, 'content')
  }
  if (visit.shadow !== null) return serveShadow(route, answer, reply)
  if (isStream(answer)) return sendStream(inside, answer, visit, reply, gone.abort)
  // Fields the contract does not name never leave, and one it names is never missing: a bug of ours otherwise.
  const body = writtenIn(answer) ?? JSON.stringify(route.answer.parse(answer))
  return reply.header('content-type', 'application/json; charset=utf-8').send(body)
}

/** Nothing of an answer leaves to a shadow, and no byte of a file is read for it. */
function serveShadow({ decides }: Route, answer: unknown, reply: FastifyReply): FastifyReply {
  if (isStream(answer)) {
    if (answer.bytes instanceof Readable) answer.bytes.destroy()
  } else if (decides !== undefined) {
    const written = writtenIn(answer)
    refuseDecided(written === undefined ? answer : JSON.parse(written))
  }
  return reply.code(204).send()
}

function limited(raw: Readable, bytesMax: number): Readable {
  let count = 0
  const counter = new Transform({
    transform(chunk: Buffer, _encoding, done: TransformCallback) {
      count += chunk.length
      if (count > bytesMax) done(refuse('request/too-large'))
      else done(null, chunk)
    },
  })
  raw.once('error', (error) => counter.destroy(error))
  raw.once('close', () => {
    if (!counter.writableEnded) counter.destroy(new Error('the client went away'))
  })
  return raw.pipe(counter)
}

async function sendStream(
  inside: Inside,
  stream: Stream,
  visit: Visit,
  reply: FastifyReply,
  abort: () => void,
): Promise<FastifyReply> {
  const { node, sessions } = inside
  const { caller } = visit
  assert(caller !== null, 'bytes are sent to members only')
  const refusal = refusalNow(visit, node, sessions)
  if (refusal !== null) throw refusal
  // From here to the head nothing waits: the question above is the one this head rests on.
  reply.headers(streamHeaders(stream))
  const since = node.feed.state(caller.workspaceId).revision
  reply.header('hufu-revision', String(since))
  const running = { workspaceId: caller.workspaceId, memberId: caller.memberId, since }
  const ask = () => refusalNow(visit, node, sessions, (no) => mayFinish(node, running, no))
  const headers = reply.getHeaders()
  reply.hijack()
  stamp(reply.raw)
  reply.raw.writeHead(200, headers as Record<string, string>)
  stream.begun?.()
  try {
    await flow(stream, { raw: reply.raw, workspaceId: caller.workspaceId, effects: node.effects, ask, abort })
  } catch (error) {
    node.log.warn({ err: error, door: visit.door }, 'a stream broke off')
  }
  inside.answered(visit, reply.raw.statusCode)
  return reply
}
