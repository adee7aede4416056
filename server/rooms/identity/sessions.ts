import type { ProofMethod } from '@hufu/contract'
import { refuse } from '@hufu/kit'
import type { Refusal } from '@hufu/kit'
import { meets, needOf, protectionProjection } from '../../platform/act/index.ts'
import type { Act } from '../../platform/act/index.ts'
import type { Projection } from '../../platform/feed/index.ts'
import { FACTOR_NEEDED } from '../../platform/http/index.ts'
import type { Caller, Credential, Sessions } from '../../platform/http/index.ts'
import type { HufuNode } from '../../platform/nodes/index.ts'
import { hashOf } from './secrets.ts'
import type { Limits } from './limits.ts'
import { epochs, fenceOf, findSessions, findSessionById, touchSession } from './store.ts'
import type { FoundSession } from './store.ts'

/** What the authority feed says of sessions: which have ended since the load, and the epoch of each member. */
export type SessionState = {
  readonly ended: Set<string>
  /** What sessions have proved since the load beside what their rows said when they were read. */
  readonly proved: Map<string, readonly ProofMethod[]>
  readonly epochs: Map<string, number>
  loadedAt: number
}

/** Changes of a member, or of what they prove with, after which earlier sessions are over. The epoch is the revision of the last one. */
export const epochEvents: readonly string[] = [
  'member.suspended@1',
  'member.restored@1',
  'member.departed@1',
  'factor.reset@1',
]

/** Kept by every node, so that whether a session may go on is a question to memory. */
export const sessionProjection: Projection<SessionState> = {
  name: 'sessions',
  empty: () => ({ ended: new Set(), proved: new Map(), epochs: new Map(), loadedAt: 0 }),
  async load(reader, state) {
    state.loadedAt = await fenceOf(reader.db, reader.workspaceId)
    for (const { memberId, epoch } of await epochs(reader.db, reader.workspaceId, epochEvents))
      state.epochs.set(memberId, epoch)
  },
  apply(state, event) {
    // The ledger keeps these events in this form for ever: their names bear the version.
    const data = event.data as {
      readonly sessionId?: string | null
      readonly memberId?: string
      readonly kind?: string
    }
    const { sessionId } = data
    if (event.event === 'session.ended@1' && typeof sessionId === 'string') {
      state.ended.add(sessionId)
      state.proved.delete(sessionId)
    }
    if (event.event === 'factor.added@1' && typeof sessionId === 'string' && isProvedBySetUp(data.kind))
      state.proved.set(sessionId, [...(state.proved.get(sessionId) ?? []), data.kind])
    if (epochEvents.includes(event.event) && data.memberId !== undefined)
      state.epochs.set(data.memberId, event.revision)
  },
}

// Whoever sets one of these up has used it once; codes are only written down.
const isProvedBySetUp = (kind: string | undefined): kind is 'totp' | 'passkey' =>
  kind === 'totp' || kind === 'passkey'

/** How a session was signed in, with what it has proved since. */
export function methodsOfSession(
  { projection }: Pick<Act, 'projection'>,
  session: { readonly id: string; readonly methods: readonly ProofMethod[] } | undefined,
): readonly ProofMethod[] {
  if (session === undefined) return []
  return [...session.methods, ...(projection(sessionProjection).proved.get(session.id) ?? [])]
}

/** The epoch of a member as of now: sessions begun under another one are over. */
export const epochOf = (state: SessionState, memberId: string): number => state.epochs.get(memberId) ?? 0

// Deadlines are on the monotonic clock, counted from what the database's clock said: setting a clock extends nothing.
type Known = {
  readonly caller: Caller
  readonly hash: string
  readonly epoch: number
  readonly methods: readonly ProofMethod[]
  /** Fence of the read: everything up to this revision was in the row. */
  readonly fence: number
  readonly absoluteUntil: number
  readonly readAgainAt: number
  idleUntil: number
  seenAt: number
}

const KNOWN_MAX = 100_000
const IN_ONE_READ_MAX = 500
const ENDED_TOLD_EVERY_MS = 60_000
const ENDED_MAX = 10_000

