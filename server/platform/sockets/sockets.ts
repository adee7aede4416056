import { wordsOf } from '@hufu/contract'
import type { ClientFrame, ServerFrame } from '@hufu/contract'
import type { Kysely } from 'kysely'
import { newWakingTime } from '../clock/index.ts'
import type { PlatformTables } from '../feed/index.ts'
import { localeOf, shadowTicketOf } from '../http/index.ts'
import type { Caller, HttpServer, Locale, Sessions, ShadowOf } from '../http/index.ts'
import type { HufuNode } from '../nodes/index.ts'
import { newGate } from './gate.ts'
import type { Knock } from './gate.ts'
import { closing, openLine, textOf } from './line.ts'
import type { Line } from './line.ts'
import { answerShadow, knockAs } from './knocking.ts'
import type { Knocked } from './knocking.ts'
import { newRegister } from './register.ts'
import type { Register } from './register.ts'
import { watchRights } from './watch.ts'
import type { ActorName, Watch } from './watch.ts'

/** What clients say once they are let in. */
export type Heard = Exclude<ClientFrame, { type: 'open' }>

/** Open sockets of one node, as rooms use them. */
export type Sockets = {
  readonly delivery: {
    /** Sends a frame to every open socket of a member; `ask` is asked for each in the moment it leaves. */
    readonly toMember: (workspaceId: string, memberId: string, frame: ServerFrame, ask: () => boolean) => void
    /** Sends a frame to every open socket of a company; `ask` is asked for each member in the moment it leaves. */
    readonly toEverybody: (
      workspaceId: string,
      frame: ServerFrame,
      ask: (memberId: string) => boolean,
    ) => void
  }
  /** How many sockets a member has open here. */
  readonly of: (workspaceId: string, memberId: string) => number
  /** The sessions by which a member has sockets open here. */
  readonly sessionsOf: (workspaceId: string, memberId: string) => readonly string[]
  /** Opens a real socket of our own as somebody's shadow: whether it would be let in, or how it was closed. */
  readonly knock: (of: ShadowOf) => Promise<Knocked>
  readonly onOpen: (listener: (caller: Caller) => void) => void
  readonly onFrame: (listener: (caller: Caller, frame: Heard) => void) => void
  readonly count: () => number
  /** Says goodbye to everybody; within a second all are closed. */
  readonly stop: () => Promise<void>
}

export type SocketsOptions = {
  readonly node: HufuNode
  readonly http: Pick<HttpServer, 'server' | 'inside' | 'metrics' | 'shadows'>
  readonly identity: {
    readonly sessions: Sessions
    /** Takes a ticket: whose session, and the origin of the page it was given to. Null when it is none (any more). */
    readonly takeTicket: (
      ticket: string,
    ) => Promise<{ readonly caller: Caller; readonly origin: string } | null>
  }
  /** What members are called, to say who gave or took a right. */
  readonly names: (
    db: Kysely<PlatformTables>,
    workspaceId: string,
    wanted: Readonly<Record<'members' | 'departments' | 'groups' | 'positions', readonly string[]>>,
  ) => Promise<ReadonlyMap<string, string>>
}

const PER_SESSION_MAX = 30
const BEAT_EVERY_MS = 25_000
const PUMP_EVERY_MS = 100
const GOODBYE_MS = 500

type Listeners = {
  readonly open: ((caller: Caller) => void)[]
  readonly frame: ((caller: Caller, frame: Heard) => void)[]
}

