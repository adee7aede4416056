import { decide } from '@hufu/authority'
import type { ServerFrame } from '@hufu/contract'
import type { AuthorityFeed, ContentFeed } from '../../platform/feed/index.ts'
import type { HufuNode } from '../../platform/nodes/index.ts'
import { NOTICE_TOPIC } from './tell.ts'
import type { Told } from './tell.ts'

export type NoticeDeliverer = {
  readonly feed: AuthorityFeed
  readonly content: ContentFeed
  readonly log: HufuNode['log']
  readonly clock: Pick<HufuNode['clock'], 'wall'>
  readonly delivery: {
    readonly toMember: (workspaceId: string, memberId: string, frame: ServerFrame, ask: () => boolean) => void
  }
}

/** Says on every open line of a member that there is something new to read, while they may see what concerns them. */
export function startNotices({ feed, content, log, clock, delivery }: NoticeDeliverer): void {
  content.listen((workspaceId, { topic, data }) => {
    if (!topic.startsWith(`${NOTICE_TOPIC}:`)) return
    // Written by `tell`, whose rows have this form.
    const { revision, noticeId, memberId } = data as Told
    const ask = (): boolean =>
      decide(feed.facts(workspaceId), {
        memberId,
        permission: 'audit.self.view',
        target: { type: 'member', id: memberId },
        at: clock.wall(),
      }).allowed
    // First what the act has changed, then the word of it: somebody who has left by it is told nothing more.
    feed.catchUp(workspaceId, revision).then(
      () => delivery.toMember(workspaceId, memberId, { type: 'notice', noticeId }, ask),
      (error: unknown) =>
        log.warn({ err: error, workspaceId }, 'a notice was not told at once; pages read it again'),
    )
  })
}
