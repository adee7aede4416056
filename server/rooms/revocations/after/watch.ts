/**
 * After a right was taken: for thirty days every node asks again, right after each change and as time goes by, whether
 * what was taken is allowed. Whatever came back and was not given knowingly is an alarm, told once.
 */
import { apply, fork, statusOf, topOf } from '@hufu/authority'
import { newId } from '@hufu/kit'
import { permit, publish } from '../../../platform/act/index.ts'
import type { Act, Rehearsed } from '../../../platform/act/index.ts'
import { kyselyOver } from '../../../platform/db/index.ts'
import { asAuthorityEvent, isAuthorityEvent } from '../../../platform/feed/index.ts'
import type { FeedEvent, PlatformTables } from '../../../platform/feed/index.ts'
import { tell } from '../../notices/index.ts'
import { verifier } from '../tries/applied.ts'
import type { Checking } from '../tries/applied.ts'
import { lockRevocation } from '../store.ts'
import { insertReturns, returnsOf, revocationsSince, watchedRows } from './store-watch.ts'
import type { NewReturn } from './store-watch.ts'
import { REVOCATION_TOPIC } from '../take.ts'
import { ALARM } from '../told.ts'
import type { AlarmNotice } from '../told.ts'
import { placeKeyOf } from '../vectors.ts'
import { WATCH_MS_MAX, decisionOn, mayReturnBy, pairKeyOf, returnedNow, watchedFrom } from './watch-list.ts'
import type { Watched } from './watch-list.ts'

/** Work on the event loop at one go, milliseconds; then everybody else has a turn. */
const SLICE_MS = 4
/** A burst of changes is looked at together, at most this often. */
const ROUND_EVERY_MS = 200
/** Grants begin with time alone; nothing announces it. */
const LOOK_EVERY_MS = 5000
/** Of these looks one in so many is at new places too. */
const WIDE_EVERY = 12
/** After a round there is rest for so many times as long as it took. */
const REST = 4
const ROWS_AT_ONCE = 200
/** Rights that one notice names. */
const NAMED_MAX = 10

export type Watching = {
  /**
   * What of the rights under watch some events would let return, at an instant (ms since 1970): for previews. Rests on
   * what this node remembers.
   */
  readonly wouldReturn: (workspaceId: string, rehearsed: Rehearsed, at: number) => readonly Would[]
  /** Waits until this node remembers everything that it has heard was taken. */
  readonly current: (workspaceId: string) => Promise<void>
  readonly stop: () => void
}
export type Would = {
  readonly revocationId: string
  readonly memberId: string
  readonly permissions: readonly string[]
}

/** One company's people under watch on this node. */
type List = {
  readonly byId: Map<string, Watched>
  readonly byMember: Map<string, Set<string>>
}

type Heard = {
  readonly ids: Set<string>
  /** Everything has to be read again: the company was loaded. */
  all: boolean
  touched: ReadonlySet<string> | 'everybody'
  /** Places that were not looked at when it was taken are looked at too. */
  wide: boolean
}
const nothingHeard = (): Heard => ({
  ids: new Set(),
  all: false,
  touched: new Set(),
  wide: false,
})

type Inside = Checking & { readonly lists: Map<string, List>; readonly heard: Map<string, Heard> }

/** Watches on this node, from now on until `stop`. */
export function startWatch(parts: Checking): Watching {
  const inside: Inside = { ...parts, lists: new Map(), heard: new Map() }
  const { node } = parts
  const rounds = newRounds(inside)
  // Something may have come back while no node was there to see it.
  for (const { workspaceId } of node.feed.known()) hear(inside, workspaceId, [])
  rounds.soon()
  node.feed.listen((workspaceId, _revision, events) => {
    if (hear(inside, workspaceId, events)) rounds.soon()
  })
  return {
    wouldReturn: (workspaceId, rehearsed, at) => wouldReturn(inside.lists.get(workspaceId), rehearsed, at),
    async current(workspaceId) {
      await rounds.running()
      const heard = inside.heard.get(workspaceId)
      if (heard !== undefined) await readNew(inside, workspaceId, listOf(inside, workspaceId), heard)
    },
    stop: () => rounds.stop(),
  }
}

function listOf({ lists }: Inside, workspaceId: string): List {
  const list = lists.get(workspaceId) ?? { byId: new Map(), byMember: new Map() }
  lists.set(workspaceId, list)
  return list
}