/** Takes sockets on the server's port. A socket is nobody's until its first frame brings a ticket. */
export function startSockets(options: SocketsOptions): Sockets {
  const { node, http } = options
  const lines = newRegister()
  const listeners: Listeners = { open: [], frame: [] }
  const watch = watchRights({ node, linesOf: lines.of, actorName: actorNames(options) })
  const waking = newWakingTime(node.clock.mono)
  const admit = admission(options, lines, watch, listeners, waking.now)
  const gate = newGate({ node, publicUrl: http.inside.publicUrl, admit })
  http.server.on('upgrade', gate.upgrade)
  const each = (ms: number, work: (line: Line) => void): NodeJS.Timeout =>
    setInterval(() => {
      for (const line of lines.all()) work(line)
      http.metrics.sockets.set(lines.count())
    }, ms)
  // Frames left in queues by a lapse go out as soon as the node is back.
  const timers = [
    setInterval(waking.tick, PUMP_EVERY_MS),
    each(PUMP_EVERY_MS, (line) => line.pump()),
    each(BEAT_EVERY_MS, (line) => line.beat()),
  ]

  return {
    delivery: {
      toMember(workspaceId, memberId, frame, ask) {
        const mine = lines.of(workspaceId, memberId)
        if (mine.size === 0) return
        const bytes = textOf(frame).length
        for (const line of mine) line.push({ make: () => frame, ask, bytes })
      },
      toEverybody(workspaceId, frame, ask) {
        const bytes = textOf(frame).length
        for (const line of lines.all()) {
          const { caller } = line
          if (caller.workspaceId !== workspaceId) continue
          line.push({ make: () => frame, ask: () => ask(caller.memberId), bytes })
        }
      },
    },
    of: (workspaceId, memberId) => lines.of(workspaceId, memberId).size,
    sessionsOf: (workspaceId, memberId) =>
      [...lines.of(workspaceId, memberId)].map(({ caller }) => caller.sessionId),
    knock: (of) => knockAs(http.server, http.shadows.tickets, of),
    onOpen: (listener) => void listeners.open.push(listener),
    onFrame: (listener) => void listeners.frame.push(listener),
    count: lines.count,
    async stop() {
      gate.shut()
      for (const timer of timers) clearInterval(timer)
      watch.stop()
      for (const line of lines.all())
        line.close(closing.stopping, 'the server is stopping; come back shortly')
      const end = performance.now() + GOODBYE_MS
      while (lines.count() > 0 && performance.now() < end)
        await new Promise((resolve) => setTimeout(resolve, 10))
      for (const line of lines.all()) line.destroy()
    },
  }
}

/** Turns a ticket into a line: the session it stands for is live, the page is the one it was given to. */
function admission(
  { node, http, identity }: SocketsOptions,
  lines: Register,
  watch: Watch,
  listeners: Listeners,
  waking: () => number,
) {
  const { publicUrl } = http.inside
  const keep = (line: Line, { ws }: Knock): void => {
    const { workspaceId, memberId } = line.caller
    lines.add(line)
    watch.begin(workspaceId, memberId)
    const leave = node.effects.add({ workspaceId, recheck: line.recheck, destroy: line.destroy })
    ws.once('close', () => {
      leave()
      if (lines.remove(line)) watch.end(workspaceId, memberId)
    })
  }
  return async (knock: Knock, first: ClientFrame | null): Promise<((frame: ClientFrame) => void) | null> => {
    if (first?.type !== 'open') return null
    const { ws, socket, request } = knock
    if (shadowTicketOf(request) !== null) {
      await answerShadow(http.shadows.tickets, identity.sessions, knock, first.ticket)
      return null
    }
    const taken = await identity.takeTicket(first.ticket)
    if (taken === null || taken.origin !== (request.headers.origin ?? publicUrl)) return null
    const { caller } = taken
    if (!(await identity.sessions.renew(caller)) || ws.readyState !== ws.OPEN) return null
    const beside = [...lines.of(caller.workspaceId, caller.memberId)].filter(
      (line) => line.caller.sessionId === caller.sessionId,
    )
    if (beside.length >= PER_SESSION_MAX) return null
    const locale = first.locale ?? localeOf(request.headers['accept-language'])
    const line = openLine({
      waking,
      node,
      sessions: identity.sessions,
      socket,
      ws,
      caller,
      locale,
      farewell: () => farewell(locale),
    })
    keep(line, knock)
    line.push({ make: () => hello(node, caller), ask: () => true, bytes: 200 })
    for (const listener of listeners.open) listener(caller)
    return (frame) => {
      if (frame.type === 'open' || !node.lease.fresh() || identity.sessions.check(caller) !== null) return
      for (const listener of listeners.frame) listener(caller, frame)
    }
  }
}

const hello = (node: HufuNode, { workspaceId, memberId }: Caller): ServerFrame => ({
  type: 'hello',
  memberId,
  revision: node.feed.state(workspaceId).revision,
  at: new Date(node.clock.wall()).toISOString(),
})

const farewell = (locale: Locale): ServerFrame => ({
  type: 'ended',
  because: 'identity/session-ended',
  words: wordsOf('identity/session-ended', locale),
})

/** People by their names; systems and operators by what they are. */
function actorNames({ http, names }: SocketsOptions): ActorName {
  return async (workspaceId, actor, locale) => {
    const [kind = '', id = ''] = actor.split(':')
    if (kind !== 'member') return systemName(kind, locale)
    const found = await names(http.inside.db, workspaceId, {
      members: [id],
      departments: [],
      groups: [],
      positions: [],
    })
    return found.get(id) ?? ''
  }
}

const systemName = (kind: string, locale: Locale): string => {
  if (kind === 'system') return locale === 'zh-CN' ? '系统' : 'the system'
  return locale === 'zh-CN' ? '运维人员' : 'an operator'
}