/** What this node remembers of sessions. Reads and writes memory only. */
type Memory = {
  readonly byHash: (hash: string) => Known | undefined
  readonly byId: (id: string) => Known | undefined
  readonly keep: (known: Known) => void
  readonly drop: (known: Known) => void
}

function newMemory(): Memory {
  const hashes = new Map<string, Known>()
  const ids = new Map<string, Known>()
  const drop = (known: Known): void => {
    hashes.delete(known.hash)
    ids.delete(known.caller.sessionId)
  }
  return {
    byHash: (hash) => hashes.get(hash),
    byId: (id) => ids.get(id),
    drop,
    keep(known) {
      hashes.set(known.hash, known)
      ids.set(known.caller.sessionId, known)
      for (const oldest of hashes.values()) {
        if (hashes.size <= KNOWN_MAX) break
        drop(oldest)
      }
    },
  }
}

/** Whether a session was begun before the member was suspended, restored or departed. */
const isOutdated = (node: HufuNode, { caller, epoch }: Known): boolean =>
  epochOf(node.feed.projection(caller.workspaceId, sessionProjection), caller.memberId) !== epoch

/** How a remembered session stands in this very moment. `unknown`: the table has to be asked again. */
function standingOf(node: HufuNode, known: Known): 'live' | 'ended' | 'unknown' {
  const { workspaceId, memberId, sessionId } = known.caller
  const state = node.feed.projection(workspaceId, sessionProjection)
  const now = node.clock.mono()
  if (state.ended.has(sessionId) || epochOf(state, memberId) !== known.epoch || now >= known.absoluteUntil)
    return 'ended'
  // Idle here, perhaps not elsewhere; and what ended before this node's last load is in the table only.
  return now >= known.idleUntil || known.fence < state.loadedAt ? 'unknown' : 'live'
}

function knownFrom(row: FoundSession, now: number, limits: Limits): Known {
  return {
    caller: { workspaceId: row.workspaceId, memberId: row.memberId, sessionId: row.id },
    hash: row.hash,
    epoch: row.epoch,
    methods: row.methods,
    fence: row.fence,
    absoluteUntil: now + row.absoluteInMs,
    idleUntil: now + row.idleInMs,
    readAgainAt: now + limits.knownMs,
    seenAt: now - row.seenAgoMs,
  }
}

/** Says so where a session has not proved all that is asked of its member as of now. */
function limitOf(node: HufuNode, { caller, methods }: Known): Refusal | null {
  const { workspaceId, memberId, sessionId } = caller
  const protection = node.feed.projection(workspaceId, protectionProjection)
  const need = needOf(protection, node.feed.facts(workspaceId), memberId, node.clock.wall())
  const { proved } = node.feed.projection(workspaceId, sessionProjection)
  if (meets(need, [...methods, ...(proved.get(sessionId) ?? [])])) return null
  return refuse(FACTOR_NEEDED, { need })
}

const checkBy =
  (node: HufuNode, memory: Memory) =>
  ({ sessionId }: Caller): Refusal | null => {
    const known = memory.byId(sessionId)
    const standing = known === undefined ? 'unknown' : standingOf(node, known)
    if (known !== undefined && standing === 'live') return limitOf(node, known)
    return refuse(standing === 'ended' ? 'identity/session-ended' : 'node/not-fresh')
  }

/** Notes that a session is in use, now and then. */
const touchBy =
  (node: HufuNode, limits: Limits) =>
  (known: Known): void => {
    const now = node.clock.mono()
    if (now - known.seenAt < limits.seenEveryMs) return
    known.seenAt = now
    known.idleUntil = Math.min(now + limits.idleMs, known.absoluteUntil)
    touchSession(node.pool, known.caller, limits.idleMs).catch((error: unknown) =>
      node.log.warn(
        { err: error },
        'when a session was last seen could not be written; a later request tries again',
      ),
    )
  }