function wouldReturn(list: List | undefined, { events, facts }: Rehearsed, at: number): readonly Would[] {
  const touched = mayReturnBy(events)
  const some = list === undefined ? [] : concerned(list, touched)
  if (some.length === 0) return []
  const after = fork(facts)
  for (const event of events) apply(after, event)
  return some.flatMap((one): readonly Would[] => {
    if (one.until <= at) return []
    const already = new Set(returnedNow(facts, one, at).map(pairKeyOf))
    const found = returnedNow(after, one, at).filter((pair) => !already.has(pairKeyOf(pair)))
    const permissions = [...new Set(found.map(({ permission }) => permission))]
    const { revocationId, memberId } = one
    return permissions.length === 0 ? [] : [{ revocationId, memberId, permissions }]
  })
}

const watchedOf = (list: List | undefined, memberId: string): readonly Watched[] =>
  [...(list?.byMember.get(memberId) ?? [])].flatMap((id) => list?.byId.get(id) ?? [])

function heardOf({ heard }: Inside, workspaceId: string): Heard {
  const known = heard.get(workspaceId) ?? nothingHeard()
  heard.set(workspaceId, known)
  return known
}

/** Takes in what a revision says. True: there is something to look at. Costs next to nothing where nobody is watched. */
function hear(inside: Inside, workspaceId: string, events: readonly FeedEvent[]): boolean {
  const taken = events.filter(({ event }) => event === 'revocation.applied@1')
  const isWatching = (inside.lists.get(workspaceId)?.byId.size ?? 0) > 0 || inside.heard.has(workspaceId)
  if (events.length > 0 && taken.length === 0 && !isWatching) return false
  const heard = heardOf(inside, workspaceId)
  heard.wide = true
  if (events.length === 0) {
    heard.all = true
    heard.touched = 'everybody'
    return true
  }
  // Written by `take`, whose entries have this form.
  for (const { data } of taken) heard.ids.add((data as { readonly revocationId: string }).revocationId)
  const touched = mayReturnBy(events.filter(({ event }) => isAuthorityEvent(event)).map(asAuthorityEvent))
  heard.touched =
    touched === 'everybody' || heard.touched === 'everybody'
      ? 'everybody'
      : new Set([...heard.touched, ...touched])
  return true
}

/** Works on what was heard soon: at once after a quiet time, in a burst all together now and then. */
function newRounds(inside: Inside) {
  const { node } = inside
  let timer: NodeJS.Timeout | null = null
  let stopped = false
  let next = 0
  let looks = 0
  let running = Promise.resolve()
  const soon = (): void => {
    if (stopped) return
    timer ??= setTimeout(() => (running = run()), Math.max(0, next - node.clock.mono()))
  }
  const run = async (): Promise<void> => {
    const began = node.clock.mono()
    const now = [...inside.heard]
    inside.heard.clear()
    for (const [workspaceId, heard] of now)
      await round(inside, workspaceId, heard).catch((error: unknown) => {
        node.log.warn({ err: error, workspaceId }, 'what was taken could not be watched; tried again soon')
        const again = heardOf(inside, workspaceId)
        again.all = true
        again.touched = 'everybody'
        again.wide = true
      })
    timer = null
    const ended = node.clock.mono()
    next = ended + Math.max(ROUND_EVERY_MS, REST * (ended - began))
    if (inside.heard.size > 0) soon()
  }
  const every = setInterval(() => {
    looks += 1
    for (const [workspaceId, { byId }] of inside.lists) {
      if (byId.size === 0) continue
      const heard = heardOf(inside, workspaceId)
      heard.touched = 'everybody'
      heard.wide ||= looks % WIDE_EVERY === 0
    }
    if (inside.heard.size > 0) soon()
  }, LOOK_EVERY_MS)
  return {
    soon,
    running: () => running,
    stop(): void {
      stopped = true
      clearInterval(every)
      if (timer !== null) clearTimeout(timer)
    },
  }
}

async function round(inside: Inside, workspaceId: string, heard: Heard): Promise<void> {
  const list = listOf(inside, workspaceId)
  await readNew(inside, workspaceId, list, heard)
  const { node } = inside
  let began = node.clock.mono()
  for (const one of concerned(list, heard.touched)) {
    await look(inside, workspaceId, list, one, heard.wide)
    if (node.clock.mono() - began < SLICE_MS) continue
    await new Promise((resolve) => setImmediate(resolve))
    began = node.clock.mono()
  }
}

const concerned = (list: List, touched: Heard['touched']): readonly Watched[] =>
  touched === 'everybody'
    ? [...list.byId.values()]
    : [...touched].flatMap((memberId) => watchedOf(list, memberId))

