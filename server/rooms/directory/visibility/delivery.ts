import { decide } from '@hufu/authority'
import type { ServerFrame } from '@hufu/contract'
import type { Clock } from '../../../platform/clock/index.ts'
import type { AuthorityFeed } from '../../../platform/feed/index.ts'

export type SightDeliverer = {
  readonly feed: AuthorityFeed
  readonly clock: Pick<Clock, 'wall'>
  readonly delivery: {
    readonly toEverybody: (
      workspaceId: string,
      frame: ServerFrame,
      ask: (memberId: string) => boolean,
    ) => void
  }
}

/**
 * Says on every open line that who sees whom has changed, as soon as this node goes by it: what a page still shows was
 * read before. The word is the same to all and names nobody, so it tells nobody whom it is about.
 */
export function startSight({ feed, delivery, clock }: SightDeliverer): void {
  feed.listen((workspaceId, revision, events) => {
    // A load tells no events: any rule may be different.
    if (events.length > 0 && !events.some(({ event }) => event.startsWith('visibility.'))) return
    delivery.toEverybody(workspaceId, { type: 'sight', revision }, (memberId) =>
      mayLook(feed, workspaceId, memberId, clock.wall()),
    )
  })
}

const mayLook = (feed: AuthorityFeed, workspaceId: string, memberId: string, at: number): boolean =>
  decide(feed.facts(workspaceId), {
    memberId,
    permission: 'org.directory.view',
    target: { type: 'member', id: memberId },
    at,
  }).allowed