/** Finds sessions by token, many at a time, and answers from memory whether one may go on. */
export function newSessions(
  node: HufuNode,
  limits: Limits,
  /** Somebody came with a session that a suspension or a departure has ended. */
  onEnded: (caller: Caller) => void = () => {},
): Sessions {
  const memory = newMemory()
  const lookUp = batched((hashes: readonly string[]) => findSessions(node.pool, hashes))

  const touch = touchBy(node, limits)
  const usable = (known: Known | undefined): known is Known =>
    known !== undefined && node.clock.mono() < known.readAgainAt && standingOf(node, known) === 'live'

  const ended = oncePer(ENDED_TOLD_EVERY_MS, onEnded)
  // A node that only looks whether a session is over is not its owner coming with it.
  const look = async (row: FoundSession | null, tell: typeof ended | null): Promise<Known | null> => {
    if (row === null) return null
    // The row may be ahead of this node, which then hears of what the row does not tell, such as an epoch.
    await node.feed.catchUp(row.workspaceId, row.fence)
    const known = knownFrom(row, node.clock.mono(), limits)
    const live = standingOf(node, known) === 'live'
    if (!live && isOutdated(node, known)) tell?.(known.caller, node.clock.mono())
    if (!live) return null
    memory.keep(known)
    return known
  }
  const read = async (row: FoundSession | null): Promise<Caller | null> => {
    const known = await look(row, ended)
    if (known === null) return null
    touch(known)
    return known.caller
  }
  const check = checkBy(node, memory)

  return {
    find(credential) {
      const hash = hashOfThis(credential)
      const known = memory.byHash(hash)
      if (usable(known)) {
        touch(known)
        return known.caller
      }
      if (known !== undefined) memory.drop(known)
      return lookUp(hash).then(read)
    },
    check,
    async look(caller) {
      if (usable(memory.byId(caller.sessionId))) return check(caller)
      const known = await look(await findSessionById(node.pool, caller), null)
      return known === null ? refuse('identity/session-ended') : check(caller)
    },
    async renew(caller) {
      const known = memory.byId(caller.sessionId)
      if (usable(known)) {
        touch(known)
        return true
      }
      return (await read(await findSessionById(node.pool, caller))) !== null
    },
  }
}

/** A page left open asks again and again: each session is told of now and then. */
function oncePer(everyMs: number, tell: (caller: Caller) => void): (caller: Caller, now: number) => void {
  const told = new Map<string, number>()
  return (caller, now) => {
    const last = told.get(caller.sessionId)
    if (last !== undefined && now - last < everyMs) return
    if (told.size >= ENDED_MAX) told.clear()
    told.set(caller.sessionId, now)
    tell(caller)
  }
}

const hashes = new WeakMap<Credential, string>()

function hashOfThis(credential: Credential): string {
  const known = hashes.get(credential)
  if (known !== undefined) return known
  const made = hashOf(credential.token).toString('base64url')
  hashes.set(credential, made)
  return made
}

/** Gathers what is asked in one turn of the event loop into one read: a thousand that reconnect cost a few statements. */
function batched(
  read: (hashes: readonly string[]) => Promise<readonly FoundSession[]>,
): (hash: string) => Promise<FoundSession | null> {
  let waiting = new Map<string, ((row: FoundSession | null, error?: Error) => void)[]>()
  const flush = async (): Promise<void> => {
    const batch = waiting
    waiting = new Map()
    const hashes = [...batch.keys()]
    for (let at = 0; at < hashes.length; at += IN_ONE_READ_MAX) {
      const some = hashes.slice(at, at + IN_ONE_READ_MAX)
      try {
        const rows = new Map((await read(some)).map((row) => [row.hash, row]))
        for (const hash of some) for (const tell of batch.get(hash) ?? []) tell(rows.get(hash) ?? null)
      } catch (thrown) {
        const error = thrown instanceof Error ? thrown : new Error('reading sessions failed')
        for (const hash of some) for (const tell of batch.get(hash) ?? []) tell(null, error)
      }
    }
  }
  return (hash) =>
    new Promise((resolve, reject) => {
      if (waiting.size === 0) setImmediate(() => void flush())
      const list = waiting.get(hash) ?? []
      list.push((row, error) => (error === undefined ? resolve(row) : reject(error)))
      waiting.set(hash, list)
    })
}