async function readNew({ node }: Inside, workspaceId: string, list: List, heard: Heard): Promise<void> {
  const db = kyselyOver<PlatformTables>(node.pool)
  const since = new Date(node.clock.wall() - WATCH_MS_MAX)
  const ids = heard.all ? await revocationsSince(db, workspaceId, since) : [...heard.ids]
  const missing = ids.filter((id) => !list.byId.has(id))
  for (let from = 0; from < missing.length; from += ROWS_AT_ONCE) {
    const some = missing.slice(from, from + ROWS_AT_ONCE)
    const returned = Map.groupBy(await returnsOf(db, workspaceId, some), (row) => row.revocationId)
    for (const row of await watchedRows(db, workspaceId, some))
      keep(list, watchedFrom(row, new Set((returned.get(row.id) ?? []).map(pairKeyOf))))
  }
}

function keep(list: List, one: Watched): void {
  list.byId.set(one.revocationId, one)
  const ids = list.byMember.get(one.memberId) ?? new Set()
  list.byMember.set(one.memberId, ids.add(one.revocationId))
}

function forget(list: List, { revocationId, memberId }: Watched): void {
  list.byId.delete(revocationId)
  const ids = list.byMember.get(memberId)
  ids?.delete(revocationId)
  if (ids?.size === 0) list.byMember.delete(memberId)
}

async function look(
  inside: Inside,
  workspaceId: string,
  list: List,
  one: Watched,
  wide: boolean,
): Promise<void> {
  const { node } = inside
  const state = node.feed.known().find((known) => known.workspaceId === workspaceId)
  if (state === undefined || !state.healthy) return
  const at = node.clock.wall()
  if (one.until <= at) return forget(list, one)
  const found = returnedNow(state.facts, one, at, wide)
  if (found.length === 0) return
  const returns = found.map((pair) => ({
    pair,
    grounds: decisionOn(state.facts, one.memberId, pair, at).by,
  }))
  const alarms = await raise(inside, workspaceId, one, returns)
  const keys = new Set(found.map(pairKeyOf))
  keep(list, {
    ...one,
    pairs: one.pairs.filter((pair) => !keys.has(pairKeyOf(pair))),
    settled: new Set([...one.settled, ...keys]),
  })
  if (alarms.length > 0) journalAlarm(inside, workspaceId, one, alarms, state.revision)
}

/** Writes down and tells what came back by no door that says so. Answers what nobody had noted before. */
async function raise(
  { perform }: Inside,
  workspaceId: string,
  one: Watched,
  found: readonly NewReturn[],
): Promise<readonly NewReturn[]> {
  const { result } = await perform(
    verifier,
    { kind: 'content', name: 'revocations.alarm', workspaceId, channel: 'job' },
    (act) => keepAlarm(act, one, found),
  )
  return result
}

// The row is locked: of several nodes that see the same at once one writes it, and what was given knowingly stands there.
async function keepAlarm(
  act: Act,
  { revocationId, memberId }: Watched,
  found: readonly NewReturn[],
): Promise<readonly NewReturn[]> {
  const row = await lockRevocation(act, revocationId)
  const noted = new Set((await returnsOf(act.tx, act.workspaceId, [revocationId])).map(pairKeyOf))
  const returns = found.filter(({ pair }) => !noted.has(pairKeyOf(pair)))
  if (row === undefined || returns.length === 0) return []
  const tally = permit(act, 'perm.verify', { type: 'workspace' })
  await insertReturns(tally, { revocationId, kind: 'alarm', givenBy: null, because: null, returns })
  const permissions = [...new Set(returns.map(({ pair }) => pair.permission))]
  await tell(tally, {
    to: alarmed(act, row.takenBy, memberId),
    kind: ALARM,
    mail: true,
    data: {
      revocationId,
      memberId,
      permissions: permissions.slice(0, NAMED_MAX),
      count: permissions.length,
    } satisfies AlarmNotice,
  })
  publish(tally, {
    topic: `${REVOCATION_TOPIC}:${revocationId}`,
    kind: 'revocation.alarm',
    data: { revocationId, returned: returns.length },
  })
  return returns
}

/** Whoever took it, the creator and all super administrators in force; never the person themselves. */
export function alarmed({ facts, at }: Act, takenBy: string, memberId: string): readonly string[] {
  const taker = takenBy.startsWith('member:') ? [takenBy.slice('member:'.length)] : []
  const top = topOf(facts, at.getTime())
  return [...new Set([...taker, ...top])].filter((id) => id !== memberId && statusOf(facts, id) === 'active')
}

function journalAlarm(
  { journal }: Inside,
  workspaceId: string,
  { revocationId, memberId }: Watched,
  alarms: readonly NewReturn[],
  revision: number,
): void {
  journal.recordActivity({
    workspaceId,
    at: Date.now(),
    actor: { type: 'system', name: verifier.name },
    channel: 'job',
    request: newId(),
    event: 'revocation.alarm@1',
    data: {
      revocationId,
      memberId,
      revision,
      returned: alarms.map(({ pair: { permission, place } }) => ({ permission, place: placeKeyOf(place) })),
    },
    about: [memberId],
  })
}
