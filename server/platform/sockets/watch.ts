import { decide } from '@hufu/authority'
import type { ServerFrame } from '@hufu/contract'
import type { FeedEvent } from '../feed/index.ts'
import type { Locale } from '../http/index.ts'
import type { HufuNode } from '../nodes/index.ts'
import { abilitiesAt, causeOf, compareAbilities, rests, toldOf, touchedBy } from './rights.ts'
import type { Abilities, Change, Touched } from './rights.ts'
import type { Line } from './line.ts'

/** How people and actors are called: `member:<id>`, `system:<name>`. Read from the database, outside of any decision. */
export type ActorName = (workspaceId: string, actor: string, locale: Locale) => Promise<string>

export type Watch = {
  /** A member has their first open socket here: from now on changes are told. */
  readonly begin: (workspaceId: string, memberId: string) => void
  readonly end: (workspaceId: string, memberId: string) => void
  readonly stop: () => void
}

export type WatchOptions = {
  readonly node: HufuNode
  readonly linesOf: (workspaceId: string, memberId: string) => Iterable<Line>
  readonly actorName: ActorName
}

/** Work on the event loop at one go, milliseconds; then everybody else has a turn. */
const SLICE_MS = 4
/** A burst of changes is looked at together, at most this often. */
const ROUND_EVERY_MS = 150
/** Grants begin and end with time alone; nothing announces it. */
const LOOK_EVERY_MS = 20_000
const EVENTS_MAX = 5000

type Watched = { readonly workspaceId: string; readonly memberId: string; known: Abilities }
const keyOf = (workspaceId: string, memberId: string): string => `${workspaceId} ${memberId}`

type Heard = { readonly workspaceId: string; readonly event: FeedEvent }
type Changes = { readonly lost: readonly Change[]; readonly gained: readonly Change[] }

/** Tells members with an open socket what they have lost and gained, by whom and why, right after each change. */
export function watchRights(options: WatchOptions): Watch {
  const { node } = options
  const watched = new Map<string, Watched>()

  const round = async (heard: readonly Heard[]): Promise<void> => {
    let began = node.clock.mono()
    for (const one of concerned(watched, heard)) {
      look(options, one, heard)
      if (node.clock.mono() - began < SLICE_MS) continue
      await new Promise((resolve) => setImmediate(resolve))
      began = node.clock.mono()
    }
  }
  const rounds = newRounds(node, round)
  node.feed.listen((workspaceId, _revision, events) => {
    const heard = events.filter((event) => isFelt(touchedBy(event))).map((event) => ({ workspaceId, event }))
    // A load tells no events: anything may be different.
    if (watched.size > 0 && (heard.length > 0 || events.length === 0)) rounds.hear(heard)
  })
  return {
    begin(workspaceId, memberId) {
      const key = keyOf(workspaceId, memberId)
      if (watched.has(key)) return
      const { facts } = node.feed.state(workspaceId)
      watched.set(key, { workspaceId, memberId, known: abilitiesAt(facts, memberId, node.clock.wall()) })
    },
    end: (workspaceId, memberId) => void watched.delete(keyOf(workspaceId, memberId)),
    stop: () => rounds.stop(),
  }
}

const isFelt = (touched: Touched): boolean => touched.type !== 'members' || touched.ids.length > 0

/** Whom to look at: those whom an event can have touched; everybody when only time has passed. */
function concerned(watched: ReadonlyMap<string, Watched>, heard: readonly Heard[]): Iterable<Watched> {
  if (heard.length === 0) return watched.values()
  const some = new Set<Watched>()
  for (const { workspaceId, event } of heard) {
    const touched = touchedBy(event)
    if (touched.type === 'everybody') return watched.values()
    if (touched.type === 'holders') {
      for (const one of watched.values()) if (rests(one.known, touched.fact)) some.add(one)
    } else
      for (const memberId of touched.ids) {
        const one = watched.get(keyOf(workspaceId, memberId))
        if (one !== undefined) some.add(one)
      }
  }
  return some
}

/** Gathers what is heard and works on it soon: at once after a quiet time, in a burst all together now and then. */
function newRounds(node: HufuNode, round: (heard: readonly Heard[]) => Promise<void>) {
  let heard: readonly Heard[] = []
  let timer: NodeJS.Timeout | null = null
  let last = -ROUND_EVERY_MS
  const schedule = (): void => {
    timer ??= setTimeout(() => void run(), Math.max(0, last + ROUND_EVERY_MS - node.clock.mono()))
  }
  const run = async (): Promise<void> => {
    const now = heard
    heard = []
    try {
      await round(now)
    } catch (error) {
      node.log.warn({ err: error }, 'changes of rights could not be told; pages find out when they act')
    }
    timer = null
    last = node.clock.mono()
    if (heard.length > 0) schedule()
  }
  const every = setInterval(schedule, LOOK_EVERY_MS)
  return {
    hear(events: readonly Heard[]): void {
      // A bulk change explains nothing to anybody in particular; its last events are enough to name a cause.
      heard = [...heard, ...events].slice(-EVENTS_MAX)
      schedule()
    },
    stop(): void {
      clearInterval(every)
      if (timer !== null) clearTimeout(timer)
    },
  }
}

function look(options: WatchOptions, one: Watched, heard: readonly Heard[]): void {
  const { node } = options
  const { workspaceId, memberId } = one
  const state = node.feed.known().find((known) => known.workspaceId === workspaceId)
  if (state === undefined || !state.healthy) return
  const now = abilitiesAt(state.facts, memberId, node.clock.wall())
  const changes = compareAbilities(one.known, now)
  one.known = now
  if (changes.lost.length + changes.gained.length === 0) return
  const mine = heard.filter((each) => each.workspaceId === workspaceId).map(({ event }) => event)
  tell(options, one, state.revision, changes, mine).catch((error: unknown) =>
    node.log.warn({ err: error }, 'a change of rights could not be told; the page finds out when it acts'),
  )
}

async function tell(
  options: WatchOptions,
  one: Watched,
  revision: number,
  changes: Changes,
  heard: readonly FeedEvent[],
): Promise<void> {
  const { node, linesOf, actorName } = options
  const { workspaceId, memberId } = one
  const causes = new Map(
    [...changes.lost, ...changes.gained].map((change) => [change, causeOf(change, memberId, heard)]),
  )
  const actors = new Set([...causes.values()].flatMap((cause) => (cause === undefined ? [] : [cause.actor])))
  for (const locale of new Set([...linesOf(workspaceId, memberId)].map((line) => line.locale))) {
    const names = new Map<string, string>()
    for (const actor of actors) names.set(actor, await actorName(workspaceId, actor, locale))
    const said = (kind: 'lost' | 'gained') => (change: Change) => {
      const cause = causes.get(change)
      return toldOf(change, kind, cause, names.get(cause?.actor ?? '') ?? '', locale)
    }
    const frame: ServerFrame = {
      type: 'rights',
      revision,
      lost: changes.lost.map(said('lost')),
      gained: changes.gained.map(said('gained')),
    }
    const bytes = JSON.stringify(frame).length
    const ask = (): boolean => mayKnow(node, workspaceId, memberId)
    for (const line of linesOf(workspaceId, memberId))
      if (line.locale === locale) line.push({ make: () => frame, ask, bytes })
  }
}

// Reasons and names are about oneself: whoever may see their own history may be told.
function mayKnow(node: HufuNode, workspaceId: string, memberId: string): boolean {
  const target = { type: 'member', id: memberId } as const
  return decide(node.feed.facts(workspaceId), {
    memberId,
    permission: 'audit.self.view',
    target,
    at: node.clock.wall(),
  }).allowed
}
