/**
 * What was running when rights were taken, and may finish: whoever takes them may say so, for some minutes. It is about
 * bytes under way and nothing else; whatever begins afterwards is refused like anything.
 */
import type { PermissionKey } from '@hufu/authority'
import type { Refusal } from '@hufu/kit'
import type { HufuNode } from '../nodes/index.ts'
import type { FeedEvent, Projection } from '../feed/index.ts'

/** The entry that says so. */
export const RUNNING_SPARED = 'revocation.running-spared@1'
export type RunningSpared = {
  readonly memberId: string
  readonly permissions: readonly PermissionKey[]
  readonly until: string
}

/** What began before `revision`; until an instant in ms since 1970. */
type Spared = {
  readonly permissions: ReadonlySet<string>
  readonly revision: number
  readonly until: number
}

/** By member. Empty after a start: what runs on a node has begun on it, after that. */
export const finishing: Projection<Map<string, readonly Spared[]>> = {
  name: 'finishing',
  empty: () => new Map(),
  load: () => Promise.resolve(),
  apply(state, { event, data, at, revision }: FeedEvent) {
    if (event !== RUNNING_SPARED) return
    // Written by the room that takes rights, in this form; the event's name bears its version.
    const { memberId, permissions, until } = data as RunningSpared
    const one = { permissions: new Set<string>(permissions), revision, until: Date.parse(until) }
    const before = (state.get(memberId) ?? []).filter((each) => each.until > at.getTime())
    state.set(memberId, [...before, one])
  },
}

/** Looks again at what runs when its time is over: nothing else happens then that would make it. */
export function endFinishing({ feed, effects, clock }: Pick<HufuNode, 'feed' | 'effects' | 'clock'>): void {
  feed.listen((workspaceId, _revision, events) => {
    for (const { event, data } of events) {
      if (event !== RUNNING_SPARED) continue
      // As above: this form.
      const { until } = data as RunningSpared
      setTimeout(
        () => effects.recheck(workspaceId),
        Math.max(0, Date.parse(until) - clock.wall()) + 1,
      ).unref()
    }
  })
}

/** Who receives, and since which revision. */
export type Running = { readonly workspaceId: string; readonly memberId: string; readonly since: number }

/** Whether what was refused may finish all the same: it had begun before its right was taken. */
export function mayFinish(
  { feed, clock }: Pick<HufuNode, 'feed' | 'clock'>,
  running: Running,
  refusal: Refusal,
): boolean {
  const { permission } = refusal.details
  if (typeof permission !== 'string') return false
  const now = clock.wall()
  return (feed.projection(running.workspaceId, finishing).get(running.memberId) ?? []).some(
    ({ permissions, revision, until }) =>
      running.since < revision && now < until && permissions.has(permission),
  )
}
